//! Why a value is not there: `data-absent-reason` or `iso21090-nullFlavor` where the value should be.

use crate::json::Node;
use crate::tables::term;

/// Ends of the URLs, and the lists their codes are taken from.
const REASONS: [(&str, &str); 2] = [
    ("/data-absent-reason", "Extension.data-absent-reason"),
    ("/iso21090-nullFlavor", "Extension.iso21090-nullFlavor"),
];

/// What stands beside the primitive `key` (`_value` beside `value`), or in its place.
fn beside<'n, 'a>(node: &'n Node<'a>, key: &'n str) -> impl Iterator<Item = &'n Node<'a>> {
    let members = node.members().iter();
    members
        .filter(move |(name, _)| name.strip_prefix('_') == Some(key))
        .flat_map(|(_, value)| match value {
            Node::Array(items) => items,
            single => std::slice::from_ref(single),
        })
}

/// The codes of the reasons that an object gives for itself, each with its list.
fn reasons<'n>(node: &'n Node<'_>) -> impl Iterator<Item = (&'static str, &'n str)> {
    node.items("extension").filter_map(|extension| {
        let url = extension.text("url")?;
        let (_, list) = REASONS.iter().find(|(end, _)| url.ends_with(end))?;
        Some((*list, extension.text("valueCode")?.trim()))
    })
}

/// The code of the reason why an object, or the primitive `key` in it, has no value.
pub(crate) fn absent_code<'n>(node: &'n Node<'_>, key: &'n str) -> Option<&'n str> {
    let own = reasons(node).chain(beside(node, key).flat_map(reasons));
    own.map(|(_, code)| code).next()
}

/// Why the primitive `key` has no value: 「（値なし：測定不能）」, a code we do not know as sent.
pub(crate) fn absent_words(node: &Node<'_>, key: &str) -> Option<String> {
    told(beside(node, key).flat_map(reasons))
}

/// Why this object has no value, in the same words.
pub(crate) fn absent_itself(node: &Node<'_>) -> Option<String> {
    told(reasons(node))
}

fn told<'n>(mut reasons: impl Iterator<Item = (&'static str, &'n str)>) -> Option<String> {
    let (list, code) = reasons.next()?;
    let word = term(list, code).map_or(code, |term| term.ja);
    Some(format!("（値なし：{word}）"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_reason_is_found_beside_the_primitive_and_on_the_object() {
        let reason = |url: &str, code: &str| {
            format!(r#"{{"extension":[{{"url":"http://x/{url}","valueCode":"{code}"}}]}}"#)
        };
        let beside = format!(
            r#"{{"unit":"mg","_value":{}}}"#,
            reason("data-absent-reason", "error")
        );
        let beside = parse(beside.as_bytes()).unwrap();
        assert_eq!(absent_code(&beside, "value"), Some("error"));
        let told = absent_words(&beside, "value");
        assert_eq!(told.as_deref(), Some("（値なし：測定不能）"));
        assert_eq!(absent_words(&beside, "unit"), None);
        let own = reason("iso21090-nullFlavor", "見知らぬ");
        let own = parse(own.as_bytes()).unwrap();
        assert_eq!(absent_code(&own, "value"), Some("見知らぬ"));
        let told = absent_itself(&own);
        assert_eq!(told.as_deref(), Some("（値なし：見知らぬ）"));
        let other = reason("x-absent", "error");
        assert_eq!(absent_itself(&parse(other.as_bytes()).unwrap()), None);
    }
}
