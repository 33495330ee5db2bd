//! 監査ログ: reading and checking it.

use audit::{Entry, EventKind, Filter, Outcome, OutcomeKind, Stored};
use record::vocabulary::{Category, PersonId};
use unicode_normalization::UnicodeNormalization as _;

use crate::audit_heads;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{AcceptAuditHeadsRequest, AuditOutcome, AuditRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::typed_person::plain_number;
use crate::view::{
    AuditEntryView, AuditOpeningsLine, AuditOpeningsView, AuditPageView, AuditVerificationView,
};

/// The most entries one page holds.
const PAGE: u32 = 500;
/// Rows of questions to the service are written down without a 患者番号: the program writes them, also while the screens
/// are locked and nobody's name is to be read.
const WITHOUT_NUMBER: [EventKind; 4] = [
    EventKind::Fetch,
    EventKind::FetchAgain,
    EventKind::Prefetch,
    EventKind::Quarantine,
];

impl Seat {
    /// A page of the log. Reading it is written into it.
    pub(crate) async fn audit_entries(
        &self,
        request: AuditRequest,
    ) -> Result<AuditPageView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let filter = filter(&request)?;
            reading(&seated, &request).write_now(&rooms)?;
            let entries = rooms.audit.entries(&filter)?;
            let all = Filter {
                before: None,
                ..filter
            };
            Ok(AuditPageView {
                entries: entries
                    .into_iter()
                    .map(|stored| with_number(&rooms, entry_view(stored)))
                    .collect(),
                fitting: rooms.audit.count(&all)?,
                total: rooms.audit.head()?.number,
            })
        })
        .await
    }

    /// Who opened the patients the filter names, and how often.
    pub(crate) async fn audit_openings(
        &self,
        request: AuditRequest,
    ) -> Result<AuditOpeningsView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let filter = filter(&request)?;
            reading(&seated, &request).write_now(&rooms)?;
            let fetched = fetches(&rooms, &filter)?;
            let line = |found: audit::Openings| AuditOpeningsLine {
                account: found.account,
                display_name: found.display_name,
                openings: found.openings,
                readings: found.readings,
                newest: found.newest,
            };
            let found = rooms.audit.openings(&filter)?;
            Ok(AuditOpeningsView {
                accounts: found.into_iter().map(line).collect(),
                fetched_ahead: fetched,
            })
        })
        .await
    }

    /// Checks the whole chain, and every head that was kept elsewhere against it.
    pub(crate) async fn verify_audit(
        &self,
        _: Nothing,
    ) -> Result<AuditVerificationView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let act = Act::new(EventKind::AuditVerified).by(&seated.session);
            verified(&rooms, act)
        })
        .await
    }

    /// The auditor has looked into heads that do not fit: each place begins anew.
    pub(crate) async fn accept_audit_heads(
        &self,
        request: AcceptAuditHeadsRequest,
    ) -> Result<AuditVerificationView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let reason = request.reason.trim();
            if reason.is_empty() {
                return Err(CommandError::new(ErrorCode::BadRequest).with("detail", "reason"));
            }
            Act::new(EventKind::AuditHeadsAccepted)
                .by(&seated.session)
                .because("looked_into", Some(reason))
                .write_now(&rooms)?;
            audit_heads::begin_anew(&rooms)?;
            let act = Act::new(EventKind::AuditVerified).by(&seated.session);
            verified(&rooms, act)
        })
        .await
    }
}

/// Checks the log, and writes down that it was checked and how it stood.
pub(crate) fn verified(rooms: &Rooms, act: Act) -> Result<AuditVerificationView, CommandError> {
    let found = audit_heads::verify(rooms)?;
    if found.intact {
        act
    } else {
        act.failed("broken")
    }
    .write_now(rooms)?;
    Ok(found)
}

/// Fetches by the program itself. Their rows know the person, not the chart number.
fn fetches(rooms: &Rooms, filter: &Filter) -> Result<u64, CommandError> {
    let mut person = filter.person;
    if person.is_none() && !filter.chart_numbers.is_empty() {
        let of_chart = Filter {
            chart_numbers: filter.chart_numbers.clone(),
            kinds: EventKind::READINGS.to_vec(),
            limit: 1,
            ..Filter::default()
        };
        let newest = rooms.audit.entries(&of_chart)?;
        person = newest.first().and_then(|row| row.entry.person);
    }
    if person.is_none() {
        return Ok(0);
    }
    let fetches = Filter {
        person,
        kinds: EventKind::FETCHES.to_vec(),
        since: filter.since,
        until: filter.until,
        ..Filter::default()
    };
    Ok(rooms.audit.count(&fetches)?)
}

/// Under the number as it is kept, so that looking for it finds who looked for it.
fn reading(seated: &Seated, request: &AuditRequest) -> Act {
    let number = request.chart_number.as_deref().map(plain_number);
    let act = Act::new(EventKind::AuditRead)
        .by(&seated.session)
        .with_chart_number(number.as_deref());
    match request.person {
        Some(person) => act.about(person),
        None => act,
    }
}

/// What is asked for, in the words of the log.
pub(super) fn filter(request: &AuditRequest) -> Result<Filter, CommandError> {
    let wrong = || CommandError::new(ErrorCode::BadRequest).with("detail", "kind");
    let kinds = request.kinds.iter();
    let kinds = kinds.map(|name| EventKind::from_name(name).ok_or_else(wrong));
    let given = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Ok(Filter {
        before: request.before,
        since: request.since,
        until: request.until,
        person: request.person.map(|person| person.0),
        chart_numbers: given(&request.chart_number)
            .map_or_else(Vec::new, |typed| spellings(&typed)),
        account: given(&request.account).map(|typed| account_name(&typed)),
        role: given(&request.role),
        kinds: kinds.collect::<Result<_, _>>()?,
        outcome: request.outcome.map(|outcome| match outcome {
            AuditOutcome::Ok => OutcomeKind::Ok,
            AuditOutcome::Refused => OutcomeKind::Refused,
            AuditOutcome::Failed => OutcomeKind::Failed,
        }),
        purpose: None,
        without_basis: request.without_basis,
        limit: request.limit.clamp(1, PAGE),
    })
}

/// A number as it may stand in a row: in the width that people's numbers are kept in, and as another
/// system may have sent it.
fn spellings(typed: &str) -> Vec<String> {
    let narrow = plain_number(typed);
    let wide = narrow.chars().map(|c| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    });
    let mut spellings = vec![wide.collect(), typed.to_owned(), narrow];
    spellings.dedup();
    spellings
}

/// An account as rows name it. Those names are of half width and in small letters, and what is typed
/// counts as `access` compares it.
fn account_name(typed: &str) -> String {
    let narrow: String = typed.trim().nfkc().collect();
    narrow.to_ascii_lowercase()
}

/// The number of whoever it was asked for, as it is now, with [the rows that have none](WITHOUT_NUMBER). Every other row is as it was
/// written: a number that came later may be that of whoever the person was joined with.
fn with_number(rooms: &Rooms, view: AuditEntryView) -> AuditEntryView {
    if WITHOUT_NUMBER.iter().all(|kind| kind.as_str() != view.kind) {
        return view;
    }
    let number_now = |person| rooms.desk.person(person).ok()??.chart_number;
    AuditEntryView {
        chart_number: view.chart_number.or_else(|| number_now(view.person?)),
        ..view
    }
}

fn entry_view(stored: Stored) -> AuditEntryView {
    let Stored { head, entry } = stored;
    let shown = |category: &str| entry.shown.iter().any(|shown| shown.category == category);
    let consents: Vec<_> = entry
        .consent
        .iter()
        .filter(|consent| shown(&consent.category))
        .collect();
    let origin = entry.shown.iter().map(|shown| shown.origin.clone());
    AuditEntryView {
        number: head.number,
        at: entry.at,
        kind: entry.kind.as_str().to_owned(),
        consented: (!consents.is_empty())
            .then(|| consents.iter().all(|consent| consent.is_given())),
        consent_until: consents.iter().filter_map(|consent| consent.end()).min(),
        origin: origin.into_iter().find(|origin| !origin.is_empty()),
        age_seconds: entry
            .shown
            .iter()
            .filter_map(|shown| shown.age_seconds)
            .max(),
        items: entry.shown.iter().map(|shown| shown.items.len()).sum(),
        categories: categories(&entry),
        session: entry.session,
        purpose: entry.purpose.as_str().to_owned(),
        person: entry.person.map(PersonId),
        chart_number: entry.chart_number,
        arrived: entry.arrived,
        clock_offset_ms: entry.clock.and_then(|clock| clock.offset_ms),
        clock_in_doubt: entry.clock.is_some_and(|clock| clock.in_doubt),
        failure: match entry.outcome {
            Outcome::Ok => None,
            Outcome::Refused(code) | Outcome::Failed(code) => Some(code),
        },
        account: entry.actor.as_ref().map(|actor| actor.account.clone()),
        display_name: entry.actor.as_ref().map(|actor| actor.display_name.clone()),
        staff_number: entry
            .actor
            .as_ref()
            .and_then(|actor| actor.staff_number.clone()),
        role: entry.actor.and_then(|actor| actor.role),
        reason: entry.reason.as_ref().map(|reason| reason.code.clone()),
        reason_text: entry.reason.and_then(|reason| reason.text),
    }
}

fn categories(entry: &Entry) -> Vec<Category> {
    let names = entry.shown.iter();
    names
        .filter_map(|shown| Category::from_name(&shown.category))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_for_in_every_width_it_may_stand_in() {
        for typed in ["A-0012", "Ａ－００１２", "Ａ-00１２"] {
            let spellings = spellings(typed);
            for held in ["A-0012", "Ａ－００１２", typed] {
                assert!(spellings.iter().any(|one| one == held), "{typed}: {held}");
            }
        }
        assert_eq!(spellings("患者"), ["患者"]);
    }

    #[test]
    fn an_account_is_looked_for_as_it_signs_in() {
        for typed in [
            "doctor.1",
            "Doctor.1",
            "ＤＯＣＴＯＲ．１",
            " ｄｏｃtor.1\u{3000}",
        ] {
            assert!(access::same_account(typed, "doctor.1"), "{typed}");
            assert_eq!(account_name(typed), "doctor.1");
        }
        assert!(!access::same_account("doc tor", "doctor"));
        assert_ne!(account_name("doc tor"), "doctor");
    }
}
