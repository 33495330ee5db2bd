use crate::fhir::concept::Concept;
use crate::json::Node;

/// A state as it was sent: as a code, as a concept of either, or more than once.
///
/// Nothing of it is passed over: whoever asks for a cautious word finds it wherever it stands.
#[derive(Clone, Debug)]
pub(crate) struct Status<'a>(Vec<Concept<'a>>);

impl<'a> Status<'a> {
    /// Every state under `key`.
    pub(crate) fn under(resource: &'a Node<'a>, key: &str) -> Self {
        Self(resource.items(key).map(Concept::read).collect())
    }

    /// Whether any of it is this code; blanks around it and its case do not matter.
    pub(crate) fn says(&self, code: &str) -> bool {
        self.words().any(|word| word.eq_ignore_ascii_case(code))
    }

    /// Whether any of it is one of these codes or words.
    pub(crate) fn says_any(&self, of: &[&str]) -> bool {
        of.iter().any(|one| self.says(one))
    }

    /// Codes, displays and texts alike.
    fn words(&self) -> impl Iterator<Item = &'a str> {
        let of_codings = self.0.iter().flat_map(|concept| {
            let codings = concept.codings.iter();
            codings.flat_map(|c| [Some(c.code), c.display].into_iter().flatten())
        });
        let texts = self.0.iter().filter_map(|concept| concept.text);
        of_codings.chain(texts).map(str::trim)
    }
}

/// Refuted or entered in error: what it says is not so.
pub(crate) fn not_valid(resource: &Node<'_>) -> bool {
    is_error(resource) || is_refuted(resource)
}

/// 誤登録, by either state a resource can have.
pub(crate) fn is_error(resource: &Node<'_>) -> bool {
    ["status", "verificationStatus"]
        .iter()
        .any(|key| Status::under(resource, key).says("entered-in-error"))
}

/// 否定.
pub(crate) fn is_refuted(resource: &Node<'_>) -> bool {
    Status::under(resource, "verificationStatus").says("refuted")
}

/// 未確認.
pub(crate) fn is_unconfirmed(resource: &Node<'_>) -> bool {
    Status::under(resource, "verificationStatus").says_any(&["unconfirmed", "未確認"])
}

/// 行わない指示. Of two answers the one that forbids counts.
pub(crate) fn forbids(resource: &Node<'_>) -> bool {
    resource
        .items("doNotPerform")
        .any(|said| said.as_flag() == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_state_is_found_however_it_was_sent() {
        for sent in [
            r#""unconfirmed""#,
            r#"" Unconfirmed ""#,
            r#"{"text":"unconfirmed"}"#,
            r#"{"text":"未確認"}"#,
            r#"{"code":"unconfirmed"}"#,
            r#"{"coding":[{"display":"Unconfirmed"}]}"#,
            r#"{"coding":{"code":"unconfirmed "}}"#,
            r#"{"coding":[{"code":"confirmed"}]},"verificationStatus":"unconfirmed""#,
        ] {
            let json = format!(r#"{{"verificationStatus":{sent}}}"#);
            assert!(is_unconfirmed(&parse(json.as_bytes()).unwrap()), "{sent}");
        }
        for sent in [r#""confirmed""#, r#"{"text":"not unconfirmed"}"#, "null"] {
            let json = format!(r#"{{"verificationStatus":{sent}}}"#);
            assert!(!is_unconfirmed(&parse(json.as_bytes()).unwrap()), "{sent}");
        }
    }

    #[test]
    fn what_forbids_counts_in_any_spelling() {
        for (sent, forbidden) in [
            ("true", true),
            (r#""true""#, true),
            (r#"" TRUE""#, true),
            ("1", true),
            (r#""1""#, true),
            (r#"false,"doNotPerform":true"#, true),
            ("false", false),
            (r#""false""#, false),
            ("0", false),
            (r#""perhaps""#, false),
        ] {
            let json = format!(r#"{{"doNotPerform":{sent}}}"#);
            assert_eq!(
                forbids(&parse(json.as_bytes()).unwrap()),
                forbidden,
                "{sent}"
            );
        }
    }
}
