use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::quantity::{OR, of_quantity, quantity_words};
use crate::fhir::concept::{Concept, same_words};
use crate::fhir::polarity::{Polarity, contradict, says_positive};
use crate::json::Node;
use crate::tables::answer;
use crate::view::Limit;
use crate::vocabulary::Decimal;

/// `value[x]` of an Observation or a component, as it is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Value {
    /// The value in words, comparator included; empty when there is none.
    pub(super) text: String,
    /// The number alone, when the value is a quantity.
    pub(super) number: Option<Decimal>,
    pub(super) limit: Option<Limit>,
    pub(super) unit: Option<String>,
    /// The answer itself says positive (陽性), by (system, code) or by its words.
    pub(super) positive: bool,
    /// The display sent and the table's display disagree.
    pub(super) disagrees: bool,
    /// The unit's text and its code name two units.
    pub(super) unit_differs: bool,
    /// Code of a data-absent-reason extension standing where the value should be.
    pub(super) absent: Option<String>,
}

/// Reads whichever `value[x]` was sent. Of several that differ each is shown, and none is taken for
/// the value: there is no number and no unit then.
pub(super) fn value(holder: &Node<'_>) -> Value {
    let mut found = all(holder);
    if found.len() < 2 {
        return found.pop().unwrap_or_default();
    }
    Value {
        text: found.iter().map(Value::words).collect::<Vec<_>>().join(OR),
        positive: found.iter().any(|value| value.positive),
        disagrees: found.iter().any(|value| value.disagrees),
        unit_differs: found.iter().any(|value| value.unit_differs),
        ..Value::default()
    }
}

/// Every value that says something else than those before it; one that says nothing only when it is
/// the only one.
fn all(holder: &Node<'_>) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut known = FxHashMap::default();
    let mut silent = None;
    for (key, node) in holder.members() {
        let Some(read) = reader(key) else { continue };
        let items = match node {
            Node::Array(items) => items,
            single => std::slice::from_ref(single),
        };
        for value in items.iter().filter_map(read) {
            if value.text.is_empty() {
                silent.get_or_insert(value);
            } else {
                let first = *known
                    .entry(FxBuildHasher.hash_one(&value))
                    .or_insert(found.len());
                if found.get(first) != Some(&value) {
                    found.push(value);
                }
            }
        }
    }
    if found.is_empty() {
        found.extend(silent);
    }
    found
}

type Reader = fn(&Node<'_>) -> Option<Value>;

fn reader(key: &str) -> Option<Reader> {
    Some(match key {
        "valueQuantity" => |node| (!node.is_null()).then(|| of_quantity(node)),
        "valueCodeableConcept" => {
            |node| (!node.is_null()).then(|| of_concept(&Concept::read(node)))
        }
        "valueString" => |node| node.as_text().map(of_text),
        "valueDateTime" | "valueTime" | "valueInteger" => |node| match node {
            Node::Number(digits) => Some(plain(digits)),
            other => other.as_text().map(plain),
        },
        "valueBoolean" => |node| {
            let said = node.as_flag()?;
            Some(plain(if said { "true" } else { "false" }))
        },
        "valueRange" => |node| of_pair(node, "low", "high", "～"),
        "valueRatio" => |node| of_pair(node, "numerator", "denominator", "/"),
        "valuePeriod" => |node| of_pair(node, "start", "end", "～"),
        _ => return None,
    })
}

fn plain(text: &str) -> Value {
    Value {
        text: text.to_owned(),
        ..Value::default()
    }
}

impl Value {
    /// The value with its unit.
    fn words(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{} {unit}", self.text),
            None => self.text.clone(),
        }
    }
}

/// Decodes by (system, code); what was sent in words goes first.
fn of_concept(concept: &Concept<'_>) -> Value {
    let decoded: Vec<_> = concept
        .codings
        .iter()
        .filter_map(|c| answer(c.system, c.code).map(|d| (c, d)))
        .collect();
    let sent = concept
        .text
        .or_else(|| concept.codings.iter().find_map(|c| c.display));
    let text = sent
        .or(decoded.first().map(|(_, display)| *display))
        .or_else(|| concept.words())
        .unwrap_or_default()
        .to_owned();
    let first = decoded.first().map(|(coding, word)| (coding.system, *word));
    let said = Polarity::of(&text);
    let disagrees = decoded.iter().any(|(coding, word)| {
        let shown = coding.display;
        shown.is_some_and(|shown| !same_words(shown, word))
            || first.is_some_and(|first| contradict(first, (coding.system, word)))
            || said.opposes(Polarity::of(word))
    });
    // Where the words and the table disagree, the one that says 陽性 is not passed over.
    let positive = said == Polarity::Positive || decoded.iter().any(|(_, d)| says_positive(d));
    Value {
        text,
        positive,
        disagrees,
        ..Value::default()
    }
}

/// A number may hide in text ("0.5未満"): the words are kept, and read as a limit, not a number.
fn of_text(text: &str) -> Value {
    let plain = text.trim();
    let below = plain.starts_with(['<', '＜', '≦']) || ends(plain, &["未満", "以下"]);
    let above = plain.starts_with(['>', '＞', '≧']) || ends(plain, &["以上", "超"]);
    let with_digit = plain.chars().any(char::is_numeric);
    let limit = match (with_digit, below, above) {
        (true, true, false) => Some(Limit::Below),
        (true, false, true) => Some(Limit::Above),
        _ => None,
    };
    Value {
        text: text.to_owned(),
        limit,
        positive: says_positive(plain),
        ..Value::default()
    }
}

fn ends(text: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| text.ends_with(end))
}

fn of_pair(node: &Node<'_>, low: &str, high: &str, joint: &str) -> Option<Value> {
    let side = |name| {
        node.first(name)
            .and_then(quantity_words)
            .or_else(|| node.text(name).map(str::to_owned))
    };
    let (low, high) = (side(low), side(high));
    (low.is_some() || high.is_some())
        .then(|| plain(&[low.unwrap_or_default(), high.unwrap_or_default()].join(joint)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(json: &str) -> Value {
        value(&parse(json.as_bytes()).unwrap())
    }

    #[test]
    fn digits_stay_as_sent_and_a_comparator_is_a_limit() {
        let plain = read(r#"{"valueQuantity":{"value":5.0,"unit":"mg/dL"}}"#);
        assert_eq!((plain.text.as_str(), plain.limit), ("5.0", None));
        let limit = read(r#"{"valueQuantity":{"value":0.10,"comparator":"<","unit":"mg/dL"}}"#);
        assert_eq!(limit.text, "<0.10");
        assert_eq!(limit.number.unwrap().as_str(), "0.10");
        assert_eq!(limit.limit, Some(Limit::Below));
    }

    #[test]
    fn numbers_hidden_in_text_are_limits_without_a_number() {
        let text = read(r#"{"valueString":"1.0未満(検出限界以下)"}"#);
        assert_eq!(text.text, "1.0未満(検出限界以下)");
        assert_eq!(
            read(r#"{"valueString":"0.5未満"}"#).limit,
            Some(Limit::Below)
        );
        assert_eq!(read(r#"{"valueString":"検体不良"}"#).limit, None);
        assert_eq!(read(r#"{"valueString":"0.5未満"}"#).number, None);
    }

    #[test]
    fn answers_are_decoded_by_system_and_the_sent_words_win() {
        let coded = |system: &str, code: &str, display: &str| {
            read(&format!(
                r#"{{"valueCodeableConcept":{{"coding":[{{"system":"{system}","code":"{code}"
                {display}}}]}}}}"#
            ))
        };
        assert!(coded("urn:oid:1.2.392.200119.6.2100", "1", "").positive);
        assert!(!coded("urn:oid:1.2.392.200119.6.2101", "1", "").positive);
        assert!(coded("urn:oid:1.2.392.200119.6.2002", "1", "").positive);
        assert!(!coded("urn:oid:1.2.392.200119.6.2002", "2", "").positive);
        assert_eq!(
            coded("urn:oid:1.2.392.200119.6.2009", "0", "").text,
            "いいえ"
        );
        let reversed = coded("urn:oid:1.2.392.200119.6.2102", "1", r#","display":"+""#);
        assert_eq!(reversed.text, "+");
        assert!(reversed.disagrees && reversed.positive);
        let wide = coded("urn:oid:1.2.392.200119.6.2102", "3", r#","display":"+""#);
        assert!(!wide.disagrees && wide.positive);
    }

    #[test]
    fn codes_that_cannot_both_be_so_are_told_and_the_positive_one_counts() {
        let coded = |text: &str, second: &str| {
            read(&format!(
                r#"{{"valueCodeableConcept":{{{text}"coding":[
                {{"system":"urn:oid:1.2.392.200119.6.2101","code":"1"}},{second}]}}}}"#
            ))
        };
        let positive = r#"{"system":"urn:oid:1.2.392.200119.6.2100","code":"1"}"#;
        let negative = r#"{"system":"urn:oid:1.2.392.200119.6.2100","code":"2"}"#;
        let both = coded("", positive);
        assert!(both.disagrees && both.positive);
        let alike = coded("", negative);
        assert!(!alike.disagrees && !alike.positive);
        assert!(coded(r#""text":"陽性","#, negative).disagrees);
    }

    #[test]
    fn of_two_values_none_is_shown_alone() {
        for (json, text) in [
            (
                r#"{"valueQuantity":{"value":5,"unit":"mg/dL"},"valueQuantity":{"value":50,"unit":"mg/dL"}}"#,
                "5 mg/dL ／ 50 mg/dL",
            ),
            (
                r#"{"valueString":"陰性","valueString":"陽性"}"#,
                "陰性 ／ 陽性",
            ),
            (r#"{"valueQuantity":{"value":5,"value":50}}"#, "5 ／ 50"),
            (r#"{"valueInteger":5,"valueString":"陽性"}"#, "5 ／ 陽性"),
        ] {
            let both = read(json);
            assert_eq!(both.text, text);
            assert_eq!((both.number, both.limit), (None, None), "{text}");
            assert_eq!(both.positive, text.ends_with("陽性"));
        }
        let same = read(
            r#"{"valueQuantity":{"value":5,"unit":"g"},"valueQuantity":{"value":5,"unit":"g"}}"#,
        );
        assert_eq!((same.text.as_str(), same.unit.as_deref()), ("5", Some("g")));
    }

    #[test]
    fn a_unit_and_a_code_of_two_units_are_both_told() {
        let doubtful = read(r#"{"valueQuantity":{"value":5,"unit":"mg/L","code":"g/dL"}}"#);
        assert!(doubtful.unit_differs);
        assert_eq!(doubtful.unit.as_deref(), Some("mg/L（コードは g/dL）"));
        let alike = read(r#"{"valueQuantity":{"value":5,"unit":"mg/dl","code":"mg/dL"}}"#);
        assert!(!alike.unit_differs);
        assert_eq!(alike.unit.as_deref(), Some("mg/dl"));
    }

    #[test]
    fn an_empty_quantity_tells_why() {
        let absent = read(
            r#"{"valueQuantity":{"unit":"mg/dL","extension":[{"url":
            "http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"error"}]}}"#,
        );
        assert_eq!(
            (absent.text.as_str(), absent.absent.as_deref()),
            ("", Some("error"))
        );
    }
}
