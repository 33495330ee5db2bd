use super::judgement::{DOUBTFUL, abnormal, flag, interpretations, limit_by, several};
use super::quantity::unit;
use super::status::unclear;
use super::value::{Value, value};
use crate::fhir::concept::Concept;
use crate::fhir::damage::in_doubt;
use crate::fhir::notes;
use crate::json::Node;
use crate::view::{Absence, FacilityView, RangeView, ResultStatus, ResultView};
use crate::vocabulary::{Decimal, PartialDate};

/// A result with what its view does not carry.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(super) struct Outcome {
    pub(super) view: ResultView,
    /// Sent as abnormal (H/L/HH/LL/A/…) or as positive: never behind a fold.
    pub(super) flagged: bool,
    /// The value's display and the official table disagree.
    pub(super) disagrees: bool,
    /// The unit's text and its code name two units.
    pub(super) unit_differs: bool,
    /// 測定法 as sent, empty when none.
    pub(super) method: String,
}

/// Reads the result an Observation or a component holds.
pub(super) fn outcome(
    holder: &Node<'_>,
    date: Option<PartialDate>,
    facility: FacilityView,
) -> Outcome {
    let value = value(holder);
    let codes = interpretations(holder);
    let flag = flag(&codes);
    let method = Concept::under(holder, "method")
        .words()
        .unwrap_or_default()
        .to_owned();
    let mut notes = notes(holder);
    if !method.is_empty() {
        notes.push(method.clone());
    }
    let absence = absence(holder, &value);
    notes.extend(several(&codes));
    // Whether the number is a measurement stood in the judgement (LX, HX).
    let doubtful = in_doubt(holder, "interpretation");
    notes.extend(doubtful.then(|| DOUBTFUL.to_owned()));
    let flagged = doubtful || value.positive || flag.as_deref().is_some_and(abnormal);
    let view = ResultView {
        limit: value.limit.or_else(|| limit_by(&codes)),
        ranges: ranges(holder, value.unit.as_deref()),
        value: value.text,
        number: value.number.filter(|_| !doubtful),
        unit: value.unit,
        flag,
        absence,
        status_note: status_note(holder).or(doubtful.then_some(ResultStatus::Unknown)),
        date,
        facility,
        notes,
    };
    Outcome {
        view,
        flagged,
        disagrees: value.disagrees,
        unit_differs: value.unit_differs,
        method,
    }
}

/// The day or moment of sampling or examination, as sent; never the report's date.
pub(super) fn effective(observation: &Node<'_>) -> Option<PartialDate> {
    crate::fhir::date(observation, "effectiveDateTime")
        .or_else(|| crate::fhir::date(observation, "effectiveInstant"))
        .or_else(|| crate::fhir::date(observation.first("effectivePeriod")?, "start"))
        .filter(|date| date.as_str().len() <= LONGEST_DATE)
}

/// Bytes of a moment with its time zone and fractions: each component repeats it.
const LONGEST_DATE: usize = 64;

/// The state of an Observation when it is not final. A component has none of its own.
pub(super) fn status_note(observation: &Node<'_>) -> Option<ResultStatus> {
    if unclear(observation) {
        return Some(ResultStatus::Unknown);
    }
    let mut stated = observation.items("status").filter_map(Node::as_text);
    stated.find_map(|status| match status.trim() {
        "final" => None,
        "registered" | "preliminary" => Some(ResultStatus::Preliminary),
        "corrected" | "amended" => Some(ResultStatus::Corrected),
        "cancelled" => Some(ResultStatus::Cancelled),
        _ => Some(ResultStatus::Unknown),
    })
}

fn ranges(holder: &Node<'_>, value_unit: Option<&str>) -> Vec<RangeView> {
    holder
        .list("referenceRange")
        .into_iter()
        .map(|range| one_range(range, value_unit))
        .collect()
}

/// One range; in another unit than the value it becomes text, so that nobody compares them.
fn one_range(range: &Node<'_>, value_unit: Option<&str>) -> RangeView {
    let side = |key| {
        let end = range.first(key)?;
        Some((end.number("value")?.to_owned(), unit(end)))
    };
    let (low, high) = (side("low"), side("high"));
    let range_unit = low.iter().chain(high.iter()).find_map(|(_, u)| u.clone());
    let group = range
        .list("appliesTo")
        .into_iter()
        .filter_map(|c| Concept::read(c).words())
        .collect::<Vec<_>>()
        .join("・");
    let mut words: Vec<String> = (!group.is_empty()).then_some(group).into_iter().collect();
    words.extend(range.text("text").map(str::to_owned));
    let other_unit = match (&range_unit, value_unit) {
        (Some(of_range), Some(of_value)) => {
            super::series::same_unit(of_range) != super::series::same_unit(of_value)
        }
        _ => false,
    };
    let digits = |end: &Option<(String, Option<String>)>| end.as_ref().map(|(d, _)| d.clone());
    if other_unit {
        words.push(format!(
            "{}～{} {}",
            digits(&low).unwrap_or_default(),
            digits(&high).unwrap_or_default(),
            range_unit.unwrap_or_default()
        ));
    }
    let text = (!words.is_empty()).then(|| words.join(" "));
    let decimal = |end| {
        if other_unit {
            None
        } else {
            digits(end).map(Decimal::from_text)
        }
    };
    RangeView {
        low: decimal(&low),
        high: decimal(&high),
        text,
    }
}

fn absence(holder: &Node<'_>, value: &Value) -> Option<Absence> {
    if !value.text.is_empty() {
        return None;
    }
    let sent = Concept::under(holder, "dataAbsentReason");
    let reason = sent
        .text
        .or_else(|| sent.codings.iter().find_map(|c| c.display))
        .map(str::to_owned);
    let code = sent.codings.iter().map(|c| c.code).find(|c| !c.is_empty());
    Some(match code.or(value.absent.as_deref()) {
        Some("not-performed") => Absence::NotPerformed { reason },
        Some("error") => Absence::Unmeasurable { reason },
        _ => Absence::Other { reason },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;
    use crate::view::Limit;

    fn read(json: &str) -> Outcome {
        outcome(
            &parse(json.as_bytes()).unwrap(),
            None,
            FacilityView::default(),
        )
    }

    #[test]
    fn lx_is_a_limit_and_a_second_code_is_the_flag() {
        let lx = read(
            r#"{"valueQuantity":{"value":30},"interpretation":[{"coding":[{"system":
            "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"LX"}]}]}"#,
        );
        assert_eq!(lx.view.limit, Some(Limit::Below));
        assert_eq!(lx.view.flag.as_deref(), Some("LX"));
        let both = read(
            r#"{"valueQuantity":{"value":9999},"interpretation":[{"text":"HX"},{"text":"H"}]}"#,
        );
        assert_eq!(both.view.limit, Some(Limit::Above));
        assert_eq!(both.view.flag.as_deref(), Some("H"));
    }

    #[test]
    fn of_several_judgements_the_most_telling_is_the_flag_and_all_are_told() {
        let judged = |codes: [&str; 2]| {
            let [one, other] = codes;
            read(&format!(
                r#"{{"valueQuantity":{{"value":9}},"interpretation":[{{"text":"{one}"}},{{"text":"{other}"}}]}}"#
            ))
        };
        for (codes, flag) in [
            (["N", "H"], "H"),
            (["H", "N"], "H"),
            (["H", "HH"], "HH"),
            (["L", "H"], "L"),
        ] {
            let both = judged(codes);
            assert_eq!(both.view.flag.as_deref(), Some(flag));
            assert!(both.flagged);
            assert_eq!(
                both.view.notes,
                [format!("送付された判定 {} ／ {}", codes[0], codes[1])]
            );
        }
        assert!(judged(["N", "N"]).view.notes.is_empty());
    }

    #[test]
    fn a_judgement_that_cannot_be_read_leaves_no_number() {
        let judged = |judgement: &str| {
            read(&format!(
                "{{\"valueQuantity\":{{\"value\":30}},\"status\":\"final\",{judgement}}}"
            ))
        };
        for judgement in [
            "\"interpretation\":[{\"coding\":[{\"code\":\"L\u{FFFD}\"}]}]",
            "\"interpretat\u{FFFD}on\":[{\"coding\":[{\"code\":\"LX\"}]}]",
        ] {
            let doubtful = judged(judgement);
            assert_eq!(doubtful.view.value, "30");
            assert_eq!(doubtful.view.number, None, "{judgement}");
            assert_eq!(doubtful.view.status_note, Some(ResultStatus::Unknown));
            assert!(doubtful.flagged);
            assert_eq!(doubtful.view.notes, [DOUBTFUL]);
        }
        let plain = judged(r#""interpretation":[{"coding":[{"code":"L"}]}]"#);
        assert!(plain.view.number.is_some() && plain.view.status_note.is_none());
        let list = judged(r#""interpretation":[{"coding":[{"code":["L","LX"]}]}]"#);
        assert_eq!(list.view.limit, Some(Limit::Below));
    }

    #[test]
    fn a_state_other_than_final_is_told() {
        let note = |status: &str| {
            let json = format!(r#"{{"valueQuantity":{{"value":1}},"status":"{status}"}}"#);
            read(&json).view.status_note
        };
        assert_eq!(note("final"), None);
        assert_eq!(note("preliminary"), Some(ResultStatus::Preliminary));
        assert_eq!(note("amended"), Some(ResultStatus::Corrected));
        assert_eq!(note("corrected"), Some(ResultStatus::Corrected));
        assert_eq!(note("cancelled"), Some(ResultStatus::Cancelled));
        assert_eq!(note("draft"), Some(ResultStatus::Unknown));
        assert_eq!(read("{}").view.status_note, None);
    }

    #[test]
    fn no_flag_is_ever_computed() {
        let high = read(
            r#"{"valueQuantity":{"value":149,"unit":"U/L"},
            "referenceRange":[{"low":{"value":13},"high":{"value":64.0,"unit":"U/L"}}]}"#,
        );
        assert_eq!(high.view.flag, None);
        assert!(!high.flagged);
        assert_eq!(high.view.ranges[0].high.as_ref().unwrap().as_str(), "64.0");
    }

    #[test]
    fn a_range_in_another_unit_is_text_only() {
        let other = read(
            r#"{"valueQuantity":{"value":39,"unit":"g/L"},
            "referenceRange":[{"low":{"value":4.1,"unit":"g/dL"},"high":{"value":5.1}}]}"#,
        );
        assert_eq!(other.view.ranges[0].low, None);
        assert_eq!(other.view.ranges[0].text.as_deref(), Some("4.1～5.1 g/dL"));
    }

    #[test]
    fn every_absence_is_told() {
        let reason = |code: &str| {
            read(&format!(
                r#"{{"dataAbsentReason":{{"coding":[{{"code":"{code}"}}],"text":"溶血"}}}}"#
            ))
            .view
            .absence
        };
        let text = Some("溶血".to_owned());
        assert_eq!(
            reason("not-performed"),
            Some(Absence::NotPerformed {
                reason: text.clone()
            })
        );
        assert_eq!(
            reason("error"),
            Some(Absence::Unmeasurable {
                reason: text.clone()
            })
        );
        assert_eq!(reason("masked"), Some(Absence::Other { reason: text }));
        assert_eq!(
            read("{}").view.absence,
            Some(Absence::Other { reason: None })
        );
    }
}
