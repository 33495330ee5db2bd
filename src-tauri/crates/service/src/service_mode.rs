use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use crate::{Fault, FaultCode};

/// The service's own modes, in which it answers without a consent. Never shortened to 緊急: each has
/// its own conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServiceMode {
    /// 救急時医療情報閲覧: one patient, life and body at grave risk, consent not obtainable.
    Emergency,
    /// 災害時: the area and the period the ministry has fixed.
    Disaster,
    /// システム障害時: opened by the call centre.
    SystemFault,
}

/// How a question says under which mode it is asked. The service's own interface for it is not
/// public; its names are data.
const NAMES: &str = include_str!("../../../../assets/interface/special-modes.json");

#[derive(Deserialize)]
struct Names {
    parameter: String,
    codes: BTreeMap<ServiceMode, String>,
}

impl ServiceMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Emergency, Self::Disaster, Self::SystemFault];

    /// Makes a search one under this mode.
    pub(crate) fn mark(self, url: &mut Url) -> Result<(), Fault> {
        let unnamed = || Fault::with_detail(FaultCode::NotConfigured, "special_modes");
        let names: Names = serde_json::from_str(NAMES).map_err(|_| unnamed())?;
        let code = names.codes.get(&self).ok_or_else(unnamed)?;
        url.query_pairs_mut().append_pair(&names.parameter, code);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_a_name_of_its_own() {
        let marked = ServiceMode::ALL.map(|mode| {
            let mut url = Url::parse("https://localhost/fhir/Condition?patient=p1").unwrap();
            mode.mark(&mut url).unwrap();
            url.query().unwrap().to_owned()
        });
        assert!(marked.iter().all(|query| query.starts_with("patient=p1&")));
        assert!(marked[0] != marked[1] && marked[1] != marked[2] && marked[0] != marked[2]);
    }
}
