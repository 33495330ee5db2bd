//! Measures this PC's clock at the start and hourly: asks the site's time server (NTP) where it has one,
//! and writes down what the clock is off by. Nothing waits for it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::EventKind;
use jiff::SignedDuration;
use service::{TimeFault, TimeServer, network_time};
use tokio_util::sync::CancellationToken;

use super::audit_watch::{clock, note};
use super::look::note_clock;
use crate::error::CommandError;
use crate::record_act::Act;
use crate::rooms::Rooms;

/// Between two looks at whether something is due.
const LOOK: Duration = Duration::from_secs(10);
/// Between two measurings of the clock, and two askings of the time server.
const MEASURE: Duration = Duration::from_secs(60 * 60);
/// After an asking that told nothing.
const SOON: Duration = Duration::from_secs(5 * 60);
/// How long an answer is waited for.
const LIMIT: Duration = Duration::from_secs(4);
/// By less than this a clock does not differ: the service tells whole seconds.
const WORTH_A_LINE: SignedDuration = SignedDuration::from_secs(1);

/// Measures until told to close.
pub(super) async fn keep_measuring(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut turns = Turns::default();
    loop {
        // No packet leaves a PC that is cut off.
        let server = rooms.rules().time_server();
        let server = server.filter(|_| !rooms.emergencies.isolated());
        if let Some(server) = server.filter(|server| turns.ask_is_due(server)) {
            let asked = tokio::select! {
                () = closing.cancelled() => return,
                asked = ask(&rooms, &server) => asked,
            };
            heard(&rooms, &mut turns, server, asked).await;
        }
        // Also as soon as something first tells the time after the start.
        if turns.measure_is_due(rooms.trusted.offset(rooms.clock.now()).is_some()) {
            note(&rooms, measured).await;
        }
        tokio::select! {
            () = closing.cancelled() => return,
            () = rooms.trusted.ask_now.notified() => turns.ask_soon(),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// How an asking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The clock is measured by what was told.
    Told,
    /// Nothing was told that counts; its word in the log, and when to ask again.
    Not(&'static str, Duration),
    /// The PC was cut off meanwhile.
    CutOff,
}

async fn ask(rooms: &Rooms, server: &TimeServer) -> Asked {
    let asking = async { Ok(network_time(server, LIMIT).await) };
    match rooms.on_line(asking).await {
        Err(_) => Asked::CutOff,
        // Who refuses is not asked more often than before.
        Ok(Err(fault @ TimeFault::Refused)) => Asked::Not(fault.code(), MEASURE),
        Ok(Err(fault)) => Asked::Not(fault.code(), SOON),
        Ok(Ok(told)) => match rooms.trusted.note_server(told) {
            Ok(()) => Asked::Told,
            Err(why) => Asked::Not(why.code(), SOON),
        },
    }
}

async fn heard(rooms: &Arc<Rooms>, turns: &mut Turns, server: TimeServer, asked: Asked) {
    match asked {
        Asked::Told => {
            turns.told(server);
            note(rooms, |rooms| {
                note_clock(rooms);
                Ok(())
            })
            .await;
        }
        Asked::Not(code, pause) => {
            if turns.not_told(server, code, pause) {
                note(rooms, move |rooms| not_told(rooms, code)).await;
            }
        }
        Asked::CutOff => turns.ask_soon(),
    }
}

/// What was done when.
#[derive(Debug, Default)]
struct Turns {
    measured: Option<Instant>,
    /// Whom, and when they are asked again.
    asked: Option<(TimeServer, Instant)>,
    /// Why nothing was told the last time.
    trouble: Option<&'static str>,
}

impl Turns {
    /// At once when another server was named.
    fn ask_is_due(&self, server: &TimeServer) -> bool {
        let asked = self.asked.as_ref();
        asked.is_none_or(|(asked, again)| asked != server || Instant::now() >= *again)
    }

    fn ask_soon(&mut self) {
        self.asked = None;
    }

    fn told(&mut self, server: TimeServer) {
        self.asked = Some((server, Instant::now() + MEASURE));
        self.trouble = None;
        self.measured = None;
    }

    /// Whether that is news.
    fn not_told(&mut self, server: TimeServer, code: &'static str, pause: Duration) -> bool {
        self.asked = Some((server, Instant::now() + pause));
        self.trouble.replace(code) != Some(code)
    }

    fn measure_is_due(&mut self, told: bool) -> bool {
        let due = told && self.measured.is_none_or(|at| at.elapsed() >= MEASURE);
        if due {
            self.measured = Some(Instant::now());
        }
        due
    }
}

fn measured(rooms: &Rooms) -> Result<(), CommandError> {
    match rooms.trusted.offset(rooms.clock.now()) {
        Some(ahead) if ahead.abs() > WORTH_A_LINE => clock("offset", ahead).write_now(rooms),
        _ => Ok(()),
    }
}

fn not_told(rooms: &Rooms, code: &str) -> Result<(), CommandError> {
    Act::new(EventKind::Clock)
        .failed("time_server")
        .because("time_server", Some(code))
        .write_now(rooms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_measured_once_something_tells_the_time_and_then_hourly() {
        let mut turns = Turns::default();
        assert!(!turns.measure_is_due(false));
        assert!(turns.measure_is_due(true));
        assert!(!turns.measure_is_due(true));
        turns.told("ntp.clins.invalid".parse().unwrap());
        assert!(turns.measure_is_due(true), "by what was just told");
    }

    #[test]
    fn a_server_is_asked_at_once_when_it_is_named_and_again_after_a_while() {
        let server = |name: &str| -> TimeServer { name.parse().unwrap() };
        let mut turns = Turns::default();
        assert!(turns.ask_is_due(&server("a.invalid")));
        turns.told(server("a.invalid"));
        assert!(!turns.ask_is_due(&server("a.invalid")));
        assert!(turns.ask_is_due(&server("b.invalid")));
        assert!(turns.not_told(server("b.invalid"), "silent", SOON));
        assert!(!turns.ask_is_due(&server("b.invalid")));
        assert!(!turns.not_told(server("b.invalid"), "silent", Duration::ZERO));
        assert!(turns.ask_is_due(&server("b.invalid")), "the pause is over");
        assert!(turns.not_told(server("b.invalid"), "unreadable", SOON));
        turns.ask_soon();
        assert!(turns.ask_is_due(&server("b.invalid")));
    }
}
