use audit::{EventKind, Filter, Outcome, Stored};
use record::vocabulary::{Category, PersonId};

use crate::error::CommandError;
use crate::record_act::Act;
use crate::request::{AuditRequest, Nothing};
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{AuditEntryView, AuditPageView, AuditVerificationView};

/// The most entries one page holds.
const PAGE: u32 = 500;

impl Seat {
    /// A page of the log. Reading it is written into it.
    pub(crate) async fn audit_entries(
        &self,
        request: AuditRequest,
    ) -> Result<AuditPageView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let mut act = Act::new(EventKind::AuditRead).by(&seated.session);
            if let Some(person) = request.person {
                act = act.about(person);
            }
            act.write_now(&rooms)?;
            let filter = Filter {
                before: request.before,
                person: request.person.map(|person| person.0),
                account: request.account,
                limit: request.limit.clamp(1, PAGE),
            };
            let entries = rooms.audit.entries(&filter)?;
            let total = rooms.audit.head()?.number;
            Ok(AuditPageView {
                entries: entries.into_iter().map(entry_view).collect(),
                total,
            })
        })
        .await
    }

    /// Checks the whole chain.
    pub(crate) async fn verify_audit(
        &self,
        _: Nothing,
    ) -> Result<AuditVerificationView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let found = rooms.audit.verify()?;
            let act = Act::new(EventKind::AuditVerified).by(&seated.session);
            match found.broken_at {
                Some(_) => act.failed("broken"),
                None => act,
            }
            .write_now(&rooms)?;
            Ok(AuditVerificationView {
                intact: found.broken_at.is_none(),
                checked: found.checked,
                broken_at: found.broken_at,
            })
        })
        .await
    }
}

fn entry_view(stored: Stored) -> AuditEntryView {
    let Stored { head, entry } = stored;
    let origin = entry
        .shown
        .iter()
        .map(|shown| shown.origin.clone())
        .find(|o| !o.is_empty());
    let (account, display_name, role) = match entry.actor {
        Some(actor) => (Some(actor.account), Some(actor.display_name), actor.role),
        None => (None, None, None),
    };
    AuditEntryView {
        number: head.number,
        at: entry.at,
        kind: entry.kind.as_str().to_owned(),
        failure: match entry.outcome {
            Outcome::Ok => None,
            Outcome::Refused(code) | Outcome::Failed(code) => Some(code),
        },
        account,
        display_name,
        role,
        person: entry.person.map(PersonId),
        chart_number: entry.chart_number,
        categories: entry
            .shown
            .iter()
            .filter_map(|shown| Category::from_name(&shown.category))
            .collect(),
        origin,
    }
}
