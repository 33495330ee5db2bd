use crate::fhir::concept::Concept;
use crate::json::parse;

/// What an OperationOutcome says, in codes; its words are never shown or kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// `issue.code`.
    pub code: String,
    /// `issue.details.coding.code`, when sent.
    pub detail_code: Option<String>,
}

/// Reads the first issue of an OperationOutcome; none for anything else.
#[must_use]
pub fn outcome(bytes: &[u8]) -> Option<Outcome> {
    let root = parse(bytes).ok()?;
    if root.text("resourceType") != Some("OperationOutcome") {
        return None;
    }
    let issue = root.first("issue")?;
    let details = Concept::under(issue, "details");
    Some(Outcome {
        code: issue.text("code")?.to_owned(),
        detail_code: details
            .codings
            .iter()
            .map(|c| c.code.to_owned())
            .find(|c| !c.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_only() {
        let answer = br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error",
            "code":"forbidden","details":{"coding":[{"code":"no-consent"}],"text":"x"}}]}"#;
        let found = outcome(answer).unwrap();
        assert_eq!(found.code, "forbidden");
        assert_eq!(found.detail_code.as_deref(), Some("no-consent"));
        assert_eq!(outcome(br#"{"resourceType":"Bundle"}"#), None);
        assert_eq!(outcome(b"<html>"), None);
    }
}
