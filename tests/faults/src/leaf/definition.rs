use super::r4::Element;

/// Elements of codes that are words for people: they count.
const SHOWN: [&str; 17] = [
    "Patient.gender",
    "Patient.contact.gender",
    "Practitioner.gender",
    "RelatedPerson.gender",
    "Consent.policy.authority",
    "Consent.provision.data.meaning",
    "Device.udiCarrier.entryType",
    "Device.udiCarrier.issuer",
    "Device.udiCarrier.jurisdiction",
    "MedicationAdministration.instantiates",
    "NutritionOrder.instantiates",
    "Provenance.policy",
    "Provenance.entity.role",
    "ClinicalImpression.protocol",
    "ImagingStudy.series.uid",
    "ImagingStudy.series.instance.uid",
    "Bundle.entry.response.location",
];

/// Elements of other datatypes that are technical facts: they do not. Neither does any `id`.
const TECHNICAL: [&str; 9] = [
    "Reference.reference",
    "Coding.version",
    "Coding.userSelected",
    "Attachment.hash",
    "Attachment.size",
    "QuestionnaireResponse.item.linkId",
    "Bundle.link.relation",
    "Bundle.entry.response.status",
    "Bundle.entry.response.etag",
];

/// Names of codes, URIs, ids and technical facts, for places where the specification is of no help.
const CODES: &[&str] = &[
    // resource and reference mechanics
    "resourceType",
    "id",
    "fullUrl",
    "reference",
    "linkId",
    "implicitRules",
    "language",
    "etag",
    "url",
    "uri",
    "profile",
    "version",
    "versionId",
    "source",
    "mode",
    "relation",
    "definition",
    "instantiatesUri",
    "instantiatesCanonical",
    "questionnaire",
    "targetFormat",
    "sigFormat",
    // codes
    "system",
    "code",
    "status",
    "use",
    "type",
    "category",
    "criticality",
    "severity",
    "intent",
    "priority",
    "kind",
    "comparator",
    "periodUnit",
    "durationUnit",
    "when",
    "dayOfWeek",
    "daysOfWeek",
    "confidentiality",
    "userSelected",
    "lifecycleStatus",
    "operationalStatus",
    "method",
    "clinicalStatus",
    "verificationStatus",
    "interpretation",
    "docStatus",
    "currency",
    "action",
    // technical facts of attachments
    "contentType",
    "hash",
    "size",
    // typed values
    "valueCode",
    "valueUri",
    "valueUrl",
    "valueCanonical",
    "valueOid",
    "valueUuid",
    "valueId",
];

/// Resources of which an identifier is a number for people.
const NUMBERED: &[&str] = &[
    "Patient",
    "RelatedPerson",
    "Coverage",
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Composition",
    "Bundle",
];

/// What surrounds a value.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    resource: &'p str,
    pub(super) key: &'p str,
    in_identifier: bool,
    /// What the specification has here; nothing where it is of no help.
    element: Option<Element>,
}

impl<'p> Place<'p> {
    pub(super) fn of(resource: &'p str) -> Self {
        Self {
            resource,
            key: "",
            in_identifier: false,
            element: Element::resource(resource),
        }
    }

    /// Inside an object that may be another resource.
    pub(super) fn inside(self, resource: Option<&'p str>) -> Self {
        if ["", "resource", "contained"].contains(&self.key) {
            Self::of(resource.unwrap_or_default())
        } else {
            self
        }
    }

    pub(super) fn member<'k>(self, key: &'k str) -> Place<'k>
    where
        'p: 'k,
    {
        Place {
            resource: self.resource,
            key,
            in_identifier: self.in_identifier || key == "identifier",
            element: self.element.and_then(|element| element.member(key)),
        }
    }

    /// Whether a text here is data of an attachment.
    pub(super) fn is_data(self) -> bool {
        let named = ["data", "valueBase64Binary"].contains(&self.key);
        self.element.map_or(named, Element::is_data)
    }

    pub(super) fn counts(self) -> bool {
        if self.in_identifier && self.key == "value" {
            return NUMBERED.contains(&self.resource);
        }
        let Some(element) = self.element.filter(|element| element.is_primitive()) else {
            return !CODES.contains(&self.key);
        };
        let listed = |list: &[&str]| {
            list.iter()
                .any(|name| name.rsplit_once('.') == Some((element.within, self.key)))
        };
        if element.is_code() {
            listed(&SHOWN)
        } else {
            self.key != "id" && !listed(&TECHNICAL)
        }
    }
}
