use super::brief::brief;
use super::extension::extension;
use super::scope::Scope;
use super::system::INSTITUTION;
use crate::json::Node;
use crate::tables::same_system;
use crate::view::FacilityView;

/// Where an Organization's name can be found from a resource, in the order of trust.
const PATHS: [&str; 5] = [
    "performer",
    "requester",
    "recorder",
    "asserter",
    "custodian",
];

/// The facility a resource came from. Every row of it repeats name and number: they are cut where no
/// facility has such a long one.
pub(crate) fn facility<'a>(scope: &Scope<'a>, resource: &'a Node<'a>) -> FacilityView {
    let number = extension(resource, &["/JP_eCS_InstitutionNumber"])
        .and_then(|e| e.at(&["valueIdentifier", "value"]))
        .and_then(Node::as_text);
    let organization = provider(scope, resource)
        .or_else(|| PATHS.iter().find_map(|path| behind(scope, resource, path)))
        .or_else(|| resource.items("contained").find(|c| is_organization(c)));
    let told = organization.map(number_and_name).unwrap_or_default();
    match number {
        // A name under another number is somebody else's name.
        Some(number) if told.0.is_none_or(|n| n == number) => {
            let name = told.1.or_else(|| scope.facility_name(number));
            view(Some(number), name.or_else(|| shown(resource)))
        }
        Some(number) => view(Some(number), scope.facility_name(number)),
        None => view(told.0, told.1),
    }
}

fn view(number: Option<&str>, name: Option<&str>) -> FacilityView {
    FacilityView {
        number: number.map(|number| brief(number).into_owned()),
        name: name.map(|name| brief(name).into_owned()),
    }
}

/// Name and number of an Organization.
pub(crate) fn of_organization(organization: &Node<'_>) -> FacilityView {
    let (number, name) = number_and_name(organization);
    view(number, name)
}

/// The same, as sent.
pub(super) fn number_and_name<'a>(
    organization: &'a Node<'_>,
) -> (Option<&'a str>, Option<&'a str>) {
    let number = organization
        .items("identifier")
        .find(|i| {
            i.text("system")
                .is_some_and(|s| same_system(s) == INSTITUTION)
        })
        .or_else(|| {
            extension(organization, &["/JP_eCS_InstitutionNumber"])?.first("valueIdentifier")
        })
        .and_then(|i| i.text("value"));
    (number, organization.text("name"))
}

fn provider<'a>(scope: &Scope<'a>, resource: &'a Node<'a>) -> Option<&'a Node<'a>> {
    let encounter = scope.resolve(resource, resource.first("encounter")?)?;
    let reference = encounter.first("serviceProvider")?;
    // A contained encounter may point to a resource contained beside it.
    scope
        .resolve(resource, reference)
        .or_else(|| scope.resolve(encounter, reference))
        .filter(|o| is_organization(o))
}

fn behind<'a>(scope: &Scope<'a>, resource: &'a Node<'a>, path: &str) -> Option<&'a Node<'a>> {
    resource.list(path).into_iter().find_map(|reference| {
        let target = scope.resolve(resource, reference)?;
        if is_organization(target) {
            return Some(target);
        }
        let organization = target.first("organization")?;
        scope
            .resolve(resource, organization)
            .or_else(|| scope.resolve(target, organization))
            .filter(|o| is_organization(o))
    })
}

/// The name written beside the number itself.
fn shown<'a>(resource: &'a Node<'_>) -> Option<&'a str> {
    extension(resource, &["/JP_eCS_InstitutionNumber"])?
        .at(&["valueIdentifier", "assigner", "display"])?
        .as_text()
}

fn is_organization(node: &Node<'_>) -> bool {
    node.text("resourceType") == Some("Organization")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(resource: &str, others: &str) -> FacilityView {
        let json =
            format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{resource}}}{others}]}}"#);
        let parts = [parse(json.as_bytes()).unwrap()];
        let scope = Scope::read(&parts, &mut Vec::new());
        facility(&scope, scope.entries[0].resource)
    }

    const NUMBER: &str = r#""extension":[{"url":"x/JP_eCS_InstitutionNumber",
        "valueIdentifier":{"value":"1319999999"}}]"#;

    #[test]
    fn the_name_is_found_by_number_or_through_a_contained_encounter() {
        let org = r#",{"resource":{"resourceType":"Organization","name":"見本病院","identifier":
            {"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no",
             "value":"1319999999"}}}"#;
        let by_number = read(&format!(r#"{{"resourceType":"Condition",{NUMBER}}}"#), org);
        assert_eq!(by_number.name.as_deref(), Some("見本病院"));
        let inside = read(
            &format!(
                r##"{{"resourceType":"Condition",{NUMBER},"encounter":{{"reference":"#e"}},
                "contained":[{{"resourceType":"Encounter","id":"e",
                "serviceProvider":{{"reference":"#o"}}}},
                {{"resourceType":"Organization","id":"o","name":"架空医院"}}]}}"##
            ),
            "",
        );
        assert_eq!(inside.name.as_deref(), Some("架空医院"));
        assert_eq!(inside.number.as_deref(), Some("1319999999"));
    }

    #[test]
    fn a_name_under_another_number_is_not_taken() {
        let other = r#"{"resourceType":"Organization","id":"o","name":"別の病院","identifier":
            [{"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no",
              "value":"1311111111"}]}"#;
        let view = read(
            &format!(r#"{{"resourceType":"Condition",{NUMBER},"contained":[{other}]}}"#),
            "",
        );
        assert_eq!(view.name, None);
        assert_eq!(view.number.as_deref(), Some("1319999999"));
    }
}
