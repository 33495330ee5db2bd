use crate::support::{filled, page_of, taken_apart};

/// Strings that become more than text on a page that is written carelessly.
const VECTORS: [&str; 16] = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "javascript:alert(1)",
    "<a href=\"https://evil.invalid/\">x</a>",
    "<link rel=stylesheet href=//evil.invalid>",
    "<style>@import url(//evil.invalid);</style>",
    "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
    "<base href=//evil.invalid>",
    "<!--",
    "]]><x>&lt;script&gt;",
    "</title></head><body onload=alert(1)>",
    "<p class=\"banner\">偽の表示</p><form action=//evil.invalid><input></form>",
];

/// Every element a page may have: ours, and those of a narrative.
const ELEMENTS: &str = " html head meta title style body div p main h1 h2 h3 h4 h5 h6 section article \
    dl dt dd span table thead tbody tr th td b blockquote br caption em hr i li ol pre s small strong \
    sub sup tfoot u ul big ";

fn assert_harmless(page: &str, about: &str) {
    assert!(!page.to_lowercase().contains("<script"), "{about}");
    let (tags, _) = taken_apart(page);
    assert!(tags.len() > 20, "{about}: read too little");
    for tag in tags {
        assert!(
            ELEMENTS.contains(&format!(" {} ", tag.name)),
            "{about}: <{}>",
            tag.name
        );
        for (name, value) in &tag.attributes {
            let allowed = match name.as_str() {
                "class" => value
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b' ' || b == b'-'),
                "lang" | "scope" | "rowspan" | "colspan" => true,
                "charset" | "http-equiv" | "content" | "name" => tag.name == "meta",
                _ => false,
            };
            assert!(allowed, "{about}: {name}={value} in <{}>", tag.name);
        }
    }
    let refresh = page.matches("http-equiv").count() - page.matches("http-equiv=refresh").count();
    assert_eq!(refresh, 1, "{about}");
}

#[test]
fn text_of_an_answer_is_never_markup_in_any_position() {
    for vector in VECTORS {
        let bytes = filled(|_| vector.to_owned());
        let page = page_of(&bytes);
        assert_harmless(&page, vector);
        let (_, text) = taken_apart(&page);
        let times = text.matches(vector).count();
        assert!(times > 40, "{vector}: said {times} times only");
    }
}

#[test]
fn resource_types_and_names_of_members_are_text_too() {
    for vector in VECTORS {
        let name = serde_json::to_string(vector).unwrap();
        let json =
            format!(r#"{{"resourceType":{name},{name}:{{{name}:{name}}},"code":{{"text":"x"}}}}"#);
        assert_harmless(&page_of(json.as_bytes()), vector);
    }
}

#[test]
fn a_narrative_cannot_leave_its_box_or_look_like_ours() {
    let div = "<div class=\"banner\" style=\"position:fixed\" id=\"x\" onclick=\"x()\"></div></div>\
        </section></main><p class=\"alarm\">偽の警告</p><script>x()</script>本文";
    let page = page_of(&filled(|n| {
        if n == 11 {
            div.to_owned()
        } else {
            format!("v{n}")
        }
    }));
    assert_harmless(&page, "narrative");
    let (tags, text) = taken_apart(&page);
    let alarms = tags.iter().filter(|tag| {
        tag.attributes
            .iter()
            .any(|(name, value)| name == "class" && value == "alarm")
    });
    assert_eq!(alarms.count(), 0);
    assert!(text.contains("偽の警告") && text.contains("本文"));
    let inside = page.split("<div class=\"narrative\">").nth(1).unwrap();
    let (before, _) = inside.split_once("偽の警告").unwrap();
    assert_eq!(before.matches("</section").count(), 0);
}

#[test]
fn the_policy_comes_before_everything_it_governs() {
    let page = page_of(&filled(|n| format!("v{n}")));
    let policy = page.find("default-src 'none'; style-src 'sha256-").unwrap();
    assert!(policy < page.find("<title").unwrap() && policy < page.find("<style").unwrap());
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">"));
}

#[test]
fn characters_that_hide_are_spelled_out() {
    let page = page_of(&filled(|n| format!("a\u{202E}b{n}\u{0}\u{200B}")));
    let hidden = |c: char| matches!(c, '\u{202E}' | '\u{200B}' | '\0');
    let found = page
        .split_once(hidden)
        .map(|(_, after)| after.chars().take(80).collect::<String>());
    assert_eq!(found, None, "hidden before this");
    assert!(page.contains("a[U+202E]b27[U+0000][U+200B]"));
}
