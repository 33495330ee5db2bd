use crate::cancellation::is_cancellation;
use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::{Node, parse};
use crate::section::is_deletion;

/// What a document is called over its versions, and whether it takes an earlier one back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentKey {
    /// `Bundle.identifier` value: 医療機関番号^年^施設内 ID.
    pub identifier: String,
    /// 削除依頼 (報告区分 19/49/69/79/89), or 取り消し: a set that holds only its Patient.
    pub deletion: bool,
}

/// The key of a document or collection Bundle, or of one without a type; none for a searchset or a
/// single resource, which are no documents.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn document_key(bytes: &[u8]) -> Result<Option<DocumentKey>, ReadError> {
    let parts = [parse(bytes)?];
    let scope = Scope::read(&parts, &mut Vec::new());
    let root = scope.roots.first().ok_or(ReadError::NotFhir)?;
    if root.text("resourceType") != Some("Bundle")
        || !matches!(root.text("type"), None | Some("document" | "collection"))
    {
        return Ok(None);
    }
    let composition = scope.of_kind("Composition").next().map(|e| e.resource);
    let identifier = root
        .first("identifier")
        .and_then(|i| i.text("value"))
        .or_else(|| composition?.first("identifier")?.text("value"));
    Ok(identifier.map(|identifier| DocumentKey {
        identifier: identifier.to_owned(),
        deletion: is_cancellation(&scope.roots) || composition.is_some_and(is_deletion),
    }))
}

/// Where a document listed by a DocumentReference can be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// `attachment.url` as sent: usually relative, `Binary/<id>`.
    pub url: String,
    /// `attachment.contentType` as sent.
    pub content_type: Option<String>,
}

/// The documents a page of DocumentReferences lists, in the order sent. References that the
/// sender has withdrawn (superseded, entered in error) are left out.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn document_links(bytes: &[u8]) -> Result<Vec<DocumentLink>, ReadError> {
    let parts = [parse(bytes)?];
    let scope = Scope::read(&parts, &mut Vec::new());
    if scope.roots.is_empty() {
        return Err(ReadError::NotFhir);
    }
    Ok(scope
        .of_kind("DocumentReference")
        .map(|entry| entry.resource)
        .filter(|r| !matches!(r.text("status"), Some("superseded" | "entered-in-error")))
        .flat_map(|r| r.list("content"))
        .filter_map(|content| link(content.first("attachment")?))
        .collect())
}

fn link(attachment: &Node<'_>) -> Option<DocumentLink> {
    Some(DocumentLink {
        url: attachment.text("url")?.to_owned(),
        content_type: attachment.text("contentType").map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::testing::{bundle, searchset};

    const HEAD: &str = r#""identifier":{"value":"1319999999^2026^K1"},"#;

    fn composition(code: &str) -> String {
        format!(
            r#"{{"resourceType":"Composition","category":[{{"coding":[{{"code":"{code}",
            "system":"urn:oid:2.16.840.1.113883.2.2.1.6.1001"}}]}}]}}"#
        )
    }

    #[test]
    fn a_deletion_is_told_by_its_category_or_by_holding_only_the_patient() {
        let key = |resources: &[String]| {
            document_key(&bundle("document", HEAD, resources))
                .unwrap()
                .unwrap()
        };
        let report = key(&[composition("10")]);
        assert_eq!(
            (report.identifier.as_str(), report.deletion),
            ("1319999999^2026^K1", false)
        );
        for code in ["19", "49", "69", "79", "89"] {
            assert!(key(&[composition(code)]).deletion, "{code}");
        }
        let unnamed_system =
            composition("19").replace("urn:oid:2.16.840.1.113883.2.2.1.6.1001", "x");
        assert!(!key(std::slice::from_ref(&unnamed_system)).deletion);
        let checkup = unnamed_system.replacen('{', r#"{"title":"特定健診結果報告書","#, 1);
        assert!(key(&[checkup]).deletion);
        assert_eq!(document_key(&searchset(&[])), Ok(None));
    }

    #[test]
    fn a_set_with_only_its_patient_is_a_deletion_with_and_without_a_type() {
        let patient = r#"{"resourceType":"Patient"}"#.to_owned();
        let sender = r#"{"resourceType":"Organization"}"#.to_owned();
        let condition = r#"{"resourceType":"Condition"}"#.to_owned();
        let deletion = |kind: &str, resources: &[String]| {
            let json = String::from_utf8(bundle(kind, HEAD, resources)).unwrap();
            let json = json.replace(r#""type":"","#, "");
            document_key(json.as_bytes())
                .unwrap()
                .map(|key| key.deletion)
        };
        let both = [patient.clone(), sender];
        for kind in ["document", "collection", ""] {
            assert_eq!(deletion(kind, &both), Some(true), "{kind}");
            let clinical = [patient.clone(), condition.clone()];
            assert_eq!(deletion(kind, &clinical), Some(false), "{kind}");
        }
        assert_eq!(deletion("searchset", &both), None);
        let single = br#"{"resourceType":"Patient","identifier":{"value":"1"}}"#;
        assert_eq!(document_key(single), Ok(None));
    }

    #[test]
    fn links_of_live_references_only() {
        let page = searchset(&[
            r#"{"resourceType":"DocumentReference","id":"1","content":[{"attachment":
            {"url":"Binary/b1","contentType":"application/fhir+json"}}]}"#
                .into(),
            r#"{"resourceType":"DocumentReference","id":"2","status":"entered-in-error",
            "content":[{"attachment":{"url":"Binary/b2"}}]}"#
                .into(),
        ]);
        let links = document_links(&page).unwrap();
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].url, "Binary/b1");
    }
}
