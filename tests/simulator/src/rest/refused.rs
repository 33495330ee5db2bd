use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::FHIR_JSON;
use crate::world::Refusal;

/// An error answer: an `OperationOutcome`.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    code: &'static str,
    detail: &'static str,
}

impl Refused {
    pub(crate) const fn new(status: StatusCode, code: &'static str, detail: &'static str) -> Self {
        Self {
            status,
            code,
            detail,
        }
    }

    pub(crate) const fn unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "unknown-resource")
    }

    /// A parameter is missing that the service insists on.
    pub(crate) const fn incomplete() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "required", "missing-parameter")
    }

    /// The answer could not be written; never happens with the sample clinic.
    pub(crate) const fn broken() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", "internal")
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let detail = match refusal {
            Refusal::NoConsent => "no-consent",
            Refusal::Expired => "consent-expired",
        };
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let outcome = json!({
            "resourceType": "OperationOutcome",
            "issue": [{
                "severity": "error",
                "code": self.code,
                "details": {"coding": [{
                    "system": "http://clins.invalid/CodeSystem/outcome", "code": self.detail,
                }]},
            }],
        });
        (
            self.status,
            [(header::CONTENT_TYPE, FHIR_JSON)],
            outcome.to_string(),
        )
            .into_response()
    }
}
