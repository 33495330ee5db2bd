use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::parse;

/// The address of the next page, as sent (absolute or relative); none on the last page.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn next_link(bytes: &[u8]) -> Result<Option<String>, ReadError> {
    let root = parse(bytes)?;
    root.text("resourceType").ok_or(ReadError::NotFhir)?;
    Ok(root
        .list("link")
        .into_iter()
        .find(|link| link.text("relation") == Some("next"))
        .and_then(|link| link.text("url"))
        .map(str::to_owned))
}

/// Whom the server says it searched for: the id in `patient=` or `subject=` of the page's own
/// address (`link` self); none when the server does not say. The only statement an answer without
/// entries makes about its person.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn searched_patient(bytes: &[u8]) -> Result<Option<String>, ReadError> {
    let root = parse(bytes)?;
    root.text("resourceType").ok_or(ReadError::NotFhir)?;
    let own = root
        .list("link")
        .into_iter()
        .find(|link| link.text("relation") == Some("self"));
    let query = own
        .and_then(|link| link.text("url"))
        .and_then(|url| url.split_once('?'));
    Ok(query.and_then(|(_, query)| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| matches!(*name, "patient" | "subject"))
            .and_then(|(_, value)| {
                value
                    .replace("%2F", "/")
                    .rsplit('/')
                    .next()
                    .map(str::to_owned)
            })
    }))
}

/// How many resources a page brings that were searched for: neither included ones nor remarks.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn bundle_len(bytes: &[u8]) -> Result<usize, ReadError> {
    let parts = [parse(bytes)?];
    let scope = Scope::read(&parts, &mut Vec::new());
    if scope.roots.is_empty() {
        return Err(ReadError::NotFhir);
    }
    Ok(scope.entries.iter().filter(|e| !e.included).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_and_what_counts() {
        let page = br#"{"resourceType":"Bundle","type":"searchset",
            "link":[{"relation":"self","url":"a"},{"relation":"next","url":"b?page=2"}],
            "entry":[{"resource":{"resourceType":"Condition","id":"1"}},
                {"resource":{"resourceType":"Patient","id":"p"},"search":{"mode":"include"}}]}"#;
        assert_eq!(next_link(page), Ok(Some("b?page=2".into())));
        assert_eq!(bundle_len(page), Ok(1));
        let said = |url: &str| {
            let page = format!(
                r#"{{"resourceType":"Bundle","link":[{{"relation":"self","url":"{url}"}}]}}"#
            );
            searched_patient(page.as_bytes())
        };
        assert_eq!(
            said("x/Condition?_count=9&patient=p1"),
            Ok(Some("p1".into()))
        );
        assert_eq!(
            said("x/Condition?subject=Patient%2Fp1"),
            Ok(Some("p1".into()))
        );
        assert_eq!(said("x/Condition"), Ok(None));
        assert_eq!(next_link(br#"{"resourceType":"Bundle"}"#), Ok(None));
        assert_eq!(next_link(b"{}"), Err(ReadError::NotFhir));
    }
}
