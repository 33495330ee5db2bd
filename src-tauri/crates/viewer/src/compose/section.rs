use jiff::Timestamp;
use record::view::{RowKey, SectionContent};
use record::vocabulary::{Category, ConsentState};
use service::fault::FaultCode;

use super::Whence;
use crate::rules::Age;
use crate::view::{ChangeCounts, Held, Hindrance, RemarkKind, RemarkView, SectionView, Staleness};

/// What is known about one section besides its content.
#[derive(Clone, Debug)]
pub(crate) struct SectionFacts {
    pub(crate) category: Category,
    pub(crate) consent: ConsentState,
    /// A held copy may be read now.
    pub(crate) may_read: bool,
    /// Last good answer for the section.
    pub(crate) last_success: Option<Timestamp>,
    /// The failure after it, if the last try failed.
    pub(crate) failure: Option<(FaultCode, Timestamp)>,
    /// It waits to be fetched or is being fetched.
    pub(crate) queued: bool,
    /// What decides where it comes from.
    pub(crate) whence: Whence,
    /// The line is down: why and since when.
    pub(crate) down: Option<(FaultCode, Timestamp)>,
}

/// What the records store holds for the section, read into a view.
#[derive(Clone, Debug)]
pub(crate) struct HeldSection {
    pub(crate) as_of: Timestamp,
    pub(crate) version: String,
    /// Nothing of what is held is intact.
    pub(crate) damaged: bool,
    /// Entries in the newest sets; withdrawn ones do not count.
    pub(crate) entries: usize,
    pub(crate) content: SectionContent,
    pub(crate) unreadable: usize,
    pub(crate) undelivered: usize,
    pub(crate) remarks: Vec<RemarkView>,
    pub(crate) damaged_sets: usize,
    pub(crate) changes: Option<ChangeCounts>,
    pub(crate) age: Age,
    pub(crate) beyond_window: Vec<RowKey>,
    pub(crate) not_returned: usize,
}

/// A section that was not granted to the role of the reader: nothing is looked up for it, and nothing
/// but that is told.
pub(crate) fn not_granted(category: Category) -> SectionView {
    SectionView {
        hindrance: Some(Hindrance::NotGranted),
        ..nothing(category)
    }
}

/// The section as the screen draws it.
pub(crate) fn section_view(facts: &SectionFacts, held: Option<HeldSection>) -> SectionView {
    let withheld = held.is_some() && !facts.may_read;
    let hindrance = hindrance(facts, held.is_some(), withheld);
    let base = SectionView {
        hindrance,
        ..nothing(facts.category)
    };
    match held.filter(|_| facts.may_read) {
        None => base,
        Some(held) if held.damaged => SectionView {
            held: Held::Damaged,
            ..base
        },
        Some(held) => {
            let something = held.entries > 0
                || held.undelivered > 0
                || held.unreadable > 0
                || held.damaged_sets > 0
                || held.remarks.iter().any(|r| r.kind == RemarkKind::NotValid)
                || has_withdrawn(&held.content);
            SectionView {
                held: if something {
                    Held::Items
                } else {
                    Held::NoneRegistered
                },
                as_of: Some(held.as_of),
                origin: Some(facts.whence.origin(held.as_of)),
                version: Some(held.version),
                content: something.then_some(held.content),
                changes: held.changes,
                unreadable: held.unreadable,
                undelivered: held.undelivered,
                remarks: held.remarks,
                damaged: held.damaged_sets,
                staleness: held.age.staleness,
                amber_at: held.age.amber_at,
                red_at: held.age.red_at,
                beyond_window: held.beyond_window,
                not_returned: held.not_returned,
                ..base
            }
        }
    }
}

fn nothing(category: Category) -> SectionView {
    SectionView {
        category,
        held: Held::Nothing,
        hindrance: None,
        as_of: None,
        origin: None,
        version: None,
        content: None,
        changes: None,
        unreadable: 0,
        undelivered: 0,
        remarks: Vec::new(),
        damaged: 0,
        staleness: Staleness::None,
        amber_at: None,
        red_at: None,
        beyond_window: Vec::new(),
        not_returned: 0,
    }
}

/// Why there is nothing, or nothing newer.
pub(super) fn hindrance(facts: &SectionFacts, held: bool, withheld: bool) -> Option<Hindrance> {
    match facts.consent {
        ConsentState::Given { .. } => fetching_hindrance(facts, held),
        ConsentState::Refused => Some(Hindrance::Refused { withheld }),
        ConsentState::NotAsked => Some(Hindrance::NotAsked { withheld }),
        ConsentState::Expired { at } => Some(Hindrance::Expired { at, withheld }),
        ConsentState::NotObtainable => Some(Hindrance::NotObtainable),
        ConsentState::SwitchedOff => Some(Hindrance::SwitchedOff),
        ConsentState::NoCard => Some(Hindrance::NoCard),
    }
}

/// Under a running consent: why there is nothing, or nothing newer. A line that is down explains
/// only what was never fetched; what is held says its age and the service bar says the rest.
fn fetching_hindrance(facts: &SectionFacts, held: bool) -> Option<Hindrance> {
    if let Some((fault, at)) = facts.failure {
        return Some(Hindrance::FetchFailed { fault, at });
    }
    if facts.last_success.is_some() && held {
        return None;
    }
    match facts.down {
        Some((fault, at)) => Some(Hindrance::FetchFailed { fault, at }),
        None if facts.queued => Some(Hindrance::Fetching),
        None => Some(Hindrance::NotFetched),
    }
}

fn has_withdrawn(content: &SectionContent) -> bool {
    match content {
        SectionContent::DrugAllergy(c) | SectionContent::OtherAllergy(c) => !c.withdrawn.is_empty(),
        SectionContent::Condition(c) => !c.withdrawn.is_empty() || c.undelivered > 0,
        SectionContent::Infection(c) => !c.withdrawn.is_empty(),
        SectionContent::Prescription(c) => !c.withdrawn.is_empty(),
        SectionContent::Laboratory(c) => !c.series.is_empty(),
        SectionContent::Checkup(c) => !c.reports.is_empty(),
        SectionContent::Document(c) => !c.documents.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use record::view::AllergyContent;

    use super::*;
    use crate::view::Origin;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn facts() -> SectionFacts {
        SectionFacts {
            category: Category::DrugAllergy,
            consent: ConsentState::Given { until: at(86_400) },
            may_read: true,
            last_success: None,
            failure: None,
            queued: false,
            whence: Whence {
                up_since: Some(at(0)),
                copied: None,
            },
            down: None,
        }
    }

    fn held(entries: usize) -> HeldSection {
        HeldSection {
            as_of: at(10),
            version: "1".into(),
            damaged: false,
            entries,
            content: SectionContent::DrugAllergy(AllergyContent::default()),
            unreadable: 0,
            undelivered: 0,
            remarks: Vec::new(),
            damaged_sets: 0,
            changes: None,
            age: Age {
                staleness: Staleness::Fresh,
                amber_at: Some(at(3600)),
                red_at: None,
            },
            beyond_window: Vec::new(),
            not_returned: 0,
        }
    }

    #[test]
    fn the_nothings_are_told_apart() {
        let none_registered = section_view(&facts(), Some(held(0)));
        assert_eq!(none_registered.held, Held::NoneRegistered);
        assert_eq!(none_registered.as_of, Some(at(10)));

        let not_fetched = section_view(&facts(), None);
        assert_eq!(
            (not_fetched.held, not_fetched.hindrance),
            (Held::Nothing, Some(Hindrance::NotFetched))
        );

        let down = SectionFacts {
            down: Some((FaultCode::Refused, at(5))),
            whence: Whence::default(),
            ..facts()
        };
        let failed = section_view(&down, None);
        assert_eq!(
            failed.hindrance,
            Some(Hindrance::FetchFailed {
                fault: FaultCode::Refused,
                at: at(5)
            })
        );

        let refused = SectionFacts {
            consent: ConsentState::Refused,
            may_read: false,
            ..facts()
        };
        let blocked = section_view(&refused, Some(held(3)));
        assert_eq!(
            (blocked.held, blocked.hindrance),
            (Held::Nothing, Some(Hindrance::Refused { withheld: true }))
        );
        assert_eq!((blocked.content, blocked.version), (None, None));

        let damaged = section_view(
            &facts(),
            Some(HeldSection {
                damaged: true,
                ..held(3)
            }),
        );
        assert_eq!((damaged.held, damaged.content), (Held::Damaged, None));
    }

    #[test]
    fn damage_and_what_is_not_to_be_listed_are_never_called_none_registered() {
        for held in [
            HeldSection {
                damaged_sets: 1,
                ..held(0)
            },
            HeldSection {
                undelivered: 1,
                ..held(0)
            },
            HeldSection {
                unreadable: 1,
                ..held(0)
            },
        ] {
            assert_eq!(section_view(&facts(), Some(held)).held, Held::Items);
        }
    }

    #[test]
    fn what_came_but_was_lost_before_it_was_kept_is_not_fetched() {
        let facts = SectionFacts {
            last_success: Some(at(10)),
            ..facts()
        };
        assert_eq!(
            section_view(&facts, None).hindrance,
            Some(Hindrance::NotFetched)
        );
    }

    #[test]
    fn a_copy_stays_with_the_reason_when_the_newest_try_failed() {
        let facts = SectionFacts {
            last_success: Some(at(10)),
            failure: Some((FaultCode::WrongPatient, at(20))),
            ..facts()
        };
        let view = section_view(&facts, Some(held(2)));
        assert_eq!(view.held, Held::Items);
        assert_eq!(
            view.hindrance,
            Some(Hindrance::FetchFailed {
                fault: FaultCode::WrongPatient,
                at: at(20)
            })
        );
    }

    #[test]
    fn what_is_shown_says_from_when_on_it_is_old_and_what_is_not_shown_does_not() {
        let view = section_view(&facts(), Some(held(1)));
        assert_eq!(view.origin, Some(Origin::Live));
        assert_eq!(
            (view.staleness, view.amber_at, view.red_at),
            (Staleness::Fresh, Some(at(3600)), None)
        );
        let blocked = SectionFacts {
            may_read: false,
            ..facts()
        };
        let view = section_view(&blocked, Some(held(1)));
        assert_eq!(
            (view.origin, view.staleness, view.amber_at),
            (None, Staleness::None, None)
        );
    }
}
