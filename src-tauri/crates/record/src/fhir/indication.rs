use unicode_normalization::UnicodeNormalization;

use super::damage::{items_of, may_be};
use crate::json::Node;

/// True when `meta.tag` carries this code of 提供・告知・保存 (`JP_ehrshrs_indication`).
///
/// Under any system, and in `meta.security` as well: official tables print the system in several ways,
/// and a disease that must not be told has to be recognised however its tag was spelled: in any width
/// and case, as a code, in words, as a concept or bare, and with bytes of it damaged.
pub(crate) fn tagged(resource: &Node<'_>, code: &str) -> bool {
    let mut metas = items_of(resource, "meta");
    metas.any(|meta| {
        let mut tags = items_of(meta, "tag").chain(items_of(meta, "security"));
        tags.any(|tag| says(tag, code))
    })
}

fn says(tag: &Node<'_>, code: &str) -> bool {
    if let Some(text) = tag.as_text() {
        return means(text.trim(), code);
    }
    let mut parts = ["code", "display", "text", "coding"]
        .into_iter()
        .flat_map(|key| items_of(tag, key));
    parts.any(|part| says(part, code))
}

fn means(text: &str, code: &str) -> bool {
    if text.is_ascii() {
        return text.eq_ignore_ascii_case(code);
    }
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    may_be(&folded.to_ascii_uppercase(), code)
        || words(code).iter().any(|word| folded.contains(word))
}

/// What people call it.
const fn words(code: &str) -> &'static [&'static str] {
    match code.as_bytes() {
        b"UNINFORMED" => &["未告知"],
        b"UNDELIVERED" => &["未提供", "提供対象外"],
        b"LTS" => &["長期保存"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn told(meta: &str) -> bool {
        let json = format!(r#"{{"meta":{meta}}}"#);
        tagged(&parse(json.as_bytes()).unwrap(), "UNINFORMED")
    }

    #[test]
    fn a_tag_is_recognised_however_it_was_spelled() {
        for tag in [
            r#"[{"system":"x","code":"UNINFORMED"}]"#,
            r#"{"code":" uninformed "}"#,
            r#"["UNINFORMED"]"#,
            r#""Uninformed""#,
            r#"[{"code":"ＵＮＩＮＦＯＲＭＥＤ"}]"#,
            r#"[{"display":"未告知"}]"#,
            r#"[{"code":"x","display":"患者に未告知"}]"#,
            r#"[{"coding":[{"code":"UNINFORMED"}]}]"#,
            r#"[{"text":"未告知"}]"#,
            "[{\"code\":\"unin\u{FFFD}ormed\"}]",
            "[{\"co\u{FFFD}e\":\"UNINFORMED\"}]",
        ] {
            assert!(told(&format!(r#"{{"tag":{tag}}}"#)), "{tag}");
            assert!(told(&format!(r#"{{"security":{tag}}}"#)), "{tag}");
            assert!(told(&format!("{{\"t\u{FFFD}g\":{tag}}}")), "{tag}");
        }
    }

    #[test]
    fn other_tags_are_none() {
        for tag in [
            r#"[{"code":"LTS"}]"#,
            r#"[{"code":"UNDELIVERED","display":"未提供"}]"#,
            r#"[{"system":"UNINFORMED","code":"x"}]"#,
            r#"[{"code":"informed","display":"告知済み"}]"#,
            "[]",
        ] {
            assert!(!told(&format!(r#"{{"tag":{tag}}}"#)), "{tag}");
        }
        assert!(!told(r#"{"profile":["UNINFORMED"]}"#));
    }
}
