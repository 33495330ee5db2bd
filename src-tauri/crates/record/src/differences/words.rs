//! The words of rows that differ. Only for the reader to see what changed: the section itself is
//! drawn and worded by the screen.

use crate::view::{
    Absence, AllergyStatus, ConditionStatus, DoseKind, FacilityView, PrescriptionOrigin,
    PrescriptionState, ReportState, ResultStatus, ResultView,
};
use crate::vocabulary::PartialDate;

/// Between two things a row says.
pub(super) const BETWEEN: &str = "・";
/// Nothing of it stands on the other side.
pub(super) const NOTHING: &str = "（記載なし）";
/// What differs is in a part that no line tells.
pub(super) const ELSEWHERE: &str = "（本文が異なります）";

pub(super) fn facility(facility: &FacilityView) -> Option<String> {
    let name = facility.name.as_ref().or(facility.number.as_ref())?;
    Some(name.clone())
}

pub(super) fn dated(label: &str, date: Option<&PartialDate>) -> Option<String> {
    Some(format!("{label} {}", date?.date_text()))
}

pub(super) fn said(yes: bool, word: &str) -> Option<String> {
    yes.then(|| word.to_owned())
}

/// `2026-06-29 5.9 % H` and what is said of it; without a value the reason why there is none.
pub(super) fn result(result: &ResultView) -> String {
    let mut words: Vec<String> = Vec::new();
    words.extend(result.date.as_ref().map(|date| date.date_text().to_owned()));
    match &result.absence {
        Some(absence) if result.value.is_empty() => words.push(absent(absence)),
        _ => words.push(result.value.clone()),
    }
    words.extend(result.unit.clone());
    words.extend(result.flag.clone());
    words.extend(
        result
            .status_note
            .map(|status| status_note(status).to_owned()),
    );
    words.extend(result.notes.iter().cloned());
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

fn absent(absence: &Absence) -> String {
    let (word, reason) = match absence {
        Absence::NotPerformed { reason } => ("未実施", reason),
        Absence::Unmeasurable { reason } => ("測定不能", reason),
        Absence::Other { reason } => ("値なし", reason),
    };
    match reason {
        Some(reason) => format!("{word}（{reason}）"),
        None => word.to_owned(),
    }
}

const fn status_note(status: ResultStatus) -> &'static str {
    match status {
        ResultStatus::Preliminary => "暫定",
        ResultStatus::Corrected => "訂正",
        ResultStatus::Cancelled => "中止",
        ResultStatus::Unknown => "状態不明",
    }
}

pub(super) const fn allergy(status: AllergyStatus) -> Option<&'static str> {
    match status {
        AllergyStatus::Active => Some("活動中"),
        AllergyStatus::Inactive => Some("非活動"),
        AllergyStatus::Resolved => Some("解決済み"),
        AllergyStatus::NotStated => None,
    }
}

pub(super) const fn condition(status: ConditionStatus) -> Option<&'static str> {
    match status {
        ConditionStatus::Active => Some("継続"),
        ConditionStatus::Remission => Some("寛解"),
        ConditionStatus::Resolved => Some("治癒・終了"),
        ConditionStatus::NotStated => None,
    }
}

pub(super) const fn prescription(state: PrescriptionState) -> &'static str {
    match state {
        PrescriptionState::Prescribed => "処方",
        PrescriptionState::Dispensed => "調剤済",
        PrescriptionState::Stopped => "中止",
        PrescriptionState::DoNotPerform => "行わない指示",
    }
}

pub(super) const fn origin(origin: PrescriptionOrigin) -> &'static str {
    match origin {
        PrescriptionOrigin::EPrescription => "電子処方箋",
        PrescriptionOrigin::Dispensing => "調剤",
        PrescriptionOrigin::Receipt => "レセプト",
        PrescriptionOrigin::Document => "文書",
        PrescriptionOrigin::NotStated => "情報源の記載なし",
    }
}

pub(super) const fn dose(kind: DoseKind) -> Option<&'static str> {
    match kind {
        DoseKind::Oral => Some("内服"),
        DoseKind::OralUneven => Some("不均等"),
        DoseKind::AsNeeded => Some("頓用"),
        DoseKind::External => Some("外用"),
        DoseKind::Injection => Some("注射"),
        DoseKind::NotStated => None,
    }
}

pub(super) const fn report(state: ReportState) -> Option<&'static str> {
    match state {
        ReportState::Current => None,
        ReportState::NotReturned => Some("今回の応答になし（保存分）"),
        ReportState::Deleted => Some("取り消し"),
    }
}
