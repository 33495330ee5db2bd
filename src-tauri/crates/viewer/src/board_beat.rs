//! When the desk learns that fetching has ended. Large answers take longer than small ones, and the
//! categories come one by one: so the board shows an end only on a beat of its own, and never sooner
//! than a while after the fetching began. Whatever came, 完了 looks the same in word, time and size.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use record::vocabulary::PersonId;

use crate::compose::Fetching;
use crate::sync::lock;
use crate::view::{BoardReason, BoardRecords};

/// How the fetching for one person really stands, and under which consent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) person: PersonId,
    /// The earliest end of what was consented to: another one is another fetching.
    pub(crate) until: Option<Timestamp>,
    pub(crate) fetching: Fetching,
}

/// Tells one state of the whole board from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BoardDigest(pub(crate) [u8; 32]);

/// What the board shows of it.
#[derive(Debug)]
pub(crate) struct BoardBeat {
    /// No end is shown sooner than this after the fetching was first seen.
    least: Duration,
    people: Mutex<Option<HashMap<PersonId, Seen>>>,
    /// The board as the desk has it, or was told to ask for it.
    told: Mutex<Option<BoardDigest>>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    until: Option<Timestamp>,
    since: Instant,
    /// The end that is shown, once it is.
    shown: Option<Fetching>,
}

impl BoardBeat {
    pub(crate) fn new(least: Duration) -> Self {
        Self {
            least,
            people: Mutex::new(None),
            told: Mutex::new(None),
        }
    }

    /// The desk has this board now.
    pub(crate) fn answered(&self, board: BoardDigest) {
        *lock(&self.told) = Some(board);
    }

    /// Whether this board is another than the desk has. Told once.
    pub(crate) fn is_news(&self, board: BoardDigest) -> bool {
        lock(&self.told).replace(board) != Some(board)
    }

    /// Takes in how everybody stands, on a beat. Ends that were there at the first beat of a program
    /// that has just started came before it and are shown at once.
    pub(crate) fn beat(&self, standings: &[Standing], now: Instant) {
        let mut people = lock(&self.people);
        let first = people.is_none();
        let before = people.take().unwrap_or_default();
        let seen = standings.iter().map(|standing| {
            let known = before.get(&standing.person).copied();
            let mut seen = known
                .filter(|known| known.until == standing.until)
                .unwrap_or(Seen {
                    until: standing.until,
                    since: now,
                    shown: None,
                });
            let rested = now.saturating_duration_since(seen.since) >= self.least;
            seen.shown = if is_end(standing.fetching) && (first || rested) {
                Some(standing.fetching)
            } else {
                None
            };
            (standing.person, seen)
        });
        *people = Some(seen.collect());
    }

    /// What the board shows of somebody between two beats.
    pub(crate) fn shown(&self, standing: Standing) -> Fetching {
        // A line that is down is no matter of this person, and is said at once.
        if !is_end(standing.fetching) || standing.fetching.reason == Some(BoardReason::Line) {
            return standing.fetching;
        }
        let people = lock(&self.people);
        let seen = people
            .as_ref()
            .and_then(|people| people.get(&standing.person));
        let shown = seen.filter(|seen| seen.until == standing.until);
        shown.and_then(|seen| seen.shown).unwrap_or(Fetching {
            records: BoardRecords::Fetching,
            reason: None,
        })
    }
}

fn is_end(fetching: Fetching) -> bool {
    matches!(
        fetching.records,
        BoardRecords::Complete | BoardRecords::Failed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: Duration = Duration::from_secs(10);

    fn standing(records: BoardRecords) -> Standing {
        Standing {
            person: PersonId(1),
            until: Some(Timestamp::UNIX_EPOCH),
            fetching: Fetching {
                records,
                reason: None,
            },
        }
    }

    #[test]
    fn an_end_is_shown_on_a_beat_and_not_before_the_same_while_whatever_came() {
        use BoardRecords::{Complete, Fetching};
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        // A small answer was there at once, a large one after nine seconds.
        for complete_at in [1, 9] {
            let board = BoardBeat::new(LEAST);
            board.beat(&[], start);
            for second in 0..=12 {
                let truth = standing(if second < complete_at {
                    Fetching
                } else {
                    Complete
                });
                if second % 2 == 0 {
                    board.beat(&[truth], at(second));
                }
                let expected = if second < 10 { Fetching } else { Complete };
                assert_eq!(
                    board.shown(truth).records,
                    expected,
                    "{complete_at} {second}"
                );
            }
        }
    }

    #[test]
    fn what_was_complete_before_the_start_is_complete_and_a_new_consent_begins_anew() {
        let board = BoardBeat::new(LEAST);
        let complete = standing(BoardRecords::Complete);
        assert_eq!(board.shown(complete).records, BoardRecords::Fetching);
        board.beat(&[complete], Instant::now());
        assert_eq!(board.shown(complete).records, BoardRecords::Complete);
        let renewed = Standing {
            until: Some(Timestamp::MAX),
            ..complete
        };
        assert_eq!(board.shown(renewed).records, BoardRecords::Fetching);
    }

    #[test]
    fn the_desk_is_told_of_every_board_that_it_does_not_have() {
        let board = BoardBeat::new(LEAST);
        let (before, failed) = (BoardDigest([0; 32]), BoardDigest([1; 32]));
        assert!(board.is_news(before) && !board.is_news(before));
        // Loaded between two beats, and over by the next one.
        board.answered(failed);
        assert!(board.is_news(before));
    }

    #[test]
    fn a_line_that_is_down_is_said_at_once() {
        let board = BoardBeat::new(LEAST);
        let mut down = standing(BoardRecords::Failed);
        down.fetching.reason = Some(BoardReason::Line);
        assert_eq!(board.shown(down), down.fetching);
    }
}
