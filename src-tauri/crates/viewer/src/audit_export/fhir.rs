//! One row as a FHIR R4 AuditEvent, after the patterns of IHE BALP where one fits: `docs/audit.md` has
//! the table. Names, codes and identifiers only, as the row has them.

use audit::{Actor, Entry, Outcome, Purpose, Stored};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::patterns::{Pattern, event_type};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const OBJECT_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
const RESOURCE_TYPE: &str = "http://hl7.org/fhir/resource-types";
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

/// One entry of the Bundle.
pub(super) fn entry(stored: &Stored) -> Value {
    let profile = Uuid::parse_str(&stored.entry.pc).unwrap_or_default();
    let name = Uuid::new_v5(&profile, stored.head.number.to_string().as_bytes());
    json!({"fullUrl": format!("urn:uuid:{name}"), "resource": audit_event(stored)})
}

/// Of fractions of a second FHIR wants a few digits only.
pub(super) fn instant(at: Timestamp) -> String {
    let milliseconds = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
    milliseconds.to_string()
}

fn audit_event(stored: &Stored) -> Value {
    let entry = &stored.entry;
    let pattern = Pattern::of(entry);
    let mut event = json!({
        "resourceType": "AuditEvent",
        "extension": [
            {"url": "urn:clins-viewer:audit-row", "valueString": stored.head.to_string()},
        ],
        "type": event_type(entry.kind, pattern),
        "subtype": subtypes(entry, pattern),
        "action": pattern.action(entry.kind),
        "recorded": instant(entry.at),
        "outcome": outcome(&entry.outcome),
        "agent": agents(entry, pattern),
        "source": {"observer": device(&entry.pc)},
    });
    if let Some(profile) = pattern.profile() {
        put(&mut event, "meta", json!({"profile": [profile]}));
    }
    if let Outcome::Refused(code) | Outcome::Failed(code) = &entry.outcome {
        put(&mut event, "outcomeDesc", json!(code));
    }
    put(
        &mut event,
        "purposeOfEvent",
        json!([purpose(entry.purpose)]),
    );
    let entities = entities(entry, pattern);
    if !entities.is_empty() {
        put(&mut event, "entity", Value::Array(entities));
    }
    event
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn subtypes(entry: &Entry, pattern: Pattern) -> Value {
    let own = json!({"system": "urn:clins-viewer:audit-kind", "code": entry.kind.as_str()});
    let known = pattern.subtypes();
    Value::Array(known.into_iter().chain([own]).collect())
}

const fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "0",
        Outcome::Refused(_) => "4",
        Outcome::Failed(_) => "8",
    }
}

fn purpose(purpose: Purpose) -> Value {
    let code = match purpose {
        Purpose::Normal | Purpose::OutageReading => "TREAT",
        Purpose::Emergency => "BTG",
        Purpose::ServiceEmergency => "ETREAT",
        Purpose::Review => "HOPERAT",
    };
    json!({
        "coding": [{"system": ACT_REASON, "code": code}],
        "text": purpose.as_str(),
    })
}

/// This PC, as observer and as agent: the same, so that both can be compared.
fn device(pc: &str) -> Value {
    json!({"type": "Device", "identifier": {"value": pc}})
}

/// The program and what it asks are on one PC, or the service's answer comes to it.
fn agents(entry: &Entry, pattern: Pattern) -> Value {
    let network = |address: String| json!({"address": address, "type": "5"});
    let here = format!("urn:uuid:{}", entry.pc);
    let side = |code: &str, who: Value, address: String| {
        json!({
            "type": {"coding": [{"system": DICOM, "code": code}]},
            "who": who,
            "requestor": false,
            "network": network(address),
        })
    };
    let store = json!({"display": "CLINS Viewer: records held on this PC"});
    let service = json!({"display": "CLINS"});
    let mut agents = match pattern {
        Pattern::PatientRead => vec![
            side("110152", device(&entry.pc), here.clone()),
            side("110153", store, here),
        ],
        Pattern::PatientQuery | Pattern::Query => vec![
            side("110153", device(&entry.pc), here.clone()),
            side("110152", store, here),
        ],
        Pattern::DisclosureRecipient => vec![
            side("110153", service, "urn:clins".to_owned()),
            side("110152", device(&entry.pc), here),
        ],
        Pattern::Other => vec![json!({
            "who": device(&entry.pc),
            "requestor": entry.actor.is_none(),
            "network": network(here),
        })],
    };
    agents.extend(entry.actor.as_ref().map(|actor| user(actor, entry.purpose)));
    Value::Array(agents)
}

fn user(actor: &Actor, why: Purpose) -> Value {
    let mut user = json!({
        "type": {"coding": [{"system": PARTICIPATION, "code": "IRCP"}]},
        "who": {"identifier": {"value": actor.account}},
        "name": actor.display_name,
        "requestor": true,
        "purposeOfUse": [purpose(why)],
    });
    if let Some(role) = &actor.role {
        put(&mut user, "role", json!([{"text": role}]));
    }
    if let Some(number) = actor.staff_number.as_ref().filter(|n| !n.is_empty()) {
        put(&mut user, "altId", json!(number));
    }
    user
}

fn entities(entry: &Entry, pattern: Pattern) -> Vec<Value> {
    let mut entities = Vec::new();
    entities.extend(patient(entry));
    match pattern {
        Pattern::PatientRead => entities.push(json!({
            "type": {"system": ENTITY_TYPE, "code": "2"},
            "role": {"system": OBJECT_ROLE, "code": "4"},
            "what": {"identifier": {"value": what(entry)}},
        })),
        Pattern::PatientQuery | Pattern::Query => entities.push(json!({
            "type": {"system": ENTITY_TYPE, "code": "2"},
            "role": {"system": OBJECT_ROLE, "code": "24"},
            "query": query(entry),
        })),
        Pattern::DisclosureRecipient | Pattern::Other => {}
    }
    for shown in &entry.shown {
        let mut detail = vec![string("category", &shown.category)];
        detail.extend(shown.version.as_ref().map(|v| string("version", v)));
        if !shown.origin.is_empty() {
            detail.push(string("origin", &shown.origin));
        }
        let age = shown.age_seconds.map(|age| age.to_string());
        detail.extend(age.map(|age| string("age-seconds", &age)));
        let items = shown
            .items
            .iter()
            .map(|item| format!("{}/{}/_history/{}", item.resource, item.id, item.version));
        detail.extend(items.map(|item| string("item", &item)));
        entities.push(json!({
            "type": {"system": RESOURCE_TYPE, "code": "Bundle"},
            "what": {"identifier": {"value": shown.category}},
            "detail": detail,
        }));
    }
    entities.extend(entry.consent.iter().map(|consent| {
        let mut detail = vec![string("state", &consent.state)];
        let end = consent.end().map(|end| end.to_string());
        detail.extend(end.map(|end| string("until", &end)));
        json!({
            "type": {"system": RESOURCE_TYPE, "code": "Consent"},
            "what": {"identifier": {"value": consent.category}},
            "detail": detail,
        })
    }));
    entities
}

fn string(name: &str, value: &str) -> Value {
    json!({"type": name, "valueString": value})
}

fn patient(entry: &Entry) -> Option<Value> {
    let person = entry.person?;
    let identifier = match &entry.chart_number {
        Some(number) => json!({"system": "urn:clins-viewer:chart-number", "value": number}),
        None => json!({"system": "urn:clins-viewer:person", "value": person.to_string()}),
    };
    Some(json!({
        "type": {"system": ENTITY_TYPE, "code": "1"},
        "role": {"system": OBJECT_ROLE, "code": "1"},
        "what": {"type": "Patient", "identifier": identifier},
    }))
}

/// What one thing was read: the section or document, by its state.
fn what(entry: &Entry) -> String {
    let of = |shown: &audit::Shown| match &shown.version {
        Some(version) => format!("{}/{version}", shown.category),
        None => shown.category.clone(),
    };
    entry
        .shown
        .first()
        .map_or_else(|| entry.kind.as_str().to_owned(), of)
}

/// What was asked for, in base64 as the pattern wants it. Of a search never the text: it is a name.
fn query(entry: &Entry) -> String {
    use base64::Engine as _;
    let categories: Vec<&str> = entry.shown.iter().map(|s| s.category.as_str()).collect();
    let asked = match entry.person {
        Some(person) => format!("person={person}&category={}", categories.join(",")),
        None => entry.kind.as_str().to_owned(),
    };
    base64::prelude::BASE64_STANDARD.encode(asked)
}

#[cfg(test)]
mod tests {
    use super::super::patterns::samples;
    use super::*;

    /// Checked against R4 and the table of `docs/audit.md` by `ui/tests/audit_events.test.ts`.
    const GOLDEN: &str = "../../../ui/tests/fixture/audit_events.json";

    #[test]
    fn rows_become_the_events_that_were_checked() {
        let events: Vec<Value> = samples::all().iter().map(entry).collect();
        let bundle = json!({
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": "2026-11-22T08:40:11Z",
            "entry": events,
        });
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(GOLDEN);
        if std::env::var_os("CLINS_WRITE_FIXTURES").is_some() {
            let text = serde_json::to_string_pretty(&bundle).unwrap();
            std::fs::write(&path, format!("{text}\n")).unwrap();
        }
        let kept: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(bundle, kept);
    }

    #[test]
    fn an_instant_has_no_more_digits_than_milliseconds() {
        let at = "2026-11-22T08:40:11.123456789Z".parse().unwrap();
        assert_eq!(instant(at), "2026-11-22T08:40:11.123Z");
    }
}
