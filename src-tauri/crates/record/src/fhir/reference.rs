use crate::json::Node;

/// How a reference was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// `#id`: inside the resource that refers.
    Contained(&'a str),
    /// `urn:uuid:…` or any other fullUrl.
    Url(&'a str),
    /// `Type/id`, relative or the end of an absolute URL.
    Typed {
        /// The type of resource.
        kind: &'a str,
        /// Its id.
        id: &'a str,
    },
    /// A bare id, which is no reference at all but occurs.
    Bare(&'a str),
    /// By identifier only.
    Identifier {
        /// Identifier system as sent.
        system: &'a str,
        /// Identifier value as sent.
        value: &'a str,
    },
    /// Only a display, or nothing.
    None,
}

impl<'a> Target<'a> {
    /// Reads a Reference, or a reference sent as plain text.
    pub(crate) fn read(node: &'a Node<'a>) -> Self {
        match node.text("reference").or_else(|| node.as_text()) {
            Some(text) => Self::of(text.trim()),
            None => node
                .first("identifier")
                .map_or(Self::None, |id| match id.text("value") {
                    Some(value) => Self::Identifier {
                        system: id.text("system").unwrap_or_default(),
                        value,
                    },
                    None => Self::None,
                }),
        }
    }

    fn of(text: &'a str) -> Self {
        if let Some(id) = text.strip_prefix('#') {
            return Self::Contained(id);
        }
        if text.starts_with("urn:") {
            return Self::Url(text);
        }
        let plain = text.split("/_history/").next().unwrap_or(text);
        let mut ends = plain.rsplit('/');
        match (ends.next(), ends.next()) {
            (Some(id), Some(kind)) => Self::Typed { kind, id },
            _ => Self::Bare(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn every_form_is_told_apart() {
        let read = |json: &str| format!("{:?}", Target::read(&parse(json.as_bytes()).unwrap()));
        assert_eq!(read(r##"{"reference":"#dr"}"##), r#"Contained("dr")"#);
        assert_eq!(
            read(r#"{"reference":"urn:uuid:1"}"#),
            r#"Url("urn:uuid:1")"#
        );
        assert_eq!(
            read(r#"{"reference":"Patient/p1/_history/2"}"#),
            r#"Typed { kind: "Patient", id: "p1" }"#
        );
        assert_eq!(
            read(r#"{"reference":"https://h/f/Patient/p"}"#),
            r#"Typed { kind: "Patient", id: "p" }"#
        );
        assert_eq!(read(r#"{"reference":"dddd"}"#), r#"Bare("dddd")"#);
        assert_eq!(read(r#""dddd""#), r#"Bare("dddd")"#);
        assert!(read(r#"{"identifier":{"system":"s","value":"v"}}"#).starts_with("Identifier"));
        assert_eq!(read(r#"{"display":"山田"}"#), "None");
    }
}
