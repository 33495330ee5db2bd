use jiff::{SignedDuration, Timestamp, tz};
use sample_clinic::ClinicPatient;

/// Turns "so many minutes before the start" into moments of today in Japan.
///
/// Shortly after midnight the morning's arrivals would fall on the day before; they are then
/// pressed together between midnight and now, in their order, so that nothing depends on the hour.
pub(crate) struct StartClock {
    pub(crate) now: Timestamp,
    /// Midnight in Japan.
    midnight: Timestamp,
    /// Minutes before the start at which the first patient came.
    first: i64,
}

impl StartClock {
    pub(crate) fn new(patients: &[ClinicPatient], now: Timestamp) -> Self {
        let arrivals = patients.iter().filter_map(|p| p.arrival.as_ref());
        let first = arrivals.map(|arrival| arrival.minutes_ago).max();
        let japan = now.to_zoned(tz::TimeZone::fixed(tz::offset(9)));
        Self {
            now,
            midnight: japan
                .start_of_day()
                .map_or(now, |midnight| midnight.timestamp()),
            first: first.unwrap_or_default(),
        }
    }

    /// The moment of something that long ago. What was before the first arrival (an expired
    /// consent of yesterday) stays where it is.
    pub(crate) fn before(&self, minutes: i64) -> Timestamp {
        let ago = SignedDuration::from_mins(minutes);
        let open = self.now.duration_since(self.midnight);
        let room = SignedDuration::from_mins(self.first);
        if minutes > self.first || open > room || minutes <= 0 {
            return self.now - ago;
        }
        // One part more than minutes, so that the first one comes after midnight, not at it.
        let part = open.as_nanos() / i128::from(self.first + 1);
        let pressed = SignedDuration::from_nanos_i128(part * i128::from(minutes));
        self.now - pressed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, world::World};
    use jiff::civil::date;

    fn started(at: &str) -> World {
        let options = Options {
            listen: "127.0.0.1:0".parse().unwrap(),
            clinic_dir: concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/sample-clinic").into(),
            state_dir: "unused".into(),
            faults: Vec::new(),
            today: None,
        };
        World::new(&options, at.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_start_after_midnight_has_the_day_of_a_start_in_the_morning() {
        for at in [
            "2026-11-22T00:00:05+09:00",
            "2026-11-22T01:30:00+09:00",
            "2026-11-22T10:00:00+09:00",
        ] {
            let world = started(at);
            let now: Timestamp = at.parse().unwrap();
            let japan = tz::TimeZone::fixed(tz::offset(9));
            let mut arrived: Vec<_> = world
                .patients
                .iter()
                .filter_map(|r| Some((r.arrival?.at, r)))
                .collect();
            arrived.sort_by_key(|(at, _)| *at);
            assert_eq!(arrived.len(), 18, "{at}");
            let mut planned = Vec::new();
            for (moment, registered) in arrived {
                assert!(moment < now);
                let day = moment.to_zoned(japan.clone()).date();
                assert_eq!(day, date(2026, 11, 22), "{at}");
                planned.push(registered.patient.arrival.as_ref().unwrap().minutes_ago);
                let expired = registered.consents.values().any(|c| c.until <= now);
                assert_eq!(expired, registered.patient.id == "p0010", "{at}");
                assert!(registered.consents.values().all(|c| c.given < now));
            }
            assert!(
                planned.is_sorted_by(|one, next| one > next),
                "in their order"
            );
        }
    }
}
