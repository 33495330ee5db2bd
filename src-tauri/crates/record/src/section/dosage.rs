use jiff::civil::Date;

use super::quantity::quantity_words;
use crate::fhir::concept::{Coding, Concept};
use crate::fhir::extension::extension;
use crate::json::Node;
use crate::tables::answer;
use crate::view::DoseKind;
use crate::vocabulary::PartialDate;

/// 用法: what the dosage instructions of one request or dispensing say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dosage {
    /// The instructions in words, as sent.
    pub(super) usage: String,
    /// Words sent beside the instruction text and not in it.
    pub(super) extra: Vec<String>,
    pub(super) kind: Option<DoseKind>,
    /// 服用開始日.
    pub(super) start: Option<PartialDate>,
    /// Days the instruction itself runs over.
    pub(super) days: Option<i32>,
}

/// Bytes of a usage in which each of the words beside it is looked for: more are not of this world, and
/// looking for thousands of words in them takes hours.
const LONGEST: usize = 4_096;

/// Reads `dosageInstruction`, or `dosage` of a statement.
pub(super) fn dosage(resource: &Node<'_>) -> Dosage {
    let mut nodes = resource.list("dosageInstruction");
    nodes.extend(resource.list("dosage"));
    let texts: Vec<String> = nodes.iter().filter_map(|n| words(n)).collect();
    let usage = texts.join("\n");
    let extra = nodes
        .iter()
        .flat_map(|n| beside(n))
        .filter(|text| usage.len() > LONGEST || !usage.contains(text.as_str()))
        .collect();
    Dosage {
        extra,
        kind: kind(resource, &nodes),
        start: nodes.iter().find_map(|n| start(n)),
        days: nodes.iter().filter_map(|n| days(n)).max(),
        usage,
    }
}

/// The whole in words is required; without it the parts are put together as sent.
fn words(node: &Node<'_>) -> Option<String> {
    if let Some(text) = node.text("text") {
        return Some(text.to_owned());
    }
    let timing = node
        .first("timing")
        .and_then(|t| Concept::under(t, "code").words());
    let dose = node.first("doseAndRate").and_then(|d| {
        quantity_words(d.first("doseQuantity")?)
            .or_else(|| quantity_words(d.first("rateRatio")?.first("numerator")?))
    });
    let parts: Vec<String> = timing.map(str::to_owned).into_iter().chain(dose).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Additional instructions, site, reason for use, and 原薬量 where the dose is not 製剤量.
fn beside(node: &Node<'_>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let instructions = node.items("additionalInstruction");
    texts.extend(instructions.flat_map(instruction));
    for key in ["site", "asNeededCodeableConcept"] {
        let concepts = node.list(key).into_iter();
        texts.extend(
            concepts
                .filter_map(|c| Concept::read(c).words())
                .map(str::to_owned),
        );
    }
    for dose in node.list("doseAndRate") {
        let kind = Concept::under(dose, "type");
        if kind.has_code("2") {
            texts.push(
                kind.words()
                    .filter(|w| *w != "2")
                    .unwrap_or("原薬量")
                    .to_owned(),
            );
        }
    }
    texts.extend(node.text("patientInstruction").map(str::to_owned));
    if let Some(limit) = node.first("maxDosePerPeriod") {
        let side = |key| limit.first(key).and_then(quantity_words);
        if let (Some(most), Some(per)) = (side("numerator"), side("denominator")) {
            texts.push(format!("{most}/{per}"));
        }
    }
    texts
}

/// 補足用法: the words, and what the code says where the words are silent.
fn instruction(node: &Node<'_>) -> Vec<String> {
    let concept = Concept::read(node);
    let said = concept.words().unwrap_or_default();
    if concept.has_code(said) {
        let decoded = concept.codings.iter().filter_map(decoded);
        let decoded: Vec<String> = decoded.collect();
        if !decoded.is_empty() {
            return decoded;
        }
    }
    let words = (!said.is_empty()).then(|| said.to_owned());
    let amounts = uneven_amounts(node, said).into_iter().map(str::to_owned);
    words.into_iter().chain(amounts).collect()
}

/// A code sent without words. The days of 曜日指定 stand in the code itself.
fn decoded(coding: &Coding<'_>) -> Option<String> {
    let word = answer(coding.system, coding.code)?;
    Some(match coding.code.starts_with('W') {
        true => format!("{word} {}", coding.code),
        false => word.to_owned(),
    })
}

/// 不均等: what is taken this time by the codes of an instruction, when the words `said` beside them
/// do not tell an amount (「不均等・１回目」).
pub(crate) fn uneven_amounts(instruction: &Node<'_>, said: &str) -> Vec<&'static str> {
    let amount = said.rsplit("回目").next().unwrap_or(said);
    if amount.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let concept = Concept::read(instruction);
    let codings = concept.codings.iter();
    codings
        .filter(|coding| is_uneven(coding))
        .filter_map(|coding| answer(coding.system, coding.code))
        .collect()
}

fn is_uneven(coding: &Coding<'_>) -> bool {
    coding.system.ends_with("MedicationUsageAdditional") && coding.code.starts_with('V')
}

fn start(node: &Node<'_>) -> Option<PartialDate> {
    let ends = [
        "/JP_MedicationDosage_PeriodOfUse",
        "/JP_MedicationRequest_DosageInstruction_PeriodOfUse",
    ];
    let by_extension = extension(node, &ends)
        .and_then(|e| e.at(&["valuePeriod", "start"]))
        .and_then(Node::as_text);
    by_extension
        .or_else(|| {
            node.at(&["timing", "repeat", "boundsPeriod", "start"])?
                .as_text()
        })
        .and_then(PartialDate::parse)
}

/// The span the instruction covers. UsageDuration counts only the days on which the drug is
/// taken (隔日), so it is the last resort.
fn days(node: &Node<'_>) -> Option<i32> {
    let ends = [
        "/JP_MedicationDosage_UsageDuration",
        "/JP_MedicationRequest_DosageInstruction_UsageDuration",
    ];
    node.at(&["timing", "repeat", "boundsDuration"])
        .and_then(duration_days)
        .or_else(|| {
            extension(node, &ends)?
                .first("valueDuration")
                .and_then(duration_days)
        })
}

/// A duration in whole days; none in a unit that is not days or weeks.
pub(super) fn duration_days(duration: &Node<'_>) -> Option<i32> {
    let amount: i32 = duration
        .number("value")?
        .parse::<f64>()
        .ok()
        .and_then(whole)?;
    let unit = duration
        .text("code")
        .or_else(|| duration.text("unit"))
        .unwrap_or("d");
    match unit {
        "d" | "日" | "日分" | "day" | "days" => Some(amount),
        "wk" | "週" | "週間" => amount.checked_mul(7),
        _ => None,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "range and fraction are checked first"
)]
fn whole(amount: f64) -> Option<i32> {
    (amount.fract() == 0.0 && (1.0..=3660.0).contains(&amount)).then_some(amount as i32)
}

fn kind(resource: &Node<'_>, nodes: &[&Node<'_>]) -> Option<DoseKind> {
    let timing: Vec<Concept<'_>> = nodes
        .iter()
        .filter_map(|n| n.at(&["timing", "code"]))
        .map(Concept::read)
        .collect();
    let usage_codes: Vec<&str> = timing
        .iter()
        .flat_map(|c| c.real())
        .filter(|c| c.system.contains("MedicationUsage"))
        .map(|c| c.code)
        .collect();
    let method = |code: &str| {
        nodes
            .iter()
            .any(|n| Concept::under(n, "method").has_code(code))
            || usage_codes.iter().any(|c| c.starts_with(code))
    };
    let uneven = nodes
        .iter()
        .flat_map(|n| n.list("additionalInstruction"))
        .any(|n| Concept::read(n).codings.iter().any(is_uneven));
    if as_needed(resource, nodes, &usage_codes) {
        Some(DoseKind::AsNeeded)
    } else if method("2") {
        Some(DoseKind::External)
    } else if method("3") || method("4") {
        Some(DoseKind::Injection)
    } else if uneven {
        Some(DoseKind::OralUneven)
    } else if method("1") || by_mouth(nodes) {
        Some(DoseKind::Oral)
    } else {
        None
    }
}

/// 頓用: said outright, by the number of times, or by the third digit of the usage code (event).
fn as_needed(resource: &Node<'_>, nodes: &[&Node<'_>], usage_codes: &[&str]) -> bool {
    nodes.iter().any(|n| {
        n.flag("asNeededBoolean") == Some(true) || n.get("asNeededCodeableConcept").is_some()
    }) || repeat_count(resource).is_some()
        || usage_codes
            .iter()
            .any(|c| c.starts_with('1') && c.chars().nth(2) == Some('5'))
}

fn by_mouth(nodes: &[&Node<'_>]) -> bool {
    nodes
        .iter()
        .any(|n| Concept::under(n, "route").has_code("PO"))
}

/// 頓用回数.
pub(super) fn repeat_count(resource: &Node<'_>) -> Option<String> {
    let request = resource.first("dispenseRequest")?;
    let count = extension(request, &["ExpectedRepeatCount"])?;
    count.number("valueInteger").map(str::to_owned)
}

/// Last day by calculation: start + days − 1. Only from a start known to the day.
pub(super) fn last_day(start: &PartialDate, days: i32) -> Option<Date> {
    start
        .day()?
        .checked_add(jiff::Span::new().try_days(days.checked_sub(1)?).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(json: &str) -> Dosage {
        dosage(&parse(json.as_bytes()).unwrap())
    }

    #[test]
    fn the_text_is_kept_whole_and_what_it_lacks_stands_beside_it() {
        let uneven = read(
            r#"{"dosageInstruction":{"text":"１日３回　７錠（４－２－１）",
            "timing":{"code":{"coding":[{"system":"http://jami.jp/CodeSystem/MedicationUsage",
            "code":"1013044400000000"}]},"repeat":{"boundsDuration":{"value":7,"code":"d"}}},
            "additionalInstruction":[{"coding":[{"code":"V14NNNNN",
            "system":"http://jami.jp/CodeSystem/MedicationUsageAdditional"}],
            "text":"不均等・１回目・４錠"}]}}"#,
        );
        assert_eq!(uneven.usage, "１日３回　７錠（４－２－１）");
        assert_eq!(uneven.kind, Some(DoseKind::OralUneven));
        assert_eq!(uneven.extra, ["不均等・１回目・４錠"]);
        assert_eq!(uneven.days, Some(7));
    }

    #[test]
    fn as_needed_external_and_drug_substance_amounts_are_told() {
        let times = read(
            r#"{"dosageInstruction":[{"text":"発熱時","asNeededBoolean":true,
            "doseAndRate":[{"type":{"coding":[{"code":"2","display":"原薬量"}]}}]}]}"#,
        );
        assert_eq!(times.kind, Some(DoseKind::AsNeeded));
        assert_eq!(times.extra, ["原薬量"]);
        let skin = read(
            r#"{"dosageInstruction":[{"timing":{"code":{"text":"1日数回塗布","coding":[{"system":
            "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUsage_ePrescription",
            "code":"2B7N000000000000"}]}},"site":{"text":"腰"}}]}"#,
        );
        assert_eq!(skin.kind, Some(DoseKind::External));
        assert_eq!(
            (skin.usage.as_str(), skin.extra),
            ("1日数回塗布", vec!["腰".to_owned()])
        );
        assert_eq!(read("{}").kind, None);
    }

    #[test]
    fn an_amount_that_the_words_leave_out_is_told_by_the_code() {
        let extra = |code: &str, words: &str| {
            let system = "http://jami.jp/CodeSystem/MedicationUsageAdditional";
            read(&format!(
                r#"{{"dosageInstruction":{{"text":"1日2回","additionalInstruction":[{{"coding":
                [{{"system":"{system}","code":"{code}"{words}}}]}}]}}}}"#
            ))
            .extra
        };
        let display = |words: &str| format!(r#","display":"{words}""#);
        let half = "不均等・２回目・２．５単位量";
        assert_eq!(extra("V22.5NNN", ""), [half]);
        for short in ["不均等", "不均等・２回目"] {
            assert_eq!(extra("V22.5NNN", &display(short)), [short, half]);
        }
        let whole = "2回目 2.5錠";
        assert_eq!(extra("V22.5NNN", &display(whole)), [whole]);
        assert_eq!(extra("V30.5NNN", ""), ["不均等・３回目・０．５単位量"]);
        assert_eq!(extra("W0101010", ""), ["曜日指定 W0101010"]);
        assert_eq!(extra("V9XX", ""), ["V9XX"]);
    }

    #[test]
    fn the_last_day_counts_the_first() {
        let start = PartialDate::parse("2026-02-20").unwrap();
        assert_eq!(last_day(&start, 28), Some(jiff::civil::date(2026, 3, 19)));
        assert_eq!(last_day(&PartialDate::parse("2026-02").unwrap(), 28), None);
    }
}
