use std::collections::BTreeMap;

use serde::Deserialize;

use crate::SampleClinicError;

/// The names the service uses beyond FHIR: the same file that the viewer reads.
const DEFINITION: &str = include_str!("../../../../assets/interface/fhir-rest.json");

/// Where the service had a 処方 from: our name for it → the URI of `meta.source`.
#[derive(Debug)]
pub(crate) struct Sources(BTreeMap<String, String>);

#[derive(Deserialize)]
struct Interface {
    prescription_sources: BTreeMap<String, String>,
}

impl Sources {
    pub(crate) fn load() -> Result<Self, SampleClinicError> {
        let interface: Interface =
            serde_json::from_str(DEFINITION).map_err(|source| SampleClinicError::Shape {
                path: "interface/fhir-rest.json".into(),
                source,
            })?;
        let named = interface
            .prescription_sources
            .into_iter()
            .map(|(uri, name)| (name, uri));
        Ok(Self(named.collect()))
    }

    /// The URI of the origin with this name.
    pub(crate) fn uri(&self, name: &str) -> Result<&str, SampleClinicError> {
        super::find(&self.0, "source", name).map(String::as_str)
    }
}
