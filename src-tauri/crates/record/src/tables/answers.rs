use std::collections::HashMap;
use std::sync::LazyLock;

use super::rows;

type Answers = HashMap<(&'static str, &'static str), &'static str>;

static ANSWERS: LazyLock<Answers> = LazyLock::new(|| {
    rows(include_str!("../../../../../assets/tables/answers.tsv"))
        .filter_map(|row| match row.as_slice() {
            [system, code, display] => Some(((*system, *code), *display)),
            _ => None,
        })
        .collect()
});

/// What a coded answer means. Never by the code alone: tables 2008 and 2009 are mirror images.
pub(crate) fn answer(system: &str, code: &str) -> Option<&'static str> {
    ANSWERS.get(&(system, code)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrored_tables_are_told_apart() {
        assert_eq!(answer("urn:oid:1.2.392.200119.6.2008", "0"), Some("はい"));
        assert_eq!(answer("urn:oid:1.2.392.200119.6.2009", "0"), Some("いいえ"));
        assert_eq!(answer("urn:oid:1.2.392.200119.6.2100", "1"), Some("陽性"));
        assert_eq!(answer("urn:oid:1.2.392.200119.6.2101", "1"), Some("陰性"));
        assert_eq!(answer("urn:oid:1.2.392.200119.6.2102", "1"), Some("－"));
    }
}
