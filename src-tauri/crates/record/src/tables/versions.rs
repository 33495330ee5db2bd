use std::sync::LazyLock;

use serde::Deserialize;

/// Which edition of a table of `assets/tables` this program carries.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CodeTable {
    /// File name in `assets/tables`.
    pub file: String,
    /// Title in Japanese.
    pub title_ja: String,
    /// Title in English.
    pub title_en: String,
    /// 版: as the source names it.
    pub version: String,
    /// Date of that version, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
    /// Where the rows come from; more in `assets/NOTICE.md`.
    pub source: String,
}

static CODE_TABLES: LazyLock<Vec<CodeTable>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../../assets/tables/tables.json"))
        .unwrap_or_default()
});

/// The tables this program reads with, so that a reader can see which edition a code was decoded
/// by (コード表の版).
#[must_use]
pub fn code_tables() -> &'static [CodeTable] {
    &CODE_TABLES
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_table_is_listed_with_a_version_and_every_listed_table_is_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/tables");
        let there: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "tables.json")
            .collect();
        let listed: BTreeSet<String> = code_tables().iter().map(|t| t.file.clone()).collect();
        assert_eq!(listed, there);
        assert_eq!(listed.len(), code_tables().len());
        for table in code_tables() {
            assert!(!table.title_ja.is_empty() && !table.title_en.is_empty());
            assert!(!table.version.is_empty() && !table.source.is_empty());
            let digits = table.date.chars().filter(char::is_ascii_digit).count();
            assert!([6, 8].contains(&digits), "{}", table.date);
        }
    }

    #[test]
    fn the_notice_names_every_table() {
        let notice = include_str!("../../../../../assets/NOTICE.md");
        for table in code_tables() {
            assert!(
                notice.contains(&format!("`tables/{}`", table.file)),
                "{}",
                table.file
            );
        }
    }
}
