use crate::json::Node;

/// What a reader finds in an XML document of another standard (a CDA attachment): its texts, and of
/// elements that hold their content in attributes the name, value and unit. A line for each.
pub(crate) fn words(node: &Node<'_>) -> String {
    let mut lines = Vec::new();
    collect(node, &mut lines);
    lines.join("\n")
}

/// Attributes that are meant for people.
const SPOKEN: [&str; 3] = ["@displayName", "@value", "@unit"];

fn collect(node: &Node<'_>, lines: &mut Vec<String>) {
    match node {
        Node::String(text) if !text.trim().is_empty() => lines.push(text.trim().to_owned()),
        Node::Array(items) => items.iter().for_each(|item| collect(item, lines)),
        Node::Object(members) => {
            let spoken: Vec<&str> = SPOKEN.iter().filter_map(|key| node.text(key)).collect();
            if !spoken.is_empty() {
                lines.push(spoken.join(" "));
            }
            for (_, value) in members.iter().filter(|(key, _)| !key.starts_with('@')) {
                collect(value, lines);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse_xml;
    use super::*;

    #[test]
    fn texts_and_spoken_attributes_of_a_cda_document() {
        let cda = r#"<ClinicalDocument xmlns="urn:hl7-org:v3"><title>健診結果</title>
            <section><text>所見なし</text><observation><code code="9N001" displayName="身長"/>
            <value value="160.5" unit="cm"/></observation></section></ClinicalDocument>"#;
        let root = parse_xml(cda.as_bytes()).unwrap();
        assert_eq!(words(&root), "健診結果\n所見なし\n身長\n160.5 cm");
    }
}
