use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Params, Refused, Site};
use crate::Fault;

const USUAL: usize = 50;
const MOST: usize = 100;

/// One found resource with what is included beside it; includes are told apart by their key.
pub(crate) struct Match {
    pub(crate) url: String,
    pub(crate) resource: Box<RawValue>,
    pub(crate) includes: Vec<(String, Box<RawValue>)>,
}

/// Where a following page starts. Opaque to clients; not a session, so it survives a restart.
#[derive(Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) kind: String,
    pub(crate) query: String,
    pub(crate) offset: usize,
}

impl Token {
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }

    fn write(&self) -> Result<String, serde_json::Error> {
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?))
    }
}

#[derive(Serialize)]
struct Bundle<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    total: usize,
    link: Vec<Link>,
    entry: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Link {
    relation: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "fullUrl")]
    full_url: String,
    resource: &'a RawValue,
    search: Search,
}

#[derive(Serialize)]
struct Search {
    mode: &'static str,
}

/// What the server says it searched for: with the wrong patient played, somebody else.
fn told(site: &Site, params: &Params) -> Params {
    let world = site.read();
    let other = params
        .patient()
        .filter(|_| site.faults.now().has(Fault::WrongPatient))
        .and_then(|asked| world.somebody_else(asked));
    match other {
        Some(other) => params.about(&other.patient.id),
        None => params.clone(),
    }
}

/// The page of a searchset that starts at `offset`.
pub(crate) fn page(
    site: &Site,
    kind: &str,
    params: &Params,
    offset: usize,
    found: &[Match],
) -> Result<Box<RawValue>, Refused> {
    let asked = params.get("_count").and_then(|count| count.parse().ok());
    let count: usize = asked.unwrap_or(USUAL).clamp(1, MOST);
    let shown: Vec<_> = found.iter().skip(offset).take(count).collect();
    let url = |path: &str| format!("{}/{path}", site.base_url);
    let mut entry: Vec<_> = shown
        .iter()
        .map(|found| Entry {
            full_url: url(&found.url),
            resource: &found.resource,
            search: Search { mode: "match" },
        })
        .collect();
    let mut included: Vec<&str> = Vec::new();
    for (key, resource) in shown.iter().flat_map(|found| &found.includes) {
        if !included.contains(&key.as_str()) {
            included.push(key);
            let search = Search { mode: "include" };
            entry.push(Entry {
                full_url: url(key),
                resource,
                search,
            });
        }
    }
    let mut link = vec![Link {
        relation: "self",
        url: format!("{}?{}", url(kind), told(site, params).write()),
    }];
    if offset + shown.len() < found.len() {
        let next = Token {
            kind: kind.to_owned(),
            query: params.write(),
            offset: offset + count,
        };
        let token = next.write().map_err(|_| Refused::broken())?;
        link.push(Link {
            relation: "next",
            url: format!("{}?_page={token}", site.base_url),
        });
    }
    let bundle = Bundle {
        resource_type: "Bundle",
        kind: "searchset",
        total: found.len(),
        link,
        entry,
    };
    serde_json::value::to_raw_value(&bundle).map_err(|_| Refused::broken())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_a_wrong_one_is_refused() {
        let token = Token {
            kind: "Condition".into(),
            query: "patient=p1".into(),
            offset: 50,
        };
        let text = token.write().unwrap();
        assert!(!text.contains("p1"));
        assert_eq!(Token::read(&text).unwrap().offset, 50);
        assert!(Token::read("xx").is_none());
    }
}
