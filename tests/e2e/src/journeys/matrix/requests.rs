//! What a hostile screen sends.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::table::Cell;

/// Commands that change nothing: these are also called with a request that can be carried out. Every
/// other one, where it is permitted, is sent what is refused as bad behind the gate.
const HARMLESS: &[&str] = &[
    "start_state",
    "session",
    "service_status",
    "todays_patients",
    "open_patient",
    "patient_section",
    "section_sheet",
    "section_history",
    "recovery_changes",
    "document_sheet",
    "document_source",
    "document_attachment",
    "notes",
    "open_drafts",
    "find_person",
    "consent_board",
    "last_self_test",
    "upkeep",
    "accounts",
    "grants",
    "site_file",
    "site_rules",
    "retention_plan",
    "retirement",
    "service_profile",
    "audit_entries",
    "audit_openings",
    "audit_keeping",
    "emergency_state",
    "emergency_rules",
    "review_tasks",
    "named_lists",
    "joins",
];

/// What no command can read.
const BAD: &str = "not a request";

/// The requests for one cell.
pub(in crate::journeys) fn requests(
    command: &str,
    cells: &BTreeMap<String, Cell>,
    cell: Cell,
    person: i64,
) -> Vec<Value> {
    let step = cells.get("half way") == Some(&Cell::Yes)
        && cells.get("nobody") == Some(&Cell::NotSignedIn);
    match cell {
        Cell::Yes if HARMLESS.contains(&command) => vec![json!(BAD), plausible(person)],
        Cell::Yes => vec![json!(BAD)],
        // Whether a sign-in is under way is asked after the request was read.
        Cell::NotSignedIn if step => vec![plausible(person)],
        Cell::NotPermitted | Cell::NotSignedIn => vec![json!({}), json!(BAD), plausible(person)],
    }
}

/// One request that most commands could carry out.
fn plausible(person: i64) -> Value {
    json!({
        "person": person, "category": "condition", "key": "1", "part": 0, "from": 0, "to": "1",
        "place": { "section": 0, "pointer": "/" }, "kept_back": "undelivered", "version": "1",
        "text": "マキノ", "milliseconds": 1, "sections": [], "name": "answer.json",
        "account": "yamada", "display_name": "山田 太郎", "staff_number": "D0001", "role": "doctor",
        "roles": ["doctor"], "emergency": true, "deputy": true, "disabled": false,
        "password": "machigai-no-kotoba-1", "new_password": "machigai-no-kotoba-2",
        "code": "000000", "recovery_key": "AAAAA", "former_password": "machigai-no-kotoba-1",
        "grants": [], "folder": "/nowhere", "hours": 1, "site_key": "x", "word": "x",
        "reading_after_end": "never", "plan": "x", "work": "x", "minutes": 10, "note": "x",
        "reason": "x", "before": null, "limit": 10,
        "with_undisclosed": false
    })
}
