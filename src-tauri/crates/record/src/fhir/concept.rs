use super::system::placeholder;
use crate::json::Node;
use crate::tables::same_system;

/// One coding, its system normalised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coding<'a> {
    pub(crate) system: &'a str,
    pub(crate) code: &'a str,
    pub(crate) display: Option<&'a str>,
}

/// A CodeableConcept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Concept<'a> {
    pub(crate) text: Option<&'a str>,
    pub(crate) codings: Vec<Coding<'a>>,
}

impl<'a> Concept<'a> {
    /// Reads a CodeableConcept, a bare Coding, or a code sent as plain text.
    pub(crate) fn read(node: &'a Node<'a>) -> Self {
        if let Some(text) = node.as_text() {
            return Self {
                text: Some(text),
                codings: Vec::new(),
            };
        }
        let mut nodes = node.list("coding");
        if nodes.is_empty() && node.items("code").any(|code| code.as_text().is_some()) {
            nodes.push(node);
        }
        let mut codings = Vec::with_capacity(nodes.len());
        for node in nodes {
            let coding = |code: &'a str| Coding {
                system: same_system(node.text("system").unwrap_or_default()),
                code: code.trim(),
                display: node.text("display"),
            };
            // Of two codes in one coding neither is passed over.
            let mut codes = node.items("code").filter_map(Node::as_text);
            let bare = node.as_text();
            codings.push(coding(codes.next().or(bare).unwrap_or_default()));
            codings.extend(codes.map(coding));
        }
        Self {
            text: node.text("text"),
            codings,
        }
    }

    /// Reads the concept under `key`, or an empty one.
    pub(crate) fn under(node: &'a Node<'a>, key: &str) -> Self {
        node.first(key).map(Self::read).unwrap_or_default()
    }

    /// Codings that really name something.
    pub(crate) fn real(&self) -> impl Iterator<Item = &Coding<'a>> {
        self.codings
            .iter()
            .filter(|c| !c.code.is_empty() && !placeholder(c.code))
    }

    /// What to show: the text as entered, else the first display, else the first code.
    pub(crate) fn words(&self) -> Option<&'a str> {
        self.text
            .or_else(|| self.real().find_map(|c| c.display))
            .or_else(|| {
                self.codings
                    .iter()
                    .filter(|c| c.code.is_empty())
                    .find_map(|c| c.display)
            })
            .or_else(|| self.real().map(|c| c.code).next())
    }

    /// The code in the system with this normalised name.
    pub(crate) fn code_in(&self, system: &str) -> Option<&'a str> {
        self.real().find(|c| c.system == system).map(|c| c.code)
    }

    /// The coding whose system contains `part`.
    pub(crate) fn coding_like(&self, part: &str) -> Option<&Coding<'a>> {
        self.codings.iter().find(|c| c.system.contains(part))
    }

    /// True when any coding has this code, whatever its system.
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.codings.iter().any(|c| c.code == code)
    }

    /// The first real code, else the text: names the concept inside a row key.
    pub(crate) fn key(&self) -> &'a str {
        let code = self.real().next().map(|c| c.code);
        code.or(self.text).unwrap_or_default()
    }
}

pub(crate) fn same_words(one: &str, other: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let plain = |s: &str| {
        s.nfkc()
            .map(|c| {
                if matches!(c, '\u{2212}' | '\u{2010}') {
                    '-'
                } else {
                    c
                }
            })
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    one == other || plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn text_goes_before_display_and_placeholders_are_never_words() {
        let node = parse(
            r#"{"coding":[{"system":"urn:oid:1.2.392.200119.4.101.2","code":"99999999",
                "display":"未コード化傷病名"},{"code":"20054266","display":"胃癌"}],
                "text":"早期胃癌術後"}"#
                .as_bytes(),
        )
        .unwrap();
        let concept = Concept::read(&node);
        assert_eq!(concept.words(), Some("早期胃癌術後"));
        assert_eq!(
            concept.codings[0].system,
            "http://medis.or.jp/CodeSystem/master-disease-keyNumber"
        );
        let silent = Concept {
            text: None,
            ..concept
        };
        assert_eq!(silent.words(), Some("胃癌"));
        assert_eq!(silent.key(), "20054266");
    }

    #[test]
    fn of_two_codes_in_one_coding_neither_is_passed_over() {
        for json in [
            r#"{"coding":[{"code":"N","code":"HX","display":"x"}]}"#,
            r#"{"coding":{"code":["N","HX"],"display":"x"}}"#,
            r#"{"coding":["N","HX"]}"#,
            r#"{"code":["N","HX"]}"#,
        ] {
            let node = parse(json.as_bytes()).unwrap();
            let concept = Concept::read(&node);
            assert!(concept.has_code("N") && concept.has_code("HX"), "{json}");
        }
    }

    #[test]
    fn an_object_for_the_coding_list_and_only_placeholders() {
        let node = parse(br#"{"coding":{"code":"NOCODED","display":"x"}}"#).unwrap();
        assert_eq!(Concept::read(&node).words(), None);
        let dummy = parse(br#"{"coding":[{"code":"D9M000000000"}]}"#).unwrap();
        assert_eq!(Concept::read(&dummy).real().count(), 0);
    }
}
