/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Block,
    /// A block that ends where the next block begins.
    Paragraph,
    Item,
    Term,
    Table,
    Caption,
    RowGroup,
    Row,
    Cell,
    /// Keeps its line breaks.
    Pre,
    Inline,
    /// An inline element that HTML opens again in the next block when it was left open.
    Format,
    /// A line break.
    Break,
    /// A line across.
    Rule,
}

/// Every element that may be shown.
const ELEMENTS: [(&str, Kind); 37] = [
    ("b", Kind::Format),
    ("big", Kind::Format),
    ("blockquote", Kind::Block),
    ("br", Kind::Break),
    ("caption", Kind::Caption),
    ("dd", Kind::Term),
    ("div", Kind::Block),
    ("dl", Kind::Block),
    ("dt", Kind::Term),
    ("em", Kind::Format),
    ("h1", Kind::Block),
    ("h2", Kind::Block),
    ("h3", Kind::Block),
    ("h4", Kind::Block),
    ("h5", Kind::Block),
    ("h6", Kind::Block),
    ("hr", Kind::Rule),
    ("i", Kind::Format),
    ("li", Kind::Item),
    ("ol", Kind::Block),
    ("p", Kind::Paragraph),
    ("pre", Kind::Pre),
    ("s", Kind::Format),
    ("small", Kind::Format),
    ("span", Kind::Inline),
    ("strong", Kind::Format),
    ("sub", Kind::Inline),
    ("sup", Kind::Inline),
    ("table", Kind::Table),
    ("tbody", Kind::RowGroup),
    ("td", Kind::Cell),
    ("tfoot", Kind::RowGroup),
    ("th", Kind::Cell),
    ("thead", Kind::RowGroup),
    ("tr", Kind::Row),
    ("u", Kind::Format),
    ("ul", Kind::Block),
];

/// Elements written as another one, because text would run together or change its meaning without.
const RENAMED: [(&str, &str); 26] = [
    ("del", "s"),
    ("strike", "s"),
    ("ins", "u"),
    ("address", "div"),
    ("article", "div"),
    ("aside", "div"),
    ("body", "div"),
    ("button", "div"),
    ("center", "div"),
    ("details", "div"),
    ("dir", "ul"),
    ("fieldset", "div"),
    ("figcaption", "div"),
    ("figure", "div"),
    ("footer", "div"),
    ("form", "div"),
    ("header", "div"),
    ("legend", "div"),
    ("listing", "pre"),
    ("main", "div"),
    ("menu", "ul"),
    ("nav", "div"),
    ("option", "div"),
    ("section", "div"),
    ("summary", "div"),
    ("xmp", "pre"),
];

/// The names of all elements that may be shown.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|(name, _)| *name)
}

/// What an element sent as `name` is written as; `None` for what is left out.
pub(super) fn element(name: &str) -> Option<(&'static str, Kind)> {
    let renamed = RENAMED
        .iter()
        .find(|(from, _)| name.eq_ignore_ascii_case(from));
    let name = renamed.map_or(name, |(_, to)| to);
    ELEMENTS
        .iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known))
        .copied()
}

/// Signs that stand in plain text for what an element means: 10 to the 9th is not 109, and what was
/// struck out is not said.
pub(super) fn signs(name: &str) -> (&'static str, &'static str) {
    match name {
        "sup" => ("^", ""),
        "s" => ("[取消線: ", "]"),
        _ => ("", ""),
    }
}

/// Whether an element may carry an attribute with this value.
pub(super) fn attribute(element: &str, name: &str, value: &str) -> bool {
    match name {
        "rowspan" | "colspan" => matches!(element, "td" | "th") && is_number(value),
        // A list that goes on at 3 must not begin at 1.
        "start" => element == "ol" && is_number(value),
        // Not on formatting elements: with few distinct ones, HTML opens few of them again.
        "lang" => {
            self::element(element).is_some_and(|(_, kind)| kind != Kind::Format)
                && (1..=35).contains(&value.len())
                && value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        _ => false,
    }
}

fn is_number(value: &str) -> bool {
    (1..=3).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_renamed_becomes_something_that_may_be_shown() {
        for (from, to) in RENAMED {
            assert_eq!(element(from).map(|(name, _)| name), Some(to));
        }
        assert_eq!(element("TD"), Some(("td", Kind::Cell)));
        assert_eq!(element("script"), None);
        assert_eq!(element("a"), None);
    }

    #[test]
    fn attributes_are_allowed_by_value() {
        assert!(attribute("td", "colspan", "12"));
        assert!(attribute("p", "lang", "ja-JP"));
        assert!(attribute("ol", "start", "3"));
        for (element, name, value) in [
            ("td", "colspan", "99999"),
            ("td", "colspan", "1 onclick"),
            ("p", "colspan", "2"),
            ("b", "lang", "ja"),
            ("ul", "start", "3"),
            ("ol", "start", "3px"),
            ("p", "lang", "ja\""),
            ("p", "lang", ""),
            ("p", "style", "x"),
            ("p", "onclick", "x"),
        ] {
            assert!(!attribute(element, name, value), "{element} {name}");
        }
    }
}
