use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

/// Text with its references resolved, and what was odd about them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) text: String,
    /// An `&` stands for itself, or begins the name of an entity that XML does not know.
    pub(super) loose: bool,
    /// A number that no character has: U+FFFD stands there.
    pub(super) damaged: bool,
}

impl Resolved {
    /// Adds what stands between `&` and `;`. An entity beyond the five that XML knows stays as sent:
    /// there is no document type that could say what it stands for.
    pub(super) fn reference(&mut self, name: &str) {
        if let Some(known) = resolve_predefined_entity(name) {
            self.text.push_str(known);
            return;
        }
        match BytesRef::new(name).resolve_char_ref() {
            Ok(Some(character)) => self.text.push(character),
            Ok(None) => {
                self.loose = true;
                self.text.extend(["&", name, ";"]);
            }
            Err(_) => {
                self.damaged = true;
                self.text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// The value of an attribute that is not well-formed.
pub(super) fn resolved(value: &str) -> Resolved {
    let mut resolved = Resolved::default();
    let mut parts = value.split('&');
    resolved.text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let named = part.split_once(';');
        let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
        match named.filter(|(name, _)| is_name(name)) {
            Some((name, behind)) => {
                resolved.reference(name);
                resolved.text.push_str(behind);
            }
            None => {
                resolved.loose = true;
                resolved.text.push('&');
                resolved.text.push_str(part);
            }
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_reference_stays_as_sent() {
        let text = |value| {
            let resolved = resolved(value);
            (resolved.text, resolved.loose, resolved.damaged)
        };
        assert_eq!(text("a&lt;&#x5375;"), ("a<卵".into(), false, false));
        assert_eq!(
            text("R&D &nbsp; & b;"),
            ("R&D &nbsp; & b;".into(), true, false)
        );
        assert_eq!(text("&#xD800;&"), ("\u{FFFD}&".into(), true, true));
    }
}
