use serde_json::{Value, value::RawValue};

/// Stands before the digits of a number in a tree, because `serde_json` keeps numbers as `f64`
/// and would write 0.10 as 0.1. A private use character, so no text of the data can begin with it.
const MARK: char = '\u{F8FF}';

/// A JSON number with exactly these digits.
pub(crate) fn number(digits: &str) -> Value {
    Value::String(format!("{MARK}{digits}"))
}

/// A JSON number with exactly this many decimals.
pub(crate) fn decimal(value: f64, decimals: usize) -> Value {
    number(&format!("{value:.decimals$}"))
}

/// The resource as text, keys in alphabetical order whatever the build's `serde_json` does.
///
/// # Errors
/// When the text is not JSON; cannot happen for a tree made here.
pub fn from_value(value: &Value) -> Result<Box<RawValue>, serde_json::Error> {
    let mut text = String::new();
    write(value, &mut text)?;
    RawValue::from_string(text)
}

fn write(value: &Value, out: &mut String) -> Result<(), serde_json::Error> {
    match value {
        Value::String(text) => match text.strip_prefix(MARK) {
            Some(digits) => out.push_str(digits),
            None => out.push_str(&serde_json::to_string(text)?),
        },
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(_, v)| !v.is_null()).collect();
            members.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (at, (key, item)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(key)?);
                out.push(':');
                write(item, out)?;
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn digits_survive_and_absent_members_vanish() {
        let tree = json!({"b": decimal(0.1, 2), "a": [1, "x\"y"], "c": null});
        assert_eq!(
            from_value(&tree).unwrap().get(),
            r#"{"a":[1,"x\"y"],"b":0.10}"#
        );
    }
}
