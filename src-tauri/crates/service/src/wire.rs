//! The few things of an answer that asking itself depends on: what came, the next page, the
//! documents it points to, and the service's refusal. What the answer *says* is `record`'s business.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The answer is not the JSON of a FHIR resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotFhirJson;

/// What kind of resource came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Bundle(Searchset),
    Outcome(Outcome),
    Other(String),
}

/// What asking needs of one page of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Searchset {
    pub(crate) next: Option<String>,
    /// How many resources were found over all pages, where the page says it.
    pub(crate) total: Option<u64>,
    /// `content.attachment.url` of each DocumentReference, in order.
    pub(crate) documents: Vec<String>,
    pub(crate) holds_patient: bool,
    /// An error reported inside the page: the set is not complete.
    pub(crate) failure: Option<Outcome>,
}

/// An OperationOutcome's first issue.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// FHIR's own issue code.
    pub(crate) code: String,
    /// The service's code, verbatim.
    pub(crate) detail_code: Option<String>,
    severe: bool,
}

impl Outcome {
    /// The more telling code, if it looks like a code: free text could hold anything.
    pub(crate) fn telling_code(&self) -> Option<&str> {
        self.detail_code
            .iter()
            .chain(Some(&self.code))
            .map(String::as_str)
            .find(|c| !c.is_empty() && c.len() <= 64 && c.chars().all(|c| c.is_ascii_graphic()))
    }
}

/// Reads a page of a search, or whatever came in its place.
pub(crate) fn read(bytes: &[u8]) -> Result<Answer, NotFhirJson> {
    let bytes = without_bom(bytes);
    let kind = parse::<Kind>(bytes)?.resource_type;
    Ok(match kind.as_str() {
        "Bundle" => Answer::Bundle(searchset(bytes)?),
        "OperationOutcome" => Answer::Outcome(outcome(bytes)?),
        _ => Answer::Other(kind),
    })
}

/// True when the bytes are whole JSON, whatever it says.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    parse::<IgnoredAny>(without_bom(bytes)).is_ok()
}

/// The OperationOutcome, if it is one.
pub(crate) fn refusal(bytes: &[u8]) -> Option<Outcome> {
    let bytes = without_bom(bytes);
    let kind = parse::<Kind>(bytes).ok()?.resource_type;
    (kind == "OperationOutcome").then(|| outcome(bytes).ok())?
}

fn searchset(bytes: &[u8]) -> Result<Searchset, NotFhirJson> {
    let bundle: Bundle<'_> = parse(bytes)?;
    let mut set = Searchset {
        next: bundle
            .link
            .0
            .into_iter()
            .find(|link| link.relation == "next")
            .and_then(|link| link.url),
        total: bundle.total.and_then(|total| total.get().parse().ok()),
        ..Searchset::default()
    };
    for resource in bundle.entry.0.into_iter().filter_map(|e| e.resource) {
        let resource = resource.get().as_bytes();
        match parse::<Kind>(resource)?.resource_type.as_str() {
            "Patient" => set.holds_patient = true,
            "DocumentReference" => set.documents.extend(attachments(resource)?),
            "OperationOutcome" => {
                let issue = outcome(resource)?;
                if issue.severe {
                    set.failure.get_or_insert(issue);
                }
            }
            _ => {}
        }
    }
    Ok(set)
}

fn attachments(resource: &[u8]) -> Result<Vec<String>, NotFhirJson> {
    let document: DocumentReference = parse(resource)?;
    let urls = document.content.0.into_iter();
    Ok(urls.filter_map(|c| c.attachment?.url).collect())
}

fn outcome(bytes: &[u8]) -> Result<Outcome, NotFhirJson> {
    let parsed: OperationOutcome = parse(bytes)?;
    let mut issues = parsed.issue.0;
    issues.sort_by_key(|issue| !issue.is_severe());
    let Some(issue) = issues.into_iter().next() else {
        return Ok(Outcome::default());
    };
    let severe = issue.is_severe();
    let coding = issue.details.and_then(|d| d.coding.0.into_iter().next());
    Ok(Outcome {
        code: issue.code.unwrap_or_default(),
        detail_code: coding.and_then(|c| c.code),
        severe,
    })
}

fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, NotFhirJson> {
    serde_json::from_slice(bytes).map_err(|_| NotFhirJson)
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "resourceType")]
    resource_type: String,
}

#[derive(Deserialize)]
struct Bundle<'a> {
    /// Whatever stands there: a total that is no number says nothing, and spoils nothing.
    #[serde(borrow)]
    total: Option<&'a RawValue>,
    #[serde(default = "OneOrMany::none")]
    link: OneOrMany<Link>,
    #[serde(default = "OneOrMany::none", borrow)]
    entry: OneOrMany<Entry<'a>>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    relation: String,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct DocumentReference {
    #[serde(default = "OneOrMany::none")]
    content: OneOrMany<Content>,
}

#[derive(Deserialize)]
struct Content {
    attachment: Option<Attachment>,
}

#[derive(Deserialize)]
struct Attachment {
    url: Option<String>,
}

#[derive(Deserialize)]
struct OperationOutcome {
    #[serde(default = "OneOrMany::none")]
    issue: OneOrMany<Issue>,
}

#[derive(Deserialize)]
struct Issue {
    severity: Option<String>,
    code: Option<String>,
    details: Option<Details>,
}

impl Issue {
    fn is_severe(&self) -> bool {
        matches!(self.severity.as_deref(), Some("error" | "fatal"))
    }
}

#[derive(Deserialize)]
struct Details {
    #[serde(default = "OneOrMany::none")]
    coding: OneOrMany<Coding>,
}

#[derive(Deserialize)]
struct Coding {
    code: Option<String>,
}

/// An array, or the single object that some senders write in its place.
struct OneOrMany<T>(Vec<T>);

impl<T> OneOrMany<T> {
    const fn none() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Vec<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array or an object")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(all)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
            }
            fn visit_unit<E>(self) -> Result<Vec<T>, E> {
                Ok(Vec::new())
            }
        }
        deserializer
            .deserialize_any(Either(PhantomData))
            .map(OneOrMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_its_next_link_and_documents() {
        let page = br#"{"resourceType":"Bundle","type":"searchset","total":7,
            "link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}],
            "entry":[{"resource":{"resourceType":"Patient","id":"p"}},
              {"resource":{"resourceType":"DocumentReference",
                "content":{"attachment":{"contentType":"x","url":"Binary/1"}}}}]}"#;
        let Ok(Answer::Bundle(set)) = read(page) else {
            panic!("not a bundle")
        };
        assert_eq!((set.next.as_deref(), set.total), (Some("b"), Some(7)));
        assert_eq!(set.documents, ["Binary/1"]);
        assert!(set.holds_patient);
        assert_eq!(set.failure, None);
    }

    #[test]
    fn a_total_that_is_no_number_says_nothing() {
        for total in ["null", "\"7\"", "7.5", "{}"] {
            let page = format!(r#"{{"resourceType":"Bundle","total":{total}}}"#);
            let read = read(page.as_bytes());
            assert_eq!(read, Ok(Answer::Bundle(Searchset::default())), "{total}");
        }
    }

    #[test]
    fn an_error_inside_a_page_is_seen_and_a_hint_is_not_one() {
        let page = |severity: &str| {
            format!(
                r#"{{"resourceType":"Bundle","entry":{{"resource":{{"resourceType":
                "OperationOutcome","issue":[{{"severity":"{severity}","code":"processing"}}]}}}}}}"#
            )
        };
        let failure = |text: String| match read(text.as_bytes()) {
            Ok(Answer::Bundle(set)) => set.failure.map(|f| f.code),
            other => panic!("{other:?}"),
        };
        assert_eq!(failure(page("error")).as_deref(), Some("processing"));
        assert_eq!(failure(page("information")), None);
    }

    #[test]
    fn a_byte_order_mark_is_no_fault_and_garbage_is() {
        let with_bom = b"\xEF\xBB\xBF{\"resourceType\":\"Patient\"}";
        assert_eq!(read(with_bom), Ok(Answer::Other("Patient".to_owned())));
        for bad in [&b""[..], b"{", b"[1,2]", b"\xff\xfe\x00", b"{\"a\":1}"] {
            assert_eq!(read(bad), Err(NotFhirJson));
        }
    }

    #[test]
    fn a_code_that_is_really_text_is_not_repeated() {
        let outcome = |detail: &str| Outcome {
            code: "forbidden".to_owned(),
            detail_code: Some(detail.to_owned()),
            severe: true,
        };
        assert_eq!(outcome("no-consent").telling_code(), Some("no-consent"));
        assert_eq!(outcome("山田 太郎").telling_code(), Some("forbidden"));
    }
}
