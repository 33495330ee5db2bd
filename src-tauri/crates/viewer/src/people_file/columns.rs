//! Which column of a file holds what: `assets/lists/columns.json`.

use std::collections::BTreeMap;

use record::vocabulary::Gender;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

#[derive(Debug, Default, Deserialize)]
struct Table {
    /// Names a column may have, by what it holds.
    columns: BTreeMap<String, Vec<String>>,
    /// Words for a sex.
    genders: BTreeMap<String, Vec<String>>,
}

fn table() -> Table {
    // Part of the program, and a test reads it; an empty one recognises no file.
    serde_json::from_str(include_str!("../../../../../assets/lists/columns.json"))
        .unwrap_or_default()
}

/// The places of the columns of one file.
#[derive(Debug)]
pub(super) struct Columns {
    places: BTreeMap<String, usize>,
    genders: BTreeMap<String, Vec<String>>,
}

impl Columns {
    /// From the first line; none unless it names at least a name and a birth date.
    pub(super) fn of(first: &[String]) -> Option<Self> {
        let Table { columns, genders } = table();
        let mut places = BTreeMap::new();
        for (place, field) in first.iter().enumerate() {
            let title = plain(field);
            let holds = columns
                .iter()
                .find(|(_, names)| names.iter().any(|name| plain(name) == title));
            if let Some((holds, _)) = holds {
                places.entry(holds.clone()).or_insert(place);
            }
        }
        let whole = places.contains_key("name") && places.contains_key("birth_date");
        whole.then_some(Self { places, genders })
    }

    /// What a line holds of this, without blanks around it; none when there is nothing.
    pub(super) fn field<'a>(&self, line: &'a [String], holds: &str) -> Option<&'a str> {
        let field = line.get(*self.places.get(holds)?)?.trim();
        (!field.is_empty()).then_some(field)
    }

    /// The sex that a word stands for.
    pub(super) fn gender(&self, word: &str) -> Option<Gender> {
        let word = plain(word);
        let (code, _) = self
            .genders
            .iter()
            .find(|(_, words)| words.iter().any(|known| plain(known) == word))?;
        Gender::from_code(code)
    }
}

fn plain(text: &str) -> String {
    let text = text.nfkc().filter(|c| !c.is_whitespace());
    text.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(fields: &[&str]) -> Vec<String> {
        fields.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_are_found_by_name_whatever_their_order() {
        let first = line(&["備考", "生年月日", "氏 名", "ｶﾅ", "性別"]);
        let columns = Columns::of(&first).unwrap();
        let row = line(&["x", "1930-06-28", " 見本 花子 ", ""]);
        assert_eq!(columns.field(&row, "name"), Some("見本 花子"));
        assert_eq!(columns.field(&row, "kana"), None);
        assert_eq!(columns.field(&row, "gender"), None);
        assert_eq!(columns.gender("女"), Some(Gender::Female));
        assert_eq!(columns.gender("１"), Some(Gender::Male));
        assert_eq!(columns.gender("?"), None);
        assert!(Columns::of(&line(&["氏名", "電話"])).is_none());
    }
}
