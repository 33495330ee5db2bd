use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;

/// One 特定健診項目 (第4期).
#[derive(Debug)]
pub(crate) struct CheckupItem {
    /// The row of the item × report table: 同一性項目コード, with a suffix where one such code
    /// covers different things (fasting and random glucose, 所見の有無 and 所見).
    pub(crate) row: &'static str,
    /// Order of the official table.
    pub(crate) order: usize,
    /// 区分番号: 10 身体計測 … 400 医師の判断, 500 質問票.
    pub(crate) group: u16,
    /// On the fixed list that never goes behind a fold.
    pub(crate) prominent: bool,
    /// Name in the official table.
    pub(crate) name: &'static str,
}

static ITEMS: LazyLock<FxHashMap<&'static str, CheckupItem>> = LazyLock::new(|| {
    rows(include_str!(
        "../../../../../assets/tables/checkup-items.tsv"
    ))
    .filter_map(|line| match line.as_slice() {
        [code, row, order, group, prominent, name] => Some((
            *code,
            CheckupItem {
                row,
                order: order.parse().ok()?,
                group: group.parse().ok()?,
                prominent: *prominent == "1",
                name,
            },
        )),
        _ => None,
    })
    .collect()
});

/// The item with this 17-digit code.
pub(crate) fn checkup_item(code: &str) -> Option<&'static CheckupItem> {
    ITEMS.get(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_322_items_are_read_and_methods_join_but_meanings_do_not() {
        assert_eq!(ITEMS.len(), 322);
        let row = |code| checkup_item(code).unwrap().row;
        assert_eq!(row("3F050000002327101"), row("3F050000002399901"));
        assert_eq!(row("9A751000000000001"), row("9A755000000000001"));
        assert_eq!(row("9A751000000000001"), "9A750");
        assert_ne!(row("3D010000001926101"), row("3D010129901926101"));
        assert_ne!(row("3A015000002327101"), row("3A015000000106101"));
        assert!(checkup_item("3D046000001906202").unwrap().prominent);
        assert_eq!(checkup_item("9N501000000000011").unwrap().group, 400);
    }
}
