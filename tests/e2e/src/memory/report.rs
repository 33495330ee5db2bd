use std::collections::BTreeMap;

use serde::Serialize;

use super::search::Found;
use super::secrets::{Kind, Secrets};
use crate::sum::Sum;

/// When it was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// The password stands in its field.
    Typed,
    /// A patient is open.
    Reading,
    /// Five seconds after the lock.
    Locked,
    /// Unlocked by the password alone.
    Again,
    /// Five seconds after the second lock.
    LockedAgain,
}

impl Moment {
    const fn word(self) -> &'static str {
        match self {
            Self::Typed => "password typed",
            Self::Reading => "patient open",
            Self::Locked => "5 s after the lock",
            Self::Again => "unlocked",
            Self::LockedAgain => "5 s after the next lock",
        }
    }

    const fn is_locked(self) -> bool {
        matches!(self, Self::Locked | Self::LockedAgain)
    }
}

/// Everything that was found.
#[derive(Default)]
pub(super) struct Report {
    found: Vec<(Moment, Vec<Found>)>,
    /// The process that drew the patient is gone.
    pub(super) former_process_ended: bool,
    /// No other program is handed what was copied.
    pub(super) clipboard_emptied: bool,
}

/// One line of the table.
#[derive(Serialize)]
pub(super) struct Figure {
    moment: &'static str,
    program: String,
    process: u32,
    megabytes: u64,
    copies: BTreeMap<&'static str, usize>,
}

impl Report {
    pub(super) fn add(&mut self, moment: Moment, found: Vec<Found>) {
        self.found.push((moment, found));
    }

    pub(super) fn figures(&self, secrets: &Secrets) -> Vec<Figure> {
        let each = self.found.iter();
        let each = each.flat_map(|(moment, all)| all.iter().map(move |one| (moment, one)));
        each.map(|(moment, one)| Figure {
            moment: moment.word(),
            program: one.program.clone(),
            process: one.process,
            megabytes: one.bytes >> 20,
            copies: Kind::ALL
                .into_iter()
                .map(|kind| (kind.word(), one.copies_of(secrets, kind)))
                .collect(),
        })
        .collect()
    }

    pub(super) fn print(&self, secrets: &Secrets) {
        println!(
            "   {:<24} {:<22} {:>7} {:>6} {:>10} {:>10} {:>10} {:>10}",
            "moment", "process", "number", "MB", "data keys", "password", "names", "records"
        );
        for line in self.figures(secrets) {
            let of = |kind: Kind| line.copies.get(kind.word()).copied().unwrap_or_default();
            println!(
                "   {:<24} {:<22} {:>7} {:>6} {:>10} {:>10} {:>10} {:>10}",
                line.moment,
                line.program,
                line.process,
                line.megabytes,
                of(Kind::Key),
                of(Kind::Password),
                of(Kind::Name),
                of(Kind::Record)
            );
        }
        for (moment, all) in self.found.iter().filter(|(moment, _)| moment.is_locked()) {
            for one in all {
                for ((kind, place), copies) in &one.places {
                    println!(
                        "   left {}: {} of {} in {place} of {}",
                        moment.word(),
                        copies,
                        kind.word(),
                        one.program
                    );
                }
            }
        }
    }

    /// Each secret is found before the lock, in some process, and none is in any after it.
    pub(super) fn judge(&self, secrets: &Secrets) -> Sum {
        let mut sum = Sum::default();
        let mut check = |what: String, holds: bool| sum.check(&what, holds);
        for kind in Kind::ALL {
            let of_kind = |number: &usize| secrets.kind(*number) == Some(kind);
            let wanted = (0..secrets.all.len()).filter(of_kind);
            let (found, missing): (Vec<_>, Vec<_>) =
                wanted.partition(|number| self.is_found_before(*number));
            // Of records only what the open patient has was on the screen.
            let holds = match kind {
                Kind::Record => !found.is_empty(),
                _ => missing.is_empty(),
            };
            let (found, all) = (found.len(), found.len() + missing.len());
            check(
                format!("{}: {found} of {all} found before the lock", kind.word()),
                holds,
            );
        }
        let what = "the process that drew the patient has ended".to_owned();
        check(what, self.former_process_ended);
        let what = "what was copied is off the clipboard".to_owned();
        check(what, self.clipboard_emptied);
        for (moment, all) in self.found.iter().filter(|(moment, _)| moment.is_locked()) {
            for one in all {
                for kind in Kind::ALL {
                    let left = one.copies_of(secrets, kind);
                    let what = format!(
                        "{}: {} in {}: {left}",
                        moment.word(),
                        kind.word(),
                        one.program
                    );
                    check(what, left == 0);
                }
            }
        }
        sum
    }

    fn is_found_before(&self, number: usize) -> bool {
        let before = self.found.iter().filter(|(moment, _)| !moment.is_locked());
        before
            .flat_map(|(_, all)| all)
            .any(|one| one.copies.contains_key(&number))
    }
}
