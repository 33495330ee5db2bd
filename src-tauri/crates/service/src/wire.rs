//! The few things of an answer that asking itself depends on: what came, the next page, the
//! documents it points to, and the service's refusal. What the answer *says* is `record`'s business.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::members::Members;
use crate::one_or_many::OneOrMany;

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
    pub(crate) next: Next,
    /// How many resources were found over all pages, where the page says it.
    pub(crate) total: Option<u64>,
    /// The resources of this page, found or put beside what was found.
    pub(crate) entries: Vec<Entry>,
    /// `content.attachment.url` of each DocumentReference, in order.
    pub(crate) documents: Vec<String>,
    pub(crate) holds_patient: bool,
    /// An error reported inside the page: the set is not complete.
    pub(crate) failure: Option<Outcome>,
}

/// Whether there is a further page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Next {
    #[default]
    None,
    Link(String),
    /// There is one, and nobody knows where.
    Nowhere,
}

/// A resource of a page, as far as counting needs to know it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: String,
    /// The same on whichever page it stands; none when it has neither address nor id.
    pub(crate) name: Option<String>,
    /// `search.mode`, where it is said: `match`, `include` or `outcome`.
    pub(crate) mode: Option<String>,
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
    let mut links = bundle.link.0.into_iter();
    let mut set = Searchset {
        next: match links.find(|link| link.relation == "next") {
            None => Next::None,
            Some(link) => link
                .url
                .filter(|url| !url.trim().is_empty())
                .map_or(Next::Nowhere, Next::Link),
        },
        total: bundle.total.and_then(|total| total.get().parse().ok()),
        ..Searchset::default()
    };
    for found in bundle.entry.0 {
        let Some(resource) = found.only("resource")? else {
            continue;
        };
        let resource = resource.get().as_bytes();
        let entry = entry(&found, resource)?;
        match entry.kind.as_str() {
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
        set.entries.push(entry);
    }
    Ok(set)
}

fn entry(found: &Members<'_>, resource: &[u8]) -> Result<Entry, NotFhirJson> {
    let kind = parse::<Kind>(resource)?.resource_type;
    let id = text(parse::<Members<'_>>(resource)?.first("id"));
    let search = found.first("search").map(|search| search.get().as_bytes());
    let search: Option<Members<'_>> = search.and_then(|search| parse(search).ok());
    Ok(Entry {
        name: text(found.first("fullUrl")).or(id.map(|id| format!("{kind}/{id}"))),
        mode: text(search.and_then(|search| search.first("mode"))),
        kind,
    })
}

/// What stands there if it is text; anything else says nothing, and spoils nothing.
fn text(raw: Option<&RawValue>) -> Option<String> {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok())
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
    entry: OneOrMany<Members<'a>>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    relation: String,
    url: Option<String>,
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

#[cfg(test)]
mod tests;
