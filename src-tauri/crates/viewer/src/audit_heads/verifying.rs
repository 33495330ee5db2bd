use audit::{Break, Head, HeadFit, SignedHead, Start, Verification};
use jiff::{SignedDuration, Timestamp};

use super::kept::{Kept, Lying};
use crate::audit_rules::AuditRules;
use crate::error::CommandError;
use crate::rooms::Rooms;
use crate::view::{AuditBreak, AuditHeadView, AuditVerificationView, HeadStanding};

/// Checks the whole chain against every head that this PC signed, wherever it lies.
///
/// # Errors
/// When the store cannot be read for another reason than damage.
pub(crate) fn verify(rooms: &Rooms) -> Result<AuditVerificationView, CommandError> {
    let places = Kept::everywhere(rooms);
    let mut known: Vec<Head> = Vec::new();
    for place in &places {
        if let Lying::Heads(heads, _) = &place.lying {
            known.extend(heads.iter().map(|signed| signed.head));
        }
    }
    let found = rooms.audit.verify_against(&known)?;
    let start = rooms.audit.start()?;
    let key = rooms.heads.signer.key()?;
    let sealed = start.as_ref().is_none_or(|start| {
        let seal = start.sealed.as_ref();
        seal.is_some_and(|seal| seal.head == start.head && seal.is_of(&key))
    });
    let mut fits = found.heads.iter().copied();
    let heads = places
        .iter()
        .map(|kept| head_view(kept, &mut fits, start.as_ref()))
        .collect();
    Ok(view(&found, sealed, heads, key.to_string()))
}

fn view(
    found: &Verification,
    sealed: bool,
    heads: Vec<AuditHeadView>,
    key: String,
) -> AuditVerificationView {
    let unproven = found.intact() && !sealed;
    let start = unproven.then_some(found.start);
    let early = heads
        .iter()
        .any(|head| head.standing == HeadStanding::ClosedTooEarly);
    AuditVerificationView {
        intact: found.intact() && sealed && !early,
        start: found.start,
        checked: found.checked,
        broken_at: start.or(found.broken_at),
        since: start.or(found.since),
        how: if unproven {
            Some(AuditBreak::StartUnproven)
        } else {
            found.how.map(as_view)
        },
        heads,
        key,
    }
}

fn head_view(
    kept: &Kept,
    fits: &mut impl Iterator<Item = HeadFit>,
    start: Option<&Start>,
) -> AuditHeadView {
    let none = |standing| AuditHeadView {
        place: kept.place,
        standing,
        newest: None,
        at: None,
        heads: 0,
        foreign: 0,
    };
    let (heads, foreign) = match &kept.lying {
        Lying::Heads(heads, foreign) => (heads, *foreign),
        Lying::Unreachable => return none(HeadStanding::Unreachable),
        Lying::Closed => return none(HeadStanding::Closed),
        Lying::NotNamed => return none(HeadStanding::NotNamed),
    };
    let standings = heads
        .iter()
        .zip(fits)
        .map(|(head, fit)| standing(head, fit, start));
    let worst = standings.max().unwrap_or(HeadStanding::Empty);
    let newest = heads.last();
    AuditHeadView {
        place: kept.place,
        standing: worst,
        newest: newest.map(|signed| signed.head.number),
        at: newest.map(|signed| signed.at),
        heads: heads.len(),
        foreign,
    }
}

fn standing(head: &SignedHead, fit: HeadFit, start: Option<&Start>) -> HeadStanding {
    match fit {
        HeadFit::Fits => HeadStanding::Fits,
        HeadFit::Differs => HeadStanding::Differs,
        HeadFit::Beyond => HeadStanding::Beyond,
        HeadFit::Unread => HeadStanding::Unread,
        HeadFit::BeforeStart => {
            let closed = start.and_then(|start| start.sealed.as_ref());
            match closed {
                Some(closed) if too_early(head.at, closed.at) => HeadStanding::ClosedTooEarly,
                _ => HeadStanding::Fits,
            }
        }
    }
}

/// Rows that were signed as the newest at `signed` may not be closed off within the shortest time
/// that any site may set.
fn too_early(signed: Timestamp, closed: Timestamp) -> bool {
    let least = SignedDuration::from_hours(i64::from(AuditRules::LEAST_YEARS) * 365 * 24);
    closed.duration_since(signed) < least
}

const fn as_view(how: Break) -> AuditBreak {
    match how {
        Break::Missing => AuditBreak::Missing,
        Break::Moved => AuditBreak::Moved,
        Break::Changed => AuditBreak::Changed,
        Break::Unreadable => AuditBreak::Unreadable,
        Break::Cut => AuditBreak::Cut,
        Break::Rewritten => AuditBreak::Rewritten,
        Break::StartUnproven => AuditBreak::StartUnproven,
    }
}
