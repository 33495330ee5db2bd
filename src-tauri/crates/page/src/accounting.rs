use record::{Answer, Counts};

use crate::html::Html;

/// How many values came and where they are, and how much of what.
pub(crate) fn accounting(html: &mut Html, answer: &Answer<'_>) {
    let values = answer.values;
    let line = format!(
        "受信した値 {} = 表示 {} + その他 {}",
        values.sent, values.placed, values.other
    );
    html.told("p", "accounts", &line);
    // Never so by construction; if it ever is, the reader is the first to know.
    if values.sent != values.placed + values.other {
        html.told(
            "p",
            "alarm",
            "数が合いません。表示されていない値があります。原文を確認してください。",
        );
    }
    let counted: Vec<String> = counted(answer.counts)
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(name, number)| format!("{name} {number}"))
        .collect();
    if !counted.is_empty() {
        html.told("p", "", &counted.join("　"));
    }
}

fn counted(counts: Counts) -> [(&'static str, usize); 8] {
    [
        ("傷病名", counts.condition),
        ("アレルギー", counts.allergy),
        ("感染症", counts.infection),
        ("検査", counts.lab),
        ("処方", counts.prescription),
        ("健診項目", counts.checkup_item),
        ("セクション", counts.section),
        ("添付", counts.attachment),
    ]
}
