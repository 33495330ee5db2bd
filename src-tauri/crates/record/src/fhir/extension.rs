use crate::json::Node;

/// Extensions whose URL ends with one of `ends`: paths changed between versions, names did not.
pub(crate) fn extensions<'a>(node: &'a Node<'a>, ends: &[&str]) -> Vec<&'a Node<'a>> {
    node.list("extension")
        .into_iter()
        .filter(|e| {
            e.text("url")
                .is_some_and(|url| ends.iter().any(|end| url.ends_with(end)))
        })
        .collect()
}

/// The first such extension.
pub(crate) fn extension<'a>(node: &'a Node<'a>, ends: &[&str]) -> Option<&'a Node<'a>> {
    extensions(node, ends).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn old_and_new_paths_of_one_extension_are_found() {
        let node = parse(
            br#"{"extension":[{"url":"http://a/clins/Extension/JP_eCS_Department","v":1},
                {"url":"http://b/JP_eCS_Department"},{"url":"http://b/Other"}]}"#,
        )
        .unwrap();
        assert_eq!(extensions(&node, &["/JP_eCS_Department"]).len(), 2);
    }
}
