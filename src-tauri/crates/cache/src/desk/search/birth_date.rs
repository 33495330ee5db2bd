//! Birth dates (生年月日) as they are typed: 西暦 or 和暦, whole or as far as they were typed.

use unicode_normalization::UnicodeNormalization;

/// Marks a birth date among the numbers.
pub(super) const MARK: char = '#';

/// Names of the eras (元号) and the year before their first.
const ERAS: [(&str, i32); 16] = [
    ("西暦", 0),
    ("明治", 1867),
    ("大正", 1911),
    ("昭和", 1925),
    ("平成", 1988),
    ("令和", 2018),
    ("明", 1867),
    ("大", 1911),
    ("昭", 1925),
    ("平", 1988),
    ("令", 2018),
    ("m", 1867),
    ("t", 1911),
    ("s", 1925),
    ("h", 1988),
    ("r", 2018),
];

/// The key that the birth date begins with, as `#1930`, `#193006` or `#19300628`; none when the
/// text is no date.
pub(super) fn typed(text: &str) -> Option<String> {
    let plain: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace())
        .collect();
    let era = ERAS
        .iter()
        .find_map(|(name, before)| Some((plain.strip_prefix(name)?, *before)));
    let (rest, before) = era.map_or((plain.as_str(), None), |(rest, before)| {
        (rest, Some(before).filter(|before| *before > 0))
    });
    let rest = rest.replacen('元', "1", 1);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) || !rest.chars().all(belongs) {
        return None;
    }
    let groups: Vec<&str> = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let (year, month, day) = match groups.as_slice() {
        [digits] => run_together(digits, before.is_some())?,
        [year, month] => (*year, Some(*month), None),
        [year, month, day] => (*year, Some(*month), Some(*day)),
        _ => return None,
    };
    let year = match before {
        Some(before) if year.len() <= 2 => before + number(year)?,
        None if year.len() == 4 => number(year)?,
        _ => return None,
    };
    key(
        year,
        month.map(|month| number(month).unwrap_or(0)),
        day.map(|day| number(day).unwrap_or(0)),
    )
}

/// The key of a date as kept: `1930`, `1930-06` or `1930-06-28`.
pub(super) fn kept(date: &str) -> String {
    let digits = date.chars().filter(char::is_ascii_digit);
    std::iter::once(MARK).chain(digits).collect()
}

const fn belongs(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | '−' | '‐' | 'ー' | '年' | '月' | '日')
}

/// A date without anything between year, month and day.
fn run_together(digits: &str, era: bool) -> Option<(&str, Option<&str>, Option<&str>)> {
    let (year, rest) = match (era, digits.len()) {
        (true, 1 | 2) | (false, 4) => return Some((digits, None, None)),
        (true, 5) => digits.split_at_checked(1)?,
        (true, 6) => digits.split_at_checked(2)?,
        (false, 6) => {
            let (year, month) = digits.split_at_checked(4)?;
            return Some((year, Some(month), None));
        }
        (false, 8) => digits.split_at_checked(4)?,
        _ => return None,
    };
    let (month, day) = rest.split_at_checked(2)?;
    Some((year, Some(month), Some(day)))
}

fn key(year: i32, month: Option<i32>, day: Option<i32>) -> Option<String> {
    let possible = (1868..=2200).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=31).contains(&day));
    possible.then(|| {
        let two = |part: Option<i32>| part.map(|part| format!("{part:02}")).unwrap_or_default();
        format!("{MARK}{year:04}{}{}", two(month), two(day))
    })
}

fn number(digits: &str) -> Option<i32> {
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_every_writing() {
        for text in [
            "1930-06-28",
            "1930/6/28",
            "1930.6.28",
            "19300628",
            "１９３０年６月２８日",
            "西暦1930年6月28日",
            "S5.6.28",
            "s05.06.28",
            "S050628",
            "S50628",
            "昭和5年6月28日",
            "昭和 5年 6月 28日",
            "昭5/6/28",
            "㍼5年6月28日",
        ] {
            assert_eq!(typed(text).as_deref(), Some("#19300628"), "{text}");
        }
        assert_eq!(typed("令和元年5月1日").as_deref(), Some("#20190501"));
        assert_eq!(typed("T15.12.24").as_deref(), Some("#19261224"));
        assert_eq!(typed("M45-7-29").as_deref(), Some("#19120729"));
        assert_eq!(kept("1930-06-28"), "#19300628");
    }

    #[test]
    fn as_far_as_it_was_typed() {
        assert_eq!(typed("1930").as_deref(), Some("#1930"));
        assert_eq!(typed("193006").as_deref(), Some("#193006"));
        assert_eq!(typed("昭和5年").as_deref(), Some("#1930"));
        assert_eq!(typed("S5.6.").as_deref(), Some("#193006"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "大山",
            "平",
            "123",
            "1930-13-01",
            "19301301",
            "06139999",
            "5.6.28",
            "1-2-3-4",
            "昭和五年",
            "S5x",
            "斎藤",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
