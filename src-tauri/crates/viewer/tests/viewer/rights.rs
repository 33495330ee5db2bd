//! Who may call what: every command with every role, from the one command list.

use crate::common::{Pc, call, sign_in};
use access::Role;
use serde_json::json;
use viewer::ErrorCode;
use viewer::command::COMMANDS;

/// The matrix as it is meant, written down once more on purpose: a letter for each who may. `-` is
/// nobody, then 医師等, 薬剤師, 看護師等, 医師事務作業補助者 (c), 受付 (u), 管理者 (a) and 監査者 (k).
const MEANT: &[(&str, &str)] = &[
    ("start_state", "-dpncuak"),
    ("set_up", "-dpncuak"),
    ("recover", "-dpncuak"),
    ("sign_in", "-dpncuak"),
    ("give_second_factor", "-dpncuak"),
    ("set_first_password", "-dpncuak"),
    ("begin_second_factor", "-dpncuak"),
    ("confirm_second_factor", "-dpncuak"),
    ("continue_sign_in", "-dpncuak"),
    ("give_clinical_key", "-dpncuak"),
    ("session", "-dpncuak"),
    ("sign_out", "-dpncuak"),
    ("change_password", "dpncuak"),
    ("new_one_time_codes", "dpncuak"),
    ("switch_role", "dpncuak"),
    ("lock", "-dpncuak"),
    ("lock_state", "-dpncuak"),
    ("unlock", "-dpncuak"),
    ("locked_board", "-dpncuak"),
    ("report_activity", "dpncuak"),
    ("keep_work", "dpncuak"),
    ("take_work", "dpncuak"),
    ("service_status", "dpncuak"),
    ("retry_service", "dpncua"),
    ("todays_patients", "dpnc"),
    ("day_pack", "dpnc"),
    ("open_patient", "dpnc"),
    ("patient_section", "dpnc"),
    ("section_sheet", "dpnc"),
    ("kept_back_sheet", "d"),
    ("section_history", "dpnc"),
    ("compare_states", "dpnc"),
    ("recovery_changes", "dpnc"),
    ("document_sheet", "dpnc"),
    ("document_source", "dpnc"),
    ("document_attachment", "dpnc"),
    ("read_file", "d"),
    ("report_painted", "dpnc"),
    ("notes", "dpnc"),
    ("write_note", "dc"),
    ("supersede_note", "dc"),
    ("change_draft", "dc"),
    ("discard_draft", "dc"),
    ("confirm_note", "dpnc"),
    ("open_drafts", "dpnc"),
    ("find_person", "dpncu"),
    ("consent_board", "u"),
    ("check_number", "u"),
    ("add_person", "u"),
    ("take_in_people", "u"),
    ("named_lists", "u"),
    ("make_list", "u"),
    ("remove_list", "u"),
    ("put_on_list", "u"),
    ("take_off_list", "u"),
    ("joins", "u"),
    ("separate_people", "u"),
    ("join_people", "u"),
    ("confirm_name", "u"),
    ("self_test", "d"),
    ("last_self_test", "da"),
    ("upkeep", "da"),
    ("plan_key_rotation", "a"),
    ("accounts", "a"),
    ("create_account", "a"),
    ("change_account", "a"),
    ("issue_password", "a"),
    ("issue_factor_code", "a"),
    ("free_account", "a"),
    ("grants", "a"),
    ("set_grants", "a"),
    ("site_file", "a"),
    ("site_file_export", "a"),
    ("site_file_take_in", "a"),
    ("site_rules", "a"),
    ("set_site_rules", "a"),
    ("retention_plan", "a"),
    ("approve_retention", "a"),
    ("retirement", "a"),
    ("export_profile", "a"),
    ("retire", "a"),
    ("begin_anew", "-dpncuak"),
    ("service_profile", "a"),
    ("configure_service", "a"),
    ("test_connection", "a"),
    ("check_answer", "a"),
    ("audit_entries", "k"),
    ("audit_openings", "k"),
    ("emergency_state", "dpncuak"),
    ("declare_outage_reading", "dpnca"),
    ("extend_outage_reading", "dpnca"),
    ("end_outage_reading", "dpnca"),
    ("begin_emergency_reading", "dpnc"),
    ("end_emergency_reading", "dpnc"),
    ("service_modes", "dpnca"),
    ("begin_service_mode", "dpnca"),
    ("end_service_mode", "dpnca"),
    ("usage_report", "ak"),
    ("isolate", "a"),
    ("emergency_rules", "a"),
    ("set_emergency_rules", "a"),
    ("make_emergency_account", "a"),
    ("return_to_normal", "a"),
    ("review_tasks", "ak"),
    ("record_review", "ak"),
    ("verify_audit", "k"),
    ("accept_audit_heads", "k"),
    ("export_audit", "k"),
    ("audit_keeping", "ak"),
    ("set_audit_keeping", "a"),
    ("roll_over_audit", "a"),
];

const CALLERS: [(char, Option<Role>, &str); 8] = [
    ('-', None, ""),
    ('d', Some(Role::Doctor), "doctor"),
    ('p', Some(Role::Pharmacist), "pharmacist"),
    ('n', Some(Role::Nurse), "nurse"),
    ('c', Some(Role::Clerk), "clerk"),
    ('u', Some(Role::Desk), "desk"),
    ('a', Some(Role::Admin), "admin"),
    ('k', Some(Role::Auditor), "auditor"),
];

#[test]
fn the_list_says_what_was_meant() {
    let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    let meant: Vec<&str> = MEANT.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, meant);
    for (command, (_, may)) in COMMANDS.iter().zip(MEANT) {
        for (letter, role, _) in CALLERS {
            assert_eq!(
                command.callers.include(role),
                may.contains(letter),
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
    for (letter, role, account) in CALLERS {
        let seat = viewer.seat();
        if role.is_some() {
            sign_in(&seat, account).await;
        }
        for (command, may) in MEANT.iter().filter(|(_, may)| !may.contains(letter)) {
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
