use std::sync::Mutex;

use cache::{Desk, StoreError};
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use service::ServiceMode;

use super::remembered::BLOB;
use super::{EmergencyKind, EmergencyUse, Ended, EndedBy, Review};
use crate::reading::OpenModes;
use crate::sync::lock;

/// A line that comes back for less than this has not come back: the same declaration goes on.
const SAME_OUTAGE: SignedDuration = SignedDuration::from_mins(10);
/// Reviewed uses that are kept for the screens; the audit keeps all.
const KEPT: usize = 100;

/// Every use on this PC that runs or waits for its review. Kept in the desk store, so that a restart
/// in the middle of an outage ends nothing and forgets no task.
#[derive(Debug, Default)]
pub(crate) struct Emergencies(pub(super) Mutex<Known>);

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    format: u32,
    /// The number of the newest use.
    pub(super) next: u64,
    /// In the order of their beginning.
    pub(super) uses: Vec<EmergencyUse>,
    /// Of the uses that begin in the log up to this row none is missing here.
    #[serde(default)]
    pub(super) log_seen: u64,
    /// The number of the newest of them.
    #[serde(default)]
    pub(super) seen_next: u64,
    /// The desk store does not hold all of it yet: the disk is full.
    #[serde(skip)]
    unsaved: bool,
    /// Made anew without the log: what the desk store holds is not to be replaced by it.
    #[serde(skip)]
    pub(super) unproven: bool,
}

/// What is on for one reader and one patient.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modes {
    pub(crate) open: OpenModes,
    /// The modes of the service, and since when: what came since then may be read.
    service: Vec<(ServiceMode, Timestamp)>,
}

impl Modes {
    /// What is on for a section whose newest answer came at `last`.
    pub(crate) fn with_answer_of(&self, last: Option<Timestamp>) -> OpenModes {
        let came_since = |since| last.is_some_and(|last| last >= since);
        let modes = self.service.iter().copied();
        let told = foremost(modes.filter(|(_, since)| came_since(*since)));
        OpenModes {
            service: told.map(|(mode, _)| mode),
            ..self.open
        }
    }
}

/// Of several modes of the service the one that opens most, else the one that began first: under it the service is
/// asked and in its name is read, so that its report has both. Whose mode it is matters for reading alone: of a patient
/// whose 救急時 somebody else declared, the service is asked under it and they read on their own grounds. With what
/// stands beside it.
fn foremost<T>(modes: impl Iterator<Item = (ServiceMode, T)>) -> Option<(ServiceMode, T)> {
    // Of equals it is the first.
    modes.min_by_key(|(mode, _)| *mode != ServiceMode::Emergency)
}

impl Emergencies {
    /// Keeps a use that begins; answers its number. A full disk must not stop an emergency whose
    /// audit row is written: it is kept in memory then, and [`Self::save`] tries again.
    pub(crate) fn begin(&self, desk: &Desk, mut begun: EmergencyUse) -> u64 {
        let mut known = lock(&self.0);
        known.next += 1;
        begun.number = known.next;
        let number = begun.number;
        known.uses.push(begun);
        keep(desk, &mut known);
        number
    }

    /// 障害時閲覧, if it is on.
    pub(crate) fn outage_reading(&self, now: Timestamp) -> Option<EmergencyUse> {
        self.find(|used| used.kind == EmergencyKind::OutageReading && used.runs(now))
    }

    /// What is on for one reader and one patient.
    pub(crate) fn modes(&self, now: Timestamp, reader: &str, person: PersonId) -> Modes {
        let known = lock(&self.0);
        let running = |used: &&EmergencyUse| used.runs(now);
        let mut modes = Modes::default();
        for used in known.uses.iter().filter(running) {
            let mine = used.by.account == reader && used.person == Some(person);
            match used.kind {
                EmergencyKind::OutageReading => modes.open.outage_reading = true,
                EmergencyKind::PersonReading => modes.open.emergency |= mine,
                kind => {
                    let alone = kind == EmergencyKind::ServiceEmergency;
                    if let Some(mode) = kind.service_mode().filter(|_| mine || !alone) {
                        modes.service.push((mode, used.answers_from()));
                    }
                }
            }
        }
        modes
    }

    /// The mode of the service under which this person may be asked about without a consent, and
    /// its end. A refusal gives way to 救急時医療情報閲覧 of that person alone.
    pub(crate) fn service_mode(
        &self,
        now: Timestamp,
        person: PersonId,
        refused: bool,
    ) -> Option<(ServiceMode, Timestamp)> {
        let known = lock(&self.0);
        let running = known.uses.iter().filter(|used| used.runs(now));
        foremost(running.filter_map(|used| {
            let mode = used.kind.service_mode()?;
            let of_them = match mode {
                ServiceMode::Emergency => used.person == Some(person),
                ServiceMode::Disaster | ServiceMode::SystemFault => !refused,
            };
            Some((mode, used.until?)).filter(|_| of_them)
        }))
    }

    /// What runs now.
    pub(crate) fn running(&self, now: Timestamp) -> Vec<EmergencyUse> {
        let known = lock(&self.0);
        let running = known.uses.iter().filter(|used| used.runs(now));
        running.cloned().collect()
    }

    /// Whether the PC is cut off from the network.
    pub(crate) fn isolated(&self) -> bool {
        self.isolated_since().is_some()
    }

    /// Since when it is.
    pub(crate) fn isolated_since(&self) -> Option<Timestamp> {
        let isolation = self.lasting(EmergencyKind::Isolation, None);
        isolation.map(|used| used.from)
    }

    /// The use of that number.
    pub(crate) fn numbered(&self, number: u64) -> Option<EmergencyUse> {
        self.find(|used| used.number == number)
    }

    /// The running use of a kind, by this account or by anybody.
    pub(crate) fn lasting(&self, kind: EmergencyKind, by: Option<&str>) -> Option<EmergencyUse> {
        self.find(|used| {
            used.kind == kind
                && used.ended.is_none()
                && by.is_none_or(|account| used.by.account == account)
        })
    }

    /// All that is known, oldest first.
    pub(crate) fn all(&self) -> Vec<EmergencyUse> {
        lock(&self.0).uses.clone()
    }

    /// How many wait for their review.
    pub(crate) fn open_tasks(&self) -> usize {
        let known = lock(&self.0);
        let open = known.uses.iter().filter(|used| used.review.is_none());
        open.count()
    }

    /// Another end than before; false when it does not run any more.
    pub(crate) fn extend(
        &self,
        desk: &Desk,
        number: u64,
        until: Timestamp,
        now: Timestamp,
    ) -> bool {
        self.change(desk, number, |used| {
            let runs = used.runs(now);
            if runs {
                used.until = Some(until);
            }
            runs
        })
    }

    /// Ends it; false when it has ended.
    pub(crate) fn end(&self, desk: &Desk, number: u64, ended: Ended) -> bool {
        self.change(desk, number, |used| {
            let lasts = used.ended.is_none();
            if lasts {
                used.ended = Some(ended);
            }
            lasts
        })
    }

    /// Somebody looked at it; false when it was reviewed before, or still runs.
    pub(crate) fn review(&self, desk: &Desk, number: u64, review: Review) -> bool {
        let reviewed = self.change(desk, number, |used| {
            let open = used.ended.is_some() && used.review.is_none();
            if open {
                used.review = Some(review);
            }
            open
        });
        let mut known = lock(&self.0);
        let done = known.uses.iter().filter(|used| used.review.is_some());
        let mut surplus = done.count().saturating_sub(KEPT);
        if surplus > 0 {
            known.uses.retain(|used| {
                let stays = used.review.is_none() || surplus == 0;
                surplus -= usize::from(!stays);
                stays
            });
            keep(desk, &mut known);
        }
        reviewed
    }

    /// What ran out before `surely`, and what began after `latest`, by a clock that was ahead; each is
    /// told once.
    pub(crate) fn run_out(
        &self,
        desk: &Desk,
        surely: Timestamp,
        latest: Timestamp,
    ) -> Vec<EmergencyUse> {
        let mut known = lock(&self.0);
        let mut over = Vec::new();
        for used in &mut known.uses {
            let at = used.until.and_then(|until| match until <= surely {
                true => Some(until),
                false => used.begins_after(latest).then_some(used.from),
            });
            if let (Some(at), None) = (at, used.ended) {
                let by = EndedBy::Time;
                used.ended = Some(Ended { at, by });
                over.push(used.clone());
            }
        }
        if !over.is_empty() {
            keep(desk, &mut known);
        }
        over
    }

    /// The service is there: 障害時閲覧 ends, every declaration of it.
    pub(crate) fn service_returned(&self, desk: &Desk, at: Timestamp) -> Vec<EmergencyUse> {
        let mut known = lock(&self.0);
        let lasting = |used: &&mut EmergencyUse| {
            used.kind == EmergencyKind::OutageReading && used.ended.is_none()
        };
        let mut over = Vec::new();
        for used in known.uses.iter_mut().filter(lasting) {
            let by = EndedBy::ServiceReturned;
            used.ended = Some(Ended { at, by });
            over.push(used.clone());
        }
        if !over.is_empty() {
            keep(desk, &mut known);
        }
        over
    }

    /// The line is gone again: a declaration that ended a moment ago, because the line had come back,
    /// goes on until its own end.
    pub(crate) fn service_lost(&self, desk: &Desk, now: Timestamp) -> Option<EmergencyUse> {
        let mut known = lock(&self.0);
        let last = known.uses.iter_mut().rev();
        let used = last
            .into_iter()
            .find(|used| used.kind == EmergencyKind::OutageReading)?;
        let ended = used.ended?;
        let moment_ago = now.duration_since(ended.at) < SAME_OUTAGE;
        let goes_on = ended.by == EndedBy::ServiceReturned
            && moment_ago
            && used.review.is_none()
            && used.until.is_some_and(|until| now < until);
        if !goes_on {
            return None;
        }
        used.ended = None;
        let used = used.clone();
        keep(desk, &mut known);
        Some(used)
    }

    /// The next moment at which something runs out.
    pub(crate) fn next_end(&self) -> Option<Timestamp> {
        let known = lock(&self.0);
        let lasting = known.uses.iter().filter(|used| used.ended.is_none());
        lasting.filter_map(|used| used.until).min()
    }

    /// Tries once more to keep what a full disk did not take.
    pub(crate) fn save(&self, desk: &Desk) {
        let mut known = lock(&self.0);
        if known.unsaved {
            keep(desk, &mut known);
        }
    }

    fn find(&self, fits: impl Fn(&EmergencyUse) -> bool) -> Option<EmergencyUse> {
        let known = lock(&self.0);
        let mut newest_first = known.uses.iter().rev();
        newest_first.find(|used| fits(used)).cloned()
    }

    fn change(
        &self,
        desk: &Desk,
        number: u64,
        change: impl FnOnce(&mut EmergencyUse) -> bool,
    ) -> bool {
        let mut known = lock(&self.0);
        let used = known.uses.iter_mut().find(|used| used.number == number);
        let changed = used.is_some_and(change);
        if changed {
            keep(desk, &mut known);
        }
        changed
    }
}

pub(super) fn keep(desk: &Desk, known: &mut Known) {
    if known.unproven {
        return;
    }
    known.format = 1;
    let written = serde_json::to_vec(known)
        .map_err(|_| StoreError::Damaged)
        .and_then(|bytes| desk.put_blob(BLOB, &bytes));
    known.unsaved = written.is_err();
}

#[cfg(test)]
mod tests;
