use super::value::Value;
use crate::absent::{absent_code, absent_itself, absent_words};
use crate::fhir::unit::unit_in_doubt;
use crate::json::Node;
use crate::view::Limit;
use crate::vocabulary::Decimal;

/// Between two values of which nobody knows the right one.
pub(super) const OR: &str = " ／ ";

/// A measured value. A number sent twice is shown twice, and is no number to draw or to compare.
pub(super) fn of_quantity(quantity: &Node<'_>) -> Value {
    let unit = unit(quantity);
    let unit_differs = doubt(quantity).is_some();
    let numbers = numbers(quantity);
    let comparators = distinct(quantity.items("comparator").filter_map(Node::as_text));
    let comparator = comparators.join(OR);
    let (text, number) = match numbers.as_slice() {
        [] => {
            let absent = absent_code(quantity, "value").map(str::to_owned);
            return Value {
                unit,
                absent,
                ..Value::default()
            };
        }
        [only] if comparators.len() < 2 => (
            format!("{comparator}{only}"),
            Some(Decimal::from_text(*only)),
        ),
        several => (format!("{comparator}{}", several.join(OR)), None),
    };
    Value {
        text,
        number,
        limit: limit_of(&comparator),
        unit,
        unit_differs,
        ..Value::default()
    }
}

/// The unit as sent: its text, else its code; both when they name two units, so that nothing is
/// compared or joined that is not the same.
pub(super) fn unit(quantity: &Node<'_>) -> Option<String> {
    let sent = |key| distinct(quantity.items(key).filter_map(Node::as_text)).join(OR);
    let (text, code) = (sent("unit"), sent("code"));
    if text.is_empty() {
        return (!code.is_empty()).then_some(code);
    }
    Some(match doubt(quantity) {
        Some(code) => format!("{text}（コードは {code}）"),
        None => text,
    })
}

fn doubt<'n>(quantity: &'n Node<'_>) -> Option<&'n str> {
    unit_in_doubt(quantity, quantity.text("unit")?)
}

/// A quantity in words: digits and unit as sent, or why there are no digits.
pub(super) fn quantity_words(quantity: &Node<'_>) -> Option<String> {
    let digits = numbers(quantity);
    if digits.is_empty() {
        let why = absent_words(quantity, "value").or_else(|| absent_itself(quantity))?;
        return Some(format!("{why}{}", unit(quantity).unwrap_or_default()));
    }
    let comparator = quantity.text("comparator").unwrap_or_default();
    Some(format!(
        "{comparator}{}{}",
        digits.join(OR),
        unit(quantity).unwrap_or_default()
    ))
}

/// The numbers as sent; digits sent as a string are accepted.
fn numbers<'n>(quantity: &'n Node<'_>) -> Vec<&'n str> {
    let sent = quantity.items("value").filter_map(|node| match node {
        Node::Number(digits) => Some(&**digits),
        Node::String(text) if text.trim().parse::<f64>().is_ok() => Some(text.trim()),
        _ => None,
    });
    distinct(sent)
}

fn distinct<'n>(sent: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut found = Vec::new();
    for one in sent.map(str::trim) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn limit_of(comparator: &str) -> Option<Limit> {
    match comparator {
        "<" | "<=" => Some(Limit::Below),
        ">" | ">=" => Some(Limit::Above),
        _ => None,
    }
}
