/// Elements that hold codes, URIs, ids or technical facts wherever they stand.
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
}

impl<'p> Place<'p> {
    pub(super) const fn of(resource: &'p str) -> Self {
        Self {
            resource,
            key: "",
            in_identifier: false,
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
        }
    }

    pub(super) fn counts(self) -> bool {
        if self.in_identifier && self.key == "value" {
            NUMBERED.contains(&self.resource)
        } else {
            !CODES.contains(&self.key)
        }
    }
}
