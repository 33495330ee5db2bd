use crate::error::ReadError;
use crate::fhir::patient::identity;
use crate::fhir::scope::Scope;
use crate::interface::FhirRestNames;
use crate::json::parse;
use crate::reception::chart_number;
use crate::vocabulary::Identity;

/// Somebody the service names when it is asked by insured number (番号による資格確認).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPatient {
    /// The service's logical Patient id.
    pub service_ref: String,
    /// 患者番号 of this facility, when sent.
    pub chart_number: Option<String>,
    /// Who.
    pub identity: Identity,
}

/// The patients that all pages of the search name. An answer to this question never holds a consent:
/// that is given with the card.
///
/// # Errors
/// When a page is not a FHIR resource in JSON.
pub fn found_patients(bytes_of_pages: &[&[u8]]) -> Result<Vec<FoundPatient>, ReadError> {
    let parts = bytes_of_pages
        .iter()
        .map(|bytes| parse(bytes))
        .collect::<Result<Vec<_>, _>>()?;
    let scope = Scope::read(&parts, &mut Vec::new());
    if scope.roots.len() != parts.len() {
        return Err(ReadError::NotFhir);
    }
    let names = FhirRestNames::get();
    let mut found: Vec<FoundPatient> = Vec::new();
    for entry in scope.of_kind("Patient") {
        let Some(id) = entry.resource.text("id") else {
            continue;
        };
        let patient = FoundPatient {
            service_ref: id.to_owned(),
            chart_number: chart_number(entry.resource, names),
            identity: identity(entry.resource),
        };
        if !found.contains(&patient) {
            found.push(patient);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::testing::searchset;

    #[test]
    fn everybody_named_is_told_once() {
        let one = |id: &str| {
            format!(
                r#"{{"resourceType":"Patient","id":"{id}","name":[{{"text":"見本 {id}"}}],
                "birthDate":"1930-06-28"}}"#
            )
        };
        let pages = [
            searchset(&[one("1"), one("2")]),
            searchset(&[one("2"), r#"{"resourceType":"Patient"}"#.to_owned()]),
        ];
        let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
        let found = found_patients(&pages).unwrap();
        let ids: Vec<_> = found.iter().map(|p| p.service_ref.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
        assert!(found_patients(&[b"<html>"]).is_err());
        assert_eq!(found_patients(&[]), Ok(Vec::new()));
    }
}
