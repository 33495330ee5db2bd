use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;

type Answers = FxHashMap<(&'static str, &'static str), &'static str>;

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

    #[test]
    fn sections_are_named_by_their_new_and_their_old_code() {
        let section = |code| {
            answer(
                "http://jpfhir.jp/fhir/clins/CodeSystem/document-section",
                code,
            )
        };
        for (new, old) in [
            ("360", "362"),
            ("370", "372"),
            ("550", "552"),
            ("640", "642"),
        ] {
            assert!(section(new).is_some());
            assert_eq!(section(new), section(old));
        }
    }

    #[test]
    fn systems_are_written_under_the_name_they_are_compared_by_and_no_code_stands_twice() {
        let table = include_str!("../../../../../assets/tables/answers.tsv");
        assert_eq!(ANSWERS.len(), table.lines().count() - 1);
        for (system, _) in ANSWERS.keys() {
            assert_eq!(super::super::same_system(system), *system);
        }
    }
}
