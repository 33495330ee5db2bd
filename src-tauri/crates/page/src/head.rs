use record::{Answer, AnswerKind};

use crate::html::Html;
use crate::kind::kind_words;
use crate::patient::patient;

/// What it is: kind, whose, whose it came from, which set and of when.
pub(crate) fn head(html: &mut Html, answer: &Answer<'_>) {
    html.told("h1", "", kind_words(answer.kind));
    if !answer.readable {
        html.told(
            "p",
            "alarm",
            "この回答は読み取れませんでした（全部または一部）。理由は「問題」にあります。",
        );
    }
    if answer.kind == AnswerKind::Deletion {
        html.told(
            "p",
            "alarm",
            "取り消し（削除依頼）です。以前の登録は取り下げられました。診療に使わないでください。",
        );
    }
    html.element("dl", "", |html| {
        patient(html, answer.patient.as_ref());
        html.row("医療機関番号", stated(answer.facility.as_deref()));
        html.row("文書の日付", stated(answer.document_date.as_deref()));
        html.row("セットの番号", stated(answer.set_key.as_deref()));
    });
}

/// The text, or that there is none.
pub(crate) fn stated(text: Option<&str>) -> &str {
    text.filter(|text| !text.trim().is_empty())
        .unwrap_or("記載なし")
}
