use crate::fhir::concept::{Concept, same_words};
use crate::fhir::extension::extension;
use crate::json::Node;
use crate::tables::answer;
use crate::view::Limit;
use crate::vocabulary::Decimal;

/// `value[x]` of an Observation or a component, as it is to be read.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Code of a data-absent-reason extension standing where the value should be.
    pub(super) absent: Option<String>,
}

/// Reads whichever `value[x]` was sent.
pub(super) fn value(holder: &Node<'_>) -> Value {
    if let Some(quantity) = holder.first("valueQuantity") {
        return of_quantity(quantity);
    }
    if let Some(concept) = holder.first("valueCodeableConcept") {
        return of_concept(&Concept::read(concept));
    }
    if let Some(text) = holder.text("valueString") {
        return of_text(text);
    }
    for key in ["valueDateTime", "valueTime", "valueInteger"] {
        if let Some(plain) = holder.text(key).or_else(|| holder.number(key)) {
            return Value {
                text: plain.to_owned(),
                ..Value::default()
            };
        }
    }
    if let Some(flag) = holder.flag("valueBoolean") {
        return Value {
            text: flag.to_string(),
            ..Value::default()
        };
    }
    of_pair(holder)
}

fn of_quantity(quantity: &Node<'_>) -> Value {
    let unit = unit(quantity);
    let Some(digits) = quantity.number("value") else {
        let absent = extension(quantity, &["/data-absent-reason"])
            .and_then(|e| e.text("valueCode"))
            .map(str::to_owned);
        return Value {
            unit,
            absent,
            ..Value::default()
        };
    };
    let comparator = quantity.text("comparator").unwrap_or_default().trim();
    Value {
        text: format!("{comparator}{digits}"),
        number: Some(Decimal::from_text(digits)),
        limit: limit_of(comparator),
        unit,
        ..Value::default()
    }
}

/// The unit as sent: its text, else its code.
pub(super) fn unit(quantity: &Node<'_>) -> Option<String> {
    quantity
        .text("unit")
        .or_else(|| quantity.text("code"))
        .map(str::to_owned)
}

/// A quantity in words: digits and unit as sent.
pub(super) fn quantity_words(quantity: &Node<'_>) -> Option<String> {
    let digits = quantity.number("value")?;
    let comparator = quantity.text("comparator").unwrap_or_default();
    Some(format!(
        "{comparator}{digits}{}",
        unit(quantity).unwrap_or_default()
    ))
}

fn limit_of(comparator: &str) -> Option<Limit> {
    match comparator {
        "<" | "<=" => Some(Limit::Below),
        ">" | ">=" => Some(Limit::Above),
        _ => None,
    }
}

/// Decodes by (system, code); what was sent in words goes first.
fn of_concept(concept: &Concept<'_>) -> Value {
    let decoded = concept
        .codings
        .iter()
        .find_map(|c| answer(c.system, c.code).map(|d| (c, d)));
    let sent = concept
        .text
        .or_else(|| concept.codings.iter().find_map(|c| c.display));
    let text = sent
        .or(decoded.map(|(_, display)| display))
        .or_else(|| concept.words())
        .unwrap_or_default()
        .to_owned();
    let disagrees = decoded.is_some_and(|(coding, display)| {
        coding
            .display
            .is_some_and(|shown| !same_words(shown, display))
    });
    let positive = decoded.map_or_else(|| says_positive(&text), |(_, d)| says_positive(d));
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

fn of_pair(holder: &Node<'_>) -> Value {
    let pair = |key, low, high, joint: &str| {
        let node = holder.first(key)?;
        let side = |name| {
            node.first(name)
                .and_then(quantity_words)
                .or_else(|| node.text(name).map(str::to_owned))
        };
        let (low, high) = (side(low), side(high));
        (low.is_some() || high.is_some())
            .then(|| [low.unwrap_or_default(), high.unwrap_or_default()].join(joint))
    };
    let text = pair("valueRange", "low", "high", "～")
        .or_else(|| pair("valueRatio", "numerator", "denominator", "/"))
        .or_else(|| pair("valuePeriod", "start", "end", "～"))
        .unwrap_or_default();
    Value {
        text,
        ..Value::default()
    }
}

/// 陽性, 所見あり and every degree of ＋, but not ± (that is 疑陽性 at most) and not 陰性.
fn says_positive(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    const SAID: [&str; 4] = ["陽性", "所見あり", "要再撮影", "精密検査必要"];
    SAID.iter().any(|said| plain.starts_with(said))
        || plain.contains("(+")
        || plain.contains("+)")
        || (plain.contains('+') && plain.chars().all(|c| c == '+' || c.is_ascii_digit()))
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
        assert!(reversed.disagrees);
        let wide = coded("urn:oid:1.2.392.200119.6.2102", "3", r#","display":"+""#);
        assert!(!wide.disagrees && wide.positive);
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
