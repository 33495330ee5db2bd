use record::{Answer, AnswerKind, CardMark};

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
    for words in answer.marks.iter().filter_map(|mark| of_whole(*mark)) {
        html.told("p", "alarm", words);
    }
    html.element("dl", "", |html| {
        patient(html, answer.patient.as_ref());
        html.row("医療機関番号", stated(answer.facility.as_deref()));
        if answer.kind == AnswerKind::CheckupReport {
            html.row("健診日", stated(answer.examined.as_deref()));
        }
        html.row("文書の日付", stated(answer.document_date.as_deref()));
        html.row("セットの番号", stated(answer.set_key.as_deref()));
    });
}

/// What holds for everything below.
const fn of_whole(mark: CardMark) -> Option<&'static str> {
    match mark {
        CardMark::EnteredInError => {
            Some("この文書は全体が誤登録とされています。どの記載も診療に使わないでください。")
        }
        CardMark::Modified => Some(
            "文書全体の意味を変える修飾（modifierExtension）があり、この表示では判断できません。原文を確認してください。",
        ),
        CardMark::ImplicitRules => Some(
            "この表示では判断できない規則（implicitRules）で作られた文書です。原文を確認してください。",
        ),
        CardMark::UnclearState => Some(
            "文書の状態（status）の記載を判断できません。取り消しや誤登録でないか、送信元に確認してください。",
        ),
        _ => None,
    }
}

/// The text, or that there is none.
pub(crate) fn stated(text: Option<&str>) -> &str {
    text.filter(|text| !text.trim().is_empty())
        .unwrap_or("記載なし")
}
