//! What the log knows of emergencies and the desk store does not: it was put back to an older state, or
//! what it remembers makes no sense.

use audit::{Audit, Entry, EventKind, Filter, Outcome};
use record::vocabulary::PersonId;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::emergencies::Known;
use super::{EmergencyKind, EmergencyUse, Ended, EndedBy, Who};

/// The kinds of rows that tell of a use.
const TELLING: [EventKind; 9] = [
    EventKind::EmergencyBegun,
    EventKind::ServiceModeBegun,
    EventKind::EmergencyAccountUsed,
    EventKind::IsolationBegun,
    EventKind::EmergencyEnded,
    EventKind::ServiceModeEnded,
    EventKind::ReturnedToNormal,
    EventKind::IsolationEnded,
    EventKind::EmergencyReviewed,
];
/// So many new rows are looked through at an opening at the most, when none tells anything new.
const SEEN_EVERY: u64 = 1000;

/// What the log tells after a row.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The number of its newest row.
    newest: u64,
    /// The rows that tell of a use, oldest first.
    rows: Vec<Entry>,
}

impl Told {
    /// None when the log cannot be read.
    pub(crate) fn after(log: &Audit, number: u64) -> Option<Self> {
        let telling = Filter {
            kinds: TELLING.to_vec(),
            limit: u32::MAX,
            ..Filter::default()
        };
        let rows = log.entries_after(number, &telling).ok()?.into_iter();
        Some(Self {
            newest: log.head().ok()?.number,
            rows: rows.map(|row| row.entry).collect(),
        })
    }
}

impl Known {
    /// Takes in the uses that these rows tell of and that are not known here: no task is forgotten, and a
    /// PC that is cut off stays so. Each begins with one row and takes the next number, so that the rows
    /// are counted and no two clocks compared. True when there is something to keep.
    pub(super) fn catch_up(&mut self, told: &Told) -> bool {
        let (forgotten, last) = forgotten((self.seen_next, self.next), &told.rows);
        let news = last > self.next;
        self.uses.extend(forgotten);
        self.next = self.next.max(last);
        // A log that was put back itself counts on from less.
        let new_rows = told.newest.checked_sub(self.log_seen);
        let keeps = news || new_rows.is_none_or(|rows| rows >= SEEN_EVERY);
        if keeps {
            self.all_seen(told);
        }
        keeps
    }

    /// Remembers that nothing is missing up to the newest row.
    pub(super) fn all_seen(&mut self, told: &Told) {
        self.log_seen = told.newest;
        self.seen_next = self.next;
    }
}

/// The uses of these rows, oldest first, that are not known and wait for their review; and the number of
/// the last use that they tell of. The first row is of the use after `seen`; all up to `known` are known.
/// A reading is not opened again: whoever needs it declares it anew. Isolation and the sealed account go
/// on until somebody ends them.
fn forgotten((seen, known): (u64, u64), rows: &[Entry]) -> (Vec<EmergencyUse>, u64) {
    let mut number = seen;
    let mut made = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let Some(begun) = begun_in(row) else {
            continue;
        };
        number += 1;
        if number <= known {
            continue;
        }
        let later = rows.get(place + 1..).unwrap_or_default();
        let used = EmergencyUse {
            number,
            ended: ended_in(&begun, later),
            ..begun
        };
        if !is_reviewed_in(&used, later) {
            made.push(used);
        }
    }
    (made, number)
}

fn begun_in(row: &Entry) -> Option<EmergencyUse> {
    let reason = row.reason.as_ref().filter(|_| row.outcome == Outcome::Ok)?;
    let (kind, why) = reason.code.split_once(':').unwrap_or((&reason.code, ""));
    let kind: EmergencyKind = named(kind)?;
    let actor = row.actor.as_ref()?;
    let by = Who {
        account: actor.account.clone(),
        display_name: actor.display_name.clone(),
    };
    (row.kind == kind.events().0).then(|| EmergencyUse {
        person: row.person.map(PersonId),
        chart_number: row.chart_number.clone(),
        reason: named(why),
        text: reason.text.clone(),
        ..EmergencyUse::new(kind, by, row.at)
    })
}

/// By its stable name.
fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Value::from(name)).ok()
}

fn ended_in(used: &EmergencyUse, later: &[Entry]) -> Option<Ended> {
    let code = format!("{}:", used.kind.as_str());
    let ended = later.iter().find(|row| {
        let reason = row.reason.as_ref();
        row.kind == used.kind.events().1
            && row.person.map(PersonId) == used.person
            && reason.is_some_and(|reason| reason.code.starts_with(&code))
    });
    let lasts = matches!(
        used.kind,
        EmergencyKind::Isolation | EmergencyKind::EmergencyAccount
    );
    match ended {
        Some(row) => Some(Ended {
            at: row.at,
            by: EndedBy::Person,
        }),
        None if lasts => None,
        None => Some(Ended {
            at: used.from,
            by: EndedBy::Time,
        }),
    }
}

fn is_reviewed_in(used: &EmergencyUse, later: &[Entry]) -> bool {
    let code = format!("{}:{}:", used.kind.as_str(), used.number);
    later.iter().any(|row| {
        let reason = row.reason.as_ref();
        row.kind == EventKind::EmergencyReviewed
            && reason.is_some_and(|reason| reason.code.starts_with(&code))
    })
}

#[cfg(test)]
mod tests {
    use audit::{Actor, Purpose, Reason};
    use jiff::Timestamp;

    use super::*;
    use crate::emergency::EmergencyReason;

    fn row(minutes: i64, kind: EventKind, code: &str, person: Option<i64>) -> Entry {
        let actor = Actor {
            account: "doctor".to_owned(),
            display_name: "医師".to_owned(),
            role: None,
            staff_number: None,
        };
        Entry {
            at: Timestamp::from_second(1_795_000_000 + minutes * 60).unwrap(),
            kind,
            outcome: Outcome::Ok,
            actor: Some(actor),
            session: None,
            purpose: Purpose::Normal,
            reason: Some(Reason::new(code, None)),
            person,
            chart_number: None,
            arrived: None,
            shown: Vec::new(),
            consent: Vec::new(),
            clock: None,
            program_version: String::new(),
            pc: String::new(),
        }
    }

    /// Four uses, of which the second was reviewed.
    fn log() -> Told {
        let rows = vec![
            row(
                0,
                EventKind::EmergencyBegun,
                "person_reading:unconscious",
                Some(7),
            ),
            row(20, EventKind::EmergencyBegun, "outage_reading:line", None),
            row(30, EventKind::EmergencyEnded, "outage_reading:person", None),
            row(
                40,
                EventKind::EmergencyReviewed,
                "outage_reading:2:proper",
                None,
            ),
            row(
                50,
                EventKind::EmergencyBegun,
                "person_reading:other",
                Some(8),
            ),
            row(60, EventKind::IsolationBegun, "isolation:cyber", None),
        ];
        Told { newest: 90, rows }
    }

    #[test]
    fn what_the_store_has_forgotten_waits_for_its_review_and_a_pc_stays_cut_off() {
        let (mut told, mut known) = (log(), Known::default());
        assert!(known.catch_up(&told));
        let all = known.uses.clone();
        let numbers: Vec<_> = all.iter().map(|used| (used.number, used.kind)).collect();
        let (reading, isolation) = (EmergencyKind::PersonReading, EmergencyKind::Isolation);
        assert_eq!(numbers, [(1, reading), (3, reading), (4, isolation)]);
        assert_eq!(all[0].reason, Some(EmergencyReason::Unconscious));
        assert!(all[0].ended.is_some() && all[1].ended.is_some());
        assert!(all[2].ended.is_none(), "until somebody lets it back");
        // An older store knows the first still: nothing of it is told twice.
        let mut older = Known::default();
        (older.next, older.uses) = (1, vec![all[0].clone()]);
        assert!(older.catch_up(&told));
        assert_eq!(older.uses, all);
        let let_back = row(70, EventKind::IsolationEnded, "isolation:person", None);
        told.rows.push(let_back);
        let mut back = Known::default();
        back.catch_up(&told);
        assert!(back.uses[2].ended.is_some(), "and still to be looked at");
    }

    #[test]
    fn opened_again_nothing_comes_back_whatever_was_reviewed_and_let_go_of_since() {
        // The newest state of the store knows all four; some were reviewed and let go of.
        let mut known = Known::default();
        known.next = 4;
        assert!(!known.catch_up(&log()));
        assert!(known.uses.is_empty());
        (known.log_seen, known.seen_next) = (90, 4);
        // Another use begins in the meantime, whatever the clock says: it is known.
        known.next += 1;
        let mut rows = vec![row(
            -500,
            EventKind::EmergencyBegun,
            "outage_reading:line",
            None,
        )];
        let next = |rows: &Vec<Entry>| Told {
            newest: 92,
            rows: rows.clone(),
        };
        assert!(!known.catch_up(&next(&rows)));
        // And one that this store never heard of.
        rows.push(row(
            -400,
            EventKind::EmergencyBegun,
            "person_reading:other",
            Some(8),
        ));
        assert!(known.catch_up(&next(&rows)));
        assert_eq!((known.uses.len(), known.uses[0].number), (1, 6));
        assert!(!known.catch_up(&Told {
            newest: 93,
            rows: Vec::new()
        }));
    }

    #[test]
    fn a_log_that_grows_is_not_looked_through_from_its_beginning_each_time() {
        let grown = |newest| Told {
            newest,
            rows: Vec::new(),
        };
        let mut known = Known::default();
        assert!(!known.catch_up(&grown(SEEN_EVERY - 1)));
        assert!(known.catch_up(&grown(SEEN_EVERY)));
        assert_eq!(known.log_seen, SEEN_EVERY);
        assert!(known.catch_up(&grown(3)), "the log was put back");
        assert_eq!(known.log_seen, 3);
    }
}
