use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;

static ALIASES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../../../assets/tables/oid-url.tsv"))
        .filter_map(|row| match row.as_slice() {
            [alias, system] => Some((*alias, *system)),
            _ => None,
        })
        .collect()
});

/// The one name under which a code system is compared, whatever form was sent: OID, old path or
/// today's URL.
pub(crate) fn same_system(system: &str) -> &str {
    let plain = system.trim();
    ALIASES.get(plain).copied().unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oid_and_url_are_one_system_and_the_hot9_oid_is_not_yj() {
        assert_eq!(
            same_system("urn:oid:1.2.392.100495.20.2.73"),
            "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code"
        );
        assert_eq!(
            same_system("urn:oid:1.2.392.100495.20.2.74"),
            "http://medis.or.jp/CodeSystem/master-HOT9"
        );
        assert_eq!(
            same_system("http://example.invalid/x"),
            "http://example.invalid/x"
        );
    }
}
