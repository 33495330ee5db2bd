//! Who may call what: every command with every role, from the one command list.

use crate::common::{Pc, call, sign_in};
use access::Role;
use serde_json::json;
use viewer::ErrorCode;
use viewer::command::COMMANDS;

/// The matrix as it is meant, written down once more on purpose: nobody, doctor, desk, admin,
/// auditor.
const MEANT: &[(&str, [bool; 5])] = &[
    ("start_state", [true, true, true, true, true]),
    ("set_up", [true, true, true, true, true]),
    ("recover", [true, true, true, true, true]),
    ("sign_in", [true, true, true, true, true]),
    ("session", [true, true, true, true, true]),
    ("sign_out", [true, true, true, true, true]),
    ("service_status", [false, true, true, true, true]),
    ("retry_service", [false, true, true, true, false]),
    ("todays_patients", [false, true, false, false, false]),
    ("open_patient", [false, true, false, false, false]),
    ("patient_section", [false, true, false, false, false]),
    ("section_sheet", [false, true, false, false, false]),
    ("kept_back_sheet", [false, true, false, false, false]),
    ("section_history", [false, true, false, false, false]),
    ("compare_states", [false, true, false, false, false]),
    ("recovery_changes", [false, true, false, false, false]),
    ("document_sheet", [false, true, false, false, false]),
    ("document_source", [false, true, false, false, false]),
    ("document_attachment", [false, true, false, false, false]),
    ("read_file", [false, true, false, false, false]),
    ("report_painted", [false, true, false, false, false]),
    ("find_person", [false, true, true, false, false]),
    ("consent_board", [false, false, true, false, false]),
    ("self_test", [false, true, false, false, false]),
    ("last_self_test", [false, true, false, true, false]),
    ("upkeep", [false, true, false, true, false]),
    ("plan_key_rotation", [false, false, false, true, false]),
    ("accounts", [false, false, false, true, false]),
    ("create_account", [false, false, false, true, false]),
    ("site_rules", [false, false, false, true, false]),
    ("set_site_rules", [false, false, false, true, false]),
    ("retention_plan", [false, false, false, true, false]),
    ("approve_retention", [false, false, false, true, false]),
    ("retirement", [false, false, false, true, false]),
    ("export_profile", [false, false, false, true, false]),
    ("retire", [false, false, false, true, false]),
    ("begin_anew", [true, true, true, true, true]),
    ("service_profile", [false, false, false, true, false]),
    ("configure_service", [false, false, false, true, false]),
    ("test_connection", [false, false, false, true, false]),
    ("check_answer", [false, false, false, true, false]),
    ("audit_entries", [false, false, false, false, true]),
    ("verify_audit", [false, false, false, false, true]),
];

const CALLERS: [(Option<Role>, &str); 5] = [
    (None, ""),
    (Some(Role::Doctor), "doctor"),
    (Some(Role::Desk), "desk"),
    (Some(Role::Admin), "admin"),
    (Some(Role::Auditor), "auditor"),
];

#[test]
fn the_list_says_what_was_meant() {
    let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    let meant: Vec<&str> = MEANT.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, meant);
    for (command, (_, may)) in COMMANDS.iter().zip(MEANT) {
        for ((role, _), expected) in CALLERS.iter().zip(may) {
            assert_eq!(
                command.callers.include(*role),
                *expected,
                "{} {role:?}",
                command.name
            );
        }
    }
}

/// An empty request is enough: the gate stands before the request is even read.
#[tokio::test(flavor = "multi_thread")]
async fn the_core_refuses_whatever_the_screen_sends() {
    let (_pc, viewer) = Pc::set_up().await;
    for (at, (role, account)) in CALLERS.iter().enumerate() {
        let seat = viewer.seat();
        if role.is_some() {
            sign_in(&seat, account).await;
        }
        for (command, may) in MEANT.iter().filter(|(_, may)| !may[at]) {
            let refused = call(&seat, command, json!({})).await.unwrap_err().code;
            let expected = if role.is_some() {
                ErrorCode::NotPermitted
            } else {
                ErrorCode::NotSignedIn
            };
            assert_eq!(refused, expected, "{command} as {role:?} ({may:?})");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_does_not_exist_and_a_request_that_cannot_be_read_are_told_apart() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let code = |error: viewer::CommandError| error.code;
    assert_eq!(
        seat.call("no_such", "{}").await.map_err(code),
        Err(ErrorCode::UnknownCommand)
    );
    assert_eq!(
        seat.call("open_patient", "{").await.map_err(code),
        Err(ErrorCode::BadRequest)
    );
    assert_eq!(
        seat.call("open_patient", "{}").await.map_err(code),
        Err(ErrorCode::BadRequest)
    );
    let nobody = r#"{"person": 999999}"#;
    assert_eq!(
        seat.call("open_patient", nobody).await.map_err(code),
        Err(ErrorCode::NoSuchPerson)
    );
}
