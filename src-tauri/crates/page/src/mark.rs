use record::CardMark;

use crate::html::Html;

/// A mark as a bordered word; white on black where the content must not be taken at its word.
pub(crate) fn mark(html: &mut Html, mark: CardMark) {
    let (strong, words) = words(mark);
    let class = if strong { "mark strong" } else { "mark" };
    // Blanks, so that copied text does not run together.
    html.text(" ");
    html.told("span", class, words);
}

const fn words(mark: CardMark) -> (bool, &'static str) {
    match mark {
        CardMark::Uninformed => (true, "未告知"),
        CardMark::Undelivered => (true, "未提供"),
        CardMark::Refuted => (true, "否定された登録"),
        CardMark::EnteredInError => (true, "誤登録"),
        CardMark::DoNotPerform => (true, "行わない指示"),
        CardMark::Modified => (true, "この表示では判断できない修飾あり"),
        CardMark::ImplicitRules => (true, "この表示では判断できない規則による記載"),
        CardMark::UnclearState => (true, "状態の記載を判断できない"),
        CardMark::Suspected => (false, "疑い"),
        CardMark::Unconfirmed => (false, "未確認"),
        CardMark::Principal => (false, "主病名"),
        CardMark::DrugByCode => (false, "薬剤（コードより）"),
        CardMark::NotDone => (false, "未実施・中止"),
        CardMark::NotCurrent => (false, "現在は有効でない"),
        CardMark::LongTerm => (false, "長期保存"),
    }
}
