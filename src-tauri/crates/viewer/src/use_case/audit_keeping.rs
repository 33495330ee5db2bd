//! How the audit log is kept: where heads go, for how long, and closing off what is older.

use audit::{AuditError, Due, EventKind};
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

use super::audit_file::usable_folder;
use crate::accounts_file::write_rules;
use crate::audit_heads;
use crate::audit_rules::AuditRules;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{Nothing, RollOverAuditRequest, SetAuditKeepingRequest};
use crate::rooms::{Rooms, blocking};
use crate::rules::SiteRules;
use crate::seat::{Seat, Seated};
use crate::sync::lock;
use crate::view::{AuditDueView, AuditKeepingView, AuditWait};

impl Seat {
    /// How the log is kept, and what is old enough to go. Nothing ever goes by itself.
    pub(crate) async fn audit_keeping(&self, _: Nothing) -> Result<AuditKeepingView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || view(&rooms)).await
    }

    /// Sets where heads are kept and for how long the log is.
    pub(crate) async fn set_audit_keeping(
        &self,
        request: SetAuditKeepingRequest,
    ) -> Result<AuditKeepingView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            set(&rooms, &seated, &request)?;
            view(&rooms)
        })
        .await
    }

    /// Closes off what is old enough, as an administrator saw and approved it.
    pub(crate) async fn roll_over_audit(
        &self,
        request: RollOverAuditRequest,
    ) -> Result<AuditKeepingView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            roll_over(&rooms, &seated, request.through)?;
            view(&rooms)
        })
        .await
    }
}

fn set(
    rooms: &Rooms,
    seated: &Seated,
    request: &SetAuditKeepingRequest,
) -> Result<(), CommandError> {
    let out_of_range = |rule| CommandError::new(ErrorCode::RuleOutOfRange).with("rule", rule);
    let years = request.keep_years;
    if !(AuditRules::LEAST_YEARS..=AuditRules::MOST_YEARS).contains(&years) {
        return Err(out_of_range("audit_years"));
    }
    if years < AuditRules::USUAL_YEARS && !request.fewer_years {
        // Not set silently: whoever asks has to have read the warning.
        return Err(out_of_range("audit_fewer_years"));
    }
    let named = request.folder.as_deref().map(str::trim);
    let folder = match named.filter(|path| !path.is_empty()) {
        Some(path) => {
            usable_folder(path)?;
            Some(path.to_owned())
        }
        None => None,
    };
    let _turn = lock(&rooms.accounts_turn);
    let mut rules = SiteRules::clone(&rooms.rules());
    if years != rules.audit.keep_years {
        // The next site file would undo it; the folder is each PC's own.
        rooms.site.accounts_are_kept_here()?;
    }
    rules.audit = AuditRules {
        folder,
        keep_years: years,
    };
    Act::new(EventKind::SiteRulesSet)
        .by(&seated.session)
        .because("audit", Some(&format!("years {years}")))
        .write_now(rooms)?;
    write_rules(&rooms.desk, &rules)?;
    rooms.set_rules(rules);
    rooms.heads.now.notify_one();
    Ok(())
}

fn roll_over(rooms: &Rooms, seated: &Seated, through: u64) -> Result<(), CommandError> {
    let stale = || CommandError::from(ErrorCode::PlanStale);
    let now = trusted_now(rooms).ok_or(ErrorCode::ClockInDoubt)?;
    let due = due(rooms, now)?.ok_or_else(stale)?;
    if due.through.number != through {
        return Err(stale());
    }
    if !audit_heads::verify(rooms)?.intact {
        return Err(ErrorCode::AuditBroken.into());
    }
    let signed = rooms.heads.signer.sign(&rooms.facts.id, due.through, now)?;
    let act = Act::new(EventKind::AuditRolledOver).by(&seated.session);
    match rooms
        .audit
        .roll_over(&act.entry(rooms), due.through, &signed)
    {
        Ok(_) => {
            rooms.heads.now.notify_one();
            Ok(())
        }
        Err(AuditError::NotDue) => Err(stale()),
        Err(error) => Err(error.into()),
    }
}

fn view(rooms: &Rooms) -> Result<AuditKeepingView, CommandError> {
    let rules = rooms.rules();
    // By whichever clock: what is shown is a plan, and only a trusted clock lets it be carried out.
    let due = due(rooms, rooms.clock.now())?;
    let wait = match due {
        Some(_) if trusted_now(rooms).is_none() => Some(AuditWait::ClockInDoubt),
        _ => None,
    };
    Ok(AuditKeepingView {
        folder: rules.audit.folder.clone(),
        keep_years: rules.audit.keep_years,
        due: due.map(|due| AuditDueView {
            through: due.through.number,
            entries: due.rows,
            oldest: due.oldest,
        }),
        wait,
    })
}

/// The time, when the service told it and this PC's clock agrees: what goes then is gone for good, and a
/// time server's packet proves nothing.
fn trusted_now(rooms: &Rooms) -> Option<Timestamp> {
    let now = rooms.clock.now();
    let told = rooms.trusted.answered()?.now();
    (!rooms.trusted.disagrees(now)).then(|| told.min(now))
}

fn due(rooms: &Rooms, now: Timestamp) -> Result<Option<Due>, CommandError> {
    let Some(until) = years_before(now, rooms.rules().audit.keep_years) else {
        return Ok(None);
    };
    Ok(rooms.audit.due(until)?)
}

/// The same moment of the year in Japan, so many years ago.
fn years_before(now: Timestamp, years: u16) -> Option<Timestamp> {
    let japan = TimeZone::fixed(Offset::constant(9));
    let then: DateTime = now.to_zoned(japan.clone()).datetime();
    let then = then.checked_sub(Span::new().years(i64::from(years))).ok()?;
    Some(then.to_zoned(japan).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_those_of_the_calendar_in_japan() {
        let now = "2028-02-29T00:00:00+09:00".parse().unwrap();
        let then = "2023-02-28T00:00:00+09:00".parse().unwrap();
        assert_eq!(years_before(now, 5), Some(then));
        assert_eq!(years_before(Timestamp::MIN, 5), None);
    }
}
