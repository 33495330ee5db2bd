//! Characters that names are written with in several forms, each with the one that stands for all.

use std::collections::HashMap;
use std::sync::LazyLock;

static VARIANTS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    include_str!("../../../../../../assets/tables/name_variants.tsv")
        .lines()
        .skip(1)
        .filter_map(|row| row.split_once('\t'))
        .filter_map(|(standard, variants)| Some((standard.chars().next()?, variants)))
        .flat_map(|(standard, variants)| variants.chars().map(move |c| (c, standard)))
        .collect()
});

/// The form that stands for this character.
pub(super) fn standard(c: char) -> char {
    VARIANTS.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_row_is_one_character_with_others_that_stand_in_no_other_row() {
        let table = include_str!("../../../../../../assets/tables/name_variants.tsv");
        let mut seen = HashSet::new();
        for row in table.lines().skip(1) {
            let (standard, variants) = row.split_once('\t').unwrap();
            assert_eq!(standard.chars().count(), 1, "{row}");
            assert!(!variants.is_empty(), "{row}");
            for c in standard.chars().chain(variants.chars()) {
                assert!(seen.insert(c), "{c} stands twice");
            }
        }
        assert!(seen.len() > 500);
    }

    #[test]
    fn four_ways_of_writing_sai_are_one() {
        for c in ['斎', '齊', '齋', '斉'] {
            assert_eq!(standard(c), '斉');
        }
        assert_eq!(standard('藤'), '藤');
    }
}
