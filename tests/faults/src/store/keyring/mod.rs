//! Every state in which the keyring of the system can be when the program asks for its secret.
//!
//! A real gnome-keyring behind a session bus of its own. The library connects once per process, so
//! each step is a process of its own ([`step`]), started by a script inside the session ([`session`]).

mod session;
mod step;

use anyhow::Result;

use self::session::Session;
pub(super) use self::step::step;

use super::Run;
use super::report::Report;

/// One state: how it comes about, what the program must be told, and how one gets out of it.
struct State {
    name: &'static str,
    session: Session,
    /// Brings it about, while the keyring is open.
    before: &'static [&'static str],
    answer: &'static str,
    /// Ends it.
    way_out: &'static [&'static str],
    told: &'static str,
}

const STATES: [State; 9] = [
    State {
        name: "no entry",
        session: Session::Open,
        before: &["lose"],
        answer: "Absent",
        way_out: &["recover"],
        told: "the printed recovery key puts it back",
    },
    State {
        name: "locked",
        session: Session::Locked,
        before: &[],
        answer: "Locked",
        way_out: &["open"],
        told: "unlocking it",
    },
    State {
        name: "an entry that is no secret",
        session: Session::Open,
        before: &["litter"],
        answer: "Foreign",
        way_out: &["recover-beside"],
        told: "the recovery key, under another name; the entry stays",
    },
    State {
        name: "the secret of another profile",
        session: Session::Open,
        before: &["mistake"],
        answer: "Changed",
        way_out: &["recover-beside"],
        told: "the recovery key, under another name; the entry stays",
    },
    State {
        name: "a changed secret",
        session: Session::Open,
        before: &["exchange"],
        answer: "Changed",
        way_out: &["recover-beside"],
        told: "the recovery key, under another name; the entry stays",
    },
    State {
        name: "deleted while it runs",
        session: Session::Open,
        before: &["lose-while-open"],
        answer: "Absent",
        way_out: &["recover"],
        told: "the running program keeps its keys; then the recovery key",
    },
    State {
        name: "no keyring service",
        session: Session::Bare,
        before: &[],
        answer: "NoService",
        way_out: &["open"],
        told: "starting the service",
    },
    State {
        name: "no session bus",
        session: Session::NoBus,
        before: &[],
        answer: "NoService",
        way_out: &["open"],
        told: "signing in to a session",
    },
    State {
        name: "a service that does not answer",
        session: Session::Stopped,
        before: &[],
        answer: "nothing",
        way_out: &["open"],
        told: "whoever asks sets a limit; when the service goes on, asking again",
    },
];

/// Brings each state about and asks.
pub(super) fn run(_run: Run) -> Result<Report> {
    let mut report = Report::default();
    for state in &STATES {
        let asked = state.session.asked(state.before, state.way_out);
        match asked {
            Ok(asked) => {
                let wrong = (asked.answer != state.answer)
                    .then(|| format!("the answer is {}", asked.answer))
                    .or_else(|| asked.changed.map(|files| format!("changed: {files}")))
                    .or_else(|| asked.stuck.map(|why| format!("no way out: {why}")));
                report.figure(format!(
                    "{}: {}; {} files before and after: {}; way out: {} ({})",
                    state.name,
                    asked.answer,
                    asked.files,
                    if wrong.is_none() {
                        "the same"
                    } else {
                        "see below"
                    },
                    state.told,
                    if wrong.is_none() {
                        "opens"
                    } else {
                        "see below"
                    },
                ));
                report.case(state.name, wrong);
            }
            Err(error) => report.case(state.name, Some(format!("{error:#}"))),
        }
    }
    Ok(report)
}
