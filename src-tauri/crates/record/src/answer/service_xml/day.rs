use crate::vocabulary::PartialDate;

/// A day as the service writes it: `yyyyMMdd`, with or without a time behind it; or as FHIR does.
pub(in crate::answer) fn day(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let digits = text.get(..8).filter(|_| {
        matches!(text.len(), 8 | 12 | 14) && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    let Some(digits) = digits else {
        return PartialDate::parse(text).filter(|_| text.contains('-'));
    };
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    PartialDate::parse(&format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_nothing_else_is() {
        let read = |text| day(text).map(|day| day.as_str().to_owned());
        assert_eq!(read("20260530").as_deref(), Some("2026-05-30"));
        assert_eq!(read(" 20260530093000 ").as_deref(), Some("2026-05-30"));
        assert_eq!(read("2026-05-30").as_deref(), Some("2026-05-30"));
        for other in [
            "",
            "20261330",
            "202605",
            "2026053",
            "令和8年5月30日",
            "00000000",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
