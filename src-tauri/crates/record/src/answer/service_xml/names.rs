use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::json::Node;

/// `assets/interface/service-xml.json`: which elements of the older service XML mean what.
///
/// The official layouts are not public. The names are those that public client programs use; of the
/// names of a drug, the written-out ones (`DrugName` and its like) are ours. What elements are called
/// on the screen stands in the element table.
#[derive(Debug, Default, Deserialize)]
pub(in crate::answer) struct Names {
    /// Elements drawn as a part of their own, and what such a part is headed by.
    parts: HashMap<String, String>,
    drug_names: Vec<String>,
    /// Elements that say why a request was refused, in the order in which they are drawn.
    pub(super) reasons: Vec<String>,
    /// 医療機関コード of the facility that something comes from.
    pub(super) facility_codes: Vec<String>,
    /// 保険者番号, 記号, 番号 and 枝番 of the person's insurance.
    pub(super) insurer: Vec<String>,
    pub(super) symbol: Vec<String>,
    pub(super) number: Vec<String>,
    pub(super) branch: Vec<String>,
    pub(super) kana: Vec<String>,
    pub(super) birth_date: Vec<String>,
    pub(super) gender: Vec<String>,
    /// Elements that hold a day as `yyyyMMdd`.
    days: Vec<String>,
    /// Values of `DataType` for which `DataValue` is a code.
    coded_types: Vec<String>,
    /// What a code of an element means.
    meanings: HashMap<String, HashMap<String, String>>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    // The file is part of the program and a test reads it; without names every element is still
    // shown, under its own name.
    serde_json::from_str(include_str!(
        "../../../../../../assets/interface/service-xml.json"
    ))
    .unwrap_or_default()
});

impl Names {
    pub(in crate::answer) fn get() -> &'static Self {
        &NAMES
    }

    /// The element that heads such a part; none when it is no part.
    pub(in crate::answer) fn head_of(&self, element: &str) -> Option<&str> {
        self.parts.get(element).map(String::as_str)
    }

    pub(in crate::answer) fn names_drug(&self, element: &str) -> bool {
        self.drug_names.iter().any(|name| name == element)
    }

    /// How many drugs are named right below `node`.
    pub(in crate::answer) fn drugs(&self, node: &Node<'_>) -> usize {
        most(node, self.drug_names.iter().map(String::as_str))
    }

    pub(in crate::answer) fn is_coded(&self, data_type: &str) -> bool {
        self.coded_types.iter().any(|known| known == data_type)
    }

    pub(in crate::answer) fn is_day(&self, element: &str) -> bool {
        self.days.iter().any(|name| name == element)
    }

    pub(in crate::answer) fn meaning(&self, element: &str, code: &str) -> Option<&str> {
        let meaning = self.meanings.get(element)?.get(code)?;
        Some(meaning)
    }
}

/// How many results of a checkup are right below `node`, by their code or their name.
pub(in crate::answer) fn items(node: &Node<'_>) -> usize {
    most(node, ["ItemCode", "ItemName"].into_iter())
}

/// How often that of `names` that occurs most is said right below `node`.
fn most<'n>(node: &Node<'_>, names: impl Iterator<Item = &'n str>) -> usize {
    names
        .map(|name| node.items(name).filter(|v| text_of(v).is_some()).count())
        .max()
        .unwrap_or_default()
}

/// The text of an element, be it with attributes or without.
pub(in crate::answer) fn text_of<'t>(node: &'t Node<'_>) -> Option<&'t str> {
    node.as_text().or_else(|| node.text("#text")).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::super::super::elements::owner;
    use super::*;

    #[test]
    fn every_name_has_a_row_in_the_element_table() {
        let names = Names::get();
        assert_eq!(names.parts.len(), 4);
        let rows = owner("XmlMsg").unwrap();
        let lists = [
            &names.drug_names,
            &names.reasons,
            &names.facility_codes,
            &names.insurer,
            &names.symbol,
            &names.number,
            &names.branch,
            &names.kana,
            &names.birth_date,
            &names.gender,
            &names.days,
        ];
        let all = lists.into_iter().flatten();
        for name in all
            .chain(names.parts.keys())
            .chain(names.parts.values())
            .chain(names.meanings.keys())
        {
            assert!(rows.anywhere(name).is_some(), "{name}");
        }
    }
}
