//! At which moment an answer came. The clock of this PC is believed as far as what the service told
//! allows: an as-of must never lie in the future, nor make old what is new.

use cache::ToldBy;
use jiff::{SignedDuration, Timestamp};

use crate::rooms::Rooms;
use crate::rules::CLOCKS_DIFFER;

/// A moment is told in whole seconds and was on its way for a while.
const ROUGHLY: SignedDuration = SignedDuration::from_secs(2);

/// A moment and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrived {
    pub(crate) at: Timestamp,
    pub(crate) told: ToldBy,
}

/// What comes from the service now comes at this moment. The line is timed by it as well, since what
/// is live is told by comparing the two.
pub(crate) fn arrived(rooms: &Rooms) -> Arrived {
    let trusted = rooms.trusted.now().map(cache::retention::TrustedTime::now);
    by(rooms.clock.now(), trusted)
}

fn by(own: Timestamp, trusted: Option<Timestamp>) -> Arrived {
    let Some(trusted) = trusted else {
        return Arrived {
            at: own,
            told: ToldBy::OwnClock,
        };
    };
    let ahead = own.duration_since(trusted);
    let believed = -CLOCKS_DIFFER <= ahead && ahead <= ROUGHLY;
    Arrived {
        at: if believed { own } else { trusted },
        told: ToldBy::Trusted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn the_clock_of_the_pc_is_believed_where_the_service_agrees_and_never_ahead_of_it() {
        let told = |own: i64| {
            let arrived = by(at(own), Some(at(0)));
            assert_eq!(arrived.told, ToldBy::Trusted);
            arrived.at
        };
        assert_eq!(told(1), at(1));
        assert_eq!(told(50), at(0), "a little fast is nobody's doubt yet");
        assert_eq!(told(-50), at(-50));
        assert_eq!(told(-70), at(0));
        assert_eq!(told(365 * 86_400), at(0));
        assert_eq!(told(-26 * 365 * 86_400), at(0));
    }

    #[test]
    fn as_long_as_nobody_told_the_time_it_is_the_clock_of_the_pc_and_said_to_be() {
        let arrived = by(at(240), None);
        assert_eq!((arrived.at, arrived.told), (at(240), ToldBy::OwnClock));
    }
}
