use rustc_hash::FxHashSet;

use crate::fhir::concept::Concept;
use crate::fhir::system::INTERPRETATION_END;
use crate::json::Node;
use crate::view::Limit;

/// Stands beside a result of which the judgement is damaged.
pub(super) const DOUBTFUL: &str = "判定の記載が壊れています（全記載で確認してください）";

/// Every judgement sent with a result: codes of the standard list, else the words.
pub(super) fn interpretations(holder: &Node<'_>) -> Vec<String> {
    let mut codes = Vec::new();
    let mut limits = [("LX", false), ("HX", false)];
    for node in holder.list("interpretation") {
        let concept = Concept::read(node);
        let standard = concept
            .codings
            .iter()
            .filter(|c| c.system.ends_with(INTERPRETATION_END) && !c.code.is_empty());
        let before = codes.len();
        codes.extend(standard.map(|c| c.code.to_owned()));
        if codes.len() == before {
            codes.extend(concept.words().map(str::to_owned));
        }
        for (limit, sent) in &mut limits {
            *sent |= concept.has_code(limit);
        }
    }
    // The end of what can be entered is that under any system, and behind any words.
    for (limit, sent) in limits {
        if sent && !codes.iter().any(|code| code == limit) {
            codes.push(limit.to_owned());
        }
    }
    codes
}

/// The flag to show: the most telling that is not merely "beyond the input range".
pub(super) fn flag(codes: &[String]) -> Option<String> {
    let judged = codes.iter().filter(|c| !of_input(c));
    // Of equals the first sent.
    judged
        .min_by_key(|c| match c.as_str() {
            "HH" | "LL" | "AA" => 0,
            other if abnormal(other) => 1,
            _ => 2,
        })
        .or_else(|| codes.first())
        .cloned()
}

/// Judgements that differ, all of them in words: the row flags only one.
pub(super) fn several(codes: &[String]) -> Option<String> {
    let mut seen = FxHashSet::default();
    let judged = codes.iter().map(String::as_str);
    let judged: Vec<&str> = judged
        .filter(|code| !of_input(code) && seen.insert(*code))
        .collect();
    (judged.len() > 1).then(|| format!("送付された判定 {}", judged.join(" ／ ")))
}

/// LX / HX judge the range of input, not the result.
fn of_input(code: &str) -> bool {
    matches!(code, "LX" | "HX")
}

/// By the judgement sent with a result, its number is a limit.
pub(crate) fn input_limit(holder: &Node<'_>) -> Option<Limit> {
    holder.get("interpretation")?;
    limit_by(&interpretations(holder))
}

/// LX / HX say that the number is the end of the input range, not a measurement.
pub(super) fn limit_by(codes: &[String]) -> Option<Limit> {
    codes.iter().find_map(|code| match code.as_str() {
        "LX" => Some(Limit::Below),
        "HX" => Some(Limit::Above),
        _ => None,
    })
}

/// Anything sent that does not say "normal" keeps a result in front of a fold.
pub(super) fn abnormal(flag: &str) -> bool {
    !matches!(
        flag,
        "N" | "NEG" | "ND" | "NR" | "S" | "-" | "正常" | "陰性"
    )
}
