//! Who may call what (行列: 命令×役割×状態), as the table `docs/matrix.md`: made from the one list, read
//! by the journey that tries every cell from the window.

use std::fmt::Write as _;
use std::path::Path;

use access::Role;

use crate::command::{COMMANDS, Callers, CommandInfo};

/// Commands of a sign-in half way, and whether somebody who is signed in may call them too. The list
/// lets anyone ask; they answer `not_signed_in` where nothing is half way.
const STEPS: &[(&str, bool)] = &[
    ("give_second_factor", false),
    ("set_first_password", false),
    ("begin_second_factor", true),
    ("confirm_second_factor", true),
    ("continue_sign_in", false),
    ("give_clinical_key", false),
];

/// Who sits at the window.
#[derive(Clone, Copy)]
enum Caller {
    Nobody,
    HalfWay,
    Locked,
    In(Role),
}

impl Caller {
    fn all() -> impl Iterator<Item = Self> {
        let outside = [Self::Nobody, Self::HalfWay, Self::Locked];
        outside.into_iter().chain(Role::ALL.map(Self::In))
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::HalfWay => "half way",
            Self::Locked => "locked",
            Self::In(role) => role.as_str(),
        }
    }

    const fn role(self) -> Option<Role> {
        match self {
            Self::In(role) => Some(role),
            Self::Nobody | Self::HalfWay | Self::Locked => None,
        }
    }
}

/// What is answered in a cell: `yes`, `no` (`not_permitted`) or `-` (`not_signed_in`).
fn cell(info: &CommandInfo, caller: Caller) -> &'static str {
    let step = STEPS.iter().find(|(name, _)| *name == info.name);
    let may = match (step, caller) {
        (Some(_), Caller::HalfWay) => true,
        (Some((_, also_inside)), Caller::In(_)) if *also_inside => true,
        (Some(_), _) => return "-",
        (None, caller) => info.callers.include(caller.role()),
    };
    match (may, caller) {
        (true, _) => "yes",
        (false, Caller::In(_)) => "no",
        (false, _) => "-",
    }
}

/// The whole of `docs/matrix.md`.
fn markdown() -> String {
    let mut text = String::from(
        "# Who may call what\n\n\
         Generated from `src-tauri/crates/viewer/src/command.rs` by `cargo xtask bindings`. Do not edit.\n\n\
         The screen is not trusted: every call of a window passes one gate in the core, which asks this list\n\
         before it reads the request. What is not on the list does not exist (`unknown_command`); a command\n\
         without callers does not compile.\n\n\
         `yes`: the gate lets it through. `no`: `not_permitted`, and a row in the audit log. `-`:\n\
         `not_signed_in`.\n\n\
         - **nobody**: before a sign-in and after it. **half way**: the password was right and another step is\n\
         \x20 asked for (second factor, change of an issued password, key). **locked**: the screen of somebody who\n\
         \x20 locked it, or did not touch it for long.\n\
         - One role is active, also for an account that holds several.\n\
         - The table is the same in every mode: 通常, 回線断 (the service is not reached), 障害時閲覧, 緊急閲覧,\n\
         \x20 救急時, 災害時 and システム障害時 of the service, ネットワークからの切り離し. A mode opens content to a role\n\
         \x20 that may open patients; it gives no role a command. `cargo xtask faults matrix` tries each of them.\n\
         - Below the commands, `pharmacist`, `nurse` and `clerk` read only the categories that the site granted\n\
         \x20 (役割×区分); of any other a section says `not_granted` and nothing else. Nothing is granted at first.\n\n\
         `tests/e2e/src/journeys/matrix/` tries every cell over the real IPC of the real window.\n\n",
    );
    let names: Vec<&str> = Caller::all().map(Caller::name).collect();
    let _ = writeln!(text, "| command | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(names.len()));
    for info in COMMANDS {
        let cells: Vec<&str> = Caller::all().map(|caller| cell(info, caller)).collect();
        let _ = writeln!(text, "| `{}` | {} |", info.name, cells.join(" | "));
    }
    text
}

/// Fails when the committed table is stale; `cargo xtask bindings` sets the variable to renew it.
#[test]
fn the_committed_matrix_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/matrix.md");
    let made = markdown();
    if std::env::var_os("CLINS_WRITE_BINDINGS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        made == committed,
        "docs/matrix.md is stale: run `cargo xtask bindings`"
    );
}

/// The desk, the administrator and the auditor open nothing clinical, whatever is granted to others.
#[test]
fn no_role_without_clinical_reading_may_call_what_opens_a_patient() {
    let opens = [
        "open_patient",
        "day_pack",
        "patient_section",
        "section_sheet",
        "document_sheet",
        "document_source",
    ];
    for name in opens {
        let info = COMMANDS.iter().find(|info| info.name == name).unwrap();
        for role in Role::ALL {
            assert!(
                role.opens_clinical() || !info.callers.include(Some(role)),
                "{name} {role:?}"
            );
        }
    }
}

/// A step of a sign-in is asked of nobody's role: the list must let anyone ask it.
#[test]
fn every_step_is_on_the_list_for_anyone() {
    for (name, _) in STEPS {
        let info = COMMANDS.iter().find(|info| info.name == *name).unwrap();
        assert_eq!(info.callers, Callers::Anyone, "{name}");
    }
}
