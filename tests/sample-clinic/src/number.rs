use serde_json::{Value, json};

use crate::json::decimal;

/// Lower and upper end, either may be open.
pub(crate) type Range = [Option<f64>; 2];

/// FHIR `referenceRange` with the digits of the value.
pub(crate) fn reference_range(range: Range, unit: &str, decimals: usize) -> Value {
    let end = |value: Option<f64>| match value {
        Some(value) => json!({"value": decimal(value, decimals), "unit": unit}),
        None => Value::Null,
    };
    let [low, high] = range;
    json!([{"low": end(low), "high": end(high)}])
}

/// FHIR `interpretation` with this code.
pub(crate) fn interpretation(code: &str) -> Value {
    json!([{"coding": [{
        "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
        "code": code,
    }]}])
}

/// The value as it leaves, rounded to its decimals.
pub(crate) fn sent(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

/// The flag the sending facility puts on a value: it compares with its own range.
pub(crate) fn flag(value: f64, range: Range, critical: Option<[f64; 2]>) -> Option<&'static str> {
    if let Some([low, high]) = critical {
        if value < low {
            return Some("LL");
        }
        if value > high {
            return Some("HH");
        }
    }
    let [low, high] = range;
    if low.is_some_and(|low| value < low) {
        return Some("L");
    }
    high.is_some_and(|high| value > high).then_some("H")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_rounded_before_it_is_compared() {
        let high = [None, Some(129.0)];
        assert_eq!(flag(sent(129.4, 0), high, None), None);
        assert_eq!(flag(sent(129.6, 0), high, None), Some("H"));
    }

    #[test]
    fn critical_values_get_the_double_letter() {
        let range = [Some(3.6), Some(4.8)];
        assert_eq!(flag(5.9, range, Some([2.6, 5.8])), Some("HH"));
        assert_eq!(flag(5.1, range, Some([2.6, 5.8])), Some("H"));
        assert_eq!(flag(3.5, range, None), Some("L"));
        assert_eq!(flag(4.0, range, None), None);
        assert_eq!(flag(38.2, [Some(60.0), None], None), Some("L"));
    }
}
