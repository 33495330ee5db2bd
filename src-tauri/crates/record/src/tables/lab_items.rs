use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::rows;

/// Which of the two shared lists an item stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum LabClass {
    /// 検査 43 項目.
    Laboratory,
    /// 感染症 5 項目.
    Infection,
}

/// One FHIR識別文字列 of the shared lists.
#[derive(Debug)]
pub(crate) struct LabItem {
    pub(crate) class: LabClass,
    /// FHIR識別文字列, NFKC (the official table holds Kangxi radicals).
    pub(crate) name: &'static str,
    /// Line of the table: the order of the shared list.
    pub(crate) rank: usize,
    /// On the short list of a first glance.
    pub(crate) common: bool,
    codes: Vec<&'static str>,
}

static ITEMS: LazyLock<Vec<LabItem>> = LazyLock::new(|| {
    rows(include_str!("../../../../../assets/tables/lab-items.tsv"))
        .enumerate()
        .filter_map(|(rank, row)| match row.as_slice() {
            [class, _, name, common, codes] => Some(LabItem {
                class: if *class == "infection" {
                    LabClass::Infection
                } else {
                    LabClass::Laboratory
                },
                name,
                rank,
                common: *common == "1",
                codes: codes.split(' ').collect(),
            }),
            _ => None,
        })
        .collect()
});

/// The item whose FHIR識別文字列 this display is, in whatever width it was sent.
pub(crate) fn lab_item(class: LabClass, display: &str) -> Option<&'static LabItem> {
    let plain: String = display.trim().nfkc().collect();
    ITEMS
        .iter()
        .find(|item| item.class == class && item.name == plain)
}

/// The item a JLAC10 code of the shared list belongs to, for a coding sent without display.
pub(crate) fn lab_item_by_code(class: LabClass, code: &str) -> Option<&'static LabItem> {
    ITEMS
        .iter()
        .find(|item| item.class == class && item.codes.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_does_not_matter_and_the_lists_stay_apart() {
        assert_eq!(
            lab_item(LabClass::Laboratory, "ＬＤＬ－Ｃ").unwrap().name,
            "LDL-C"
        );
        assert_eq!(
            lab_item(LabClass::Laboratory, "⾎液型-ABO").unwrap().name,
            "血液型-ABO"
        );
        assert!(lab_item(LabClass::Infection, "TP").is_none());
        assert_eq!(
            lab_item_by_code(LabClass::Infection, "5F016141002306311")
                .unwrap()
                .name,
            "HBs抗原(定性)"
        );
        assert!(lab_item_by_code(LabClass::Laboratory, "5F016141002306311").is_none());
    }
}
