//! The state of the line to the service: up or down, since when, why, and when the next try is.

use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use service::fault::FaultCode;

use crate::options::Pace;
use crate::sync::lock;
use crate::view::{LinkState, ServiceStatusView};

/// The line, shared by everybody who asks or shows it.
#[derive(Debug)]
pub(crate) struct Line {
    pace: Pace,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    link: LinkState,
    since: Option<Timestamp>,
    fault: Option<FaultCode>,
    detail: Option<String>,
    next_try: Option<Timestamp>,
    last_success: Option<Timestamp>,
    failures: u32,
}

/// What a result of asking did to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Nothing that anybody needs to be told.
    None,
    /// It came up (for the first time or again).
    Up,
    /// It went down, or is down for another reason than before.
    Down,
}

impl State {
    /// Only whoever lets the PC back ends that.
    fn is_cut_off(&self) -> bool {
        self.link == LinkState::Down && self.fault == Some(FaultCode::Isolated)
    }
}

impl Line {
    pub(crate) fn new(pace: Pace) -> Self {
        let state = State {
            link: LinkState::Unknown,
            since: None,
            fault: None,
            detail: None,
            next_try: None,
            last_success: None,
            failures: 0,
        };
        Self {
            pace,
            state: Mutex::new(state),
        }
    }

    /// A good answer came. One that was under way while the PC was cut off says nothing of the line.
    pub(crate) fn succeeded(&self, now: Timestamp) -> Turn {
        let mut state = lock(&self.state);
        if state.is_cut_off() {
            return Turn::None;
        }
        state.last_success = Some(now);
        state.failures = 0;
        state.next_try = None;
        if state.link == LinkState::Up {
            return Turn::None;
        }
        state.link = LinkState::Up;
        state.since = Some(now);
        state.fault = None;
        state.detail = None;
        Turn::Up
    }

    /// The line failed. `wait` is what the service asked for, if it did.
    pub(crate) fn failed(
        &self,
        fault: FaultCode,
        detail: Option<String>,
        wait: Option<SignedDuration>,
        now: Timestamp,
    ) -> Turn {
        let mut state = lock(&self.state);
        if state.is_cut_off() {
            return Turn::None;
        }
        state.failures = state.failures.saturating_add(1);
        let pause = wait.unwrap_or_else(|| self.pause(state.failures));
        state.next_try = now.checked_add(pause).ok();
        let turn = if state.link == LinkState::Down && state.fault == Some(fault) {
            Turn::None
        } else {
            Turn::Down
        };
        if state.link != LinkState::Down {
            state.since = Some(now);
        }
        state.link = LinkState::Down;
        state.fault = Some(fault);
        state.detail = detail;
        turn
    }

    /// The PC was cut off from the network on purpose: nothing is tried.
    pub(crate) fn cut_off(&self, now: Timestamp) {
        let mut state = lock(&self.state);
        if state.link != LinkState::Down {
            state.since = Some(now);
        }
        state.link = LinkState::Down;
        state.fault = Some(FaultCode::Isolated);
        state.detail = None;
        state.next_try = None;
    }

    /// There is no service profile (any more).
    pub(crate) fn not_configured(&self) {
        let mut state = lock(&self.state);
        state.link = LinkState::NotConfigured;
        state.fault = Some(FaultCode::NotConfigured);
        state.since = None;
        state.next_try = None;
    }

    /// A service profile was set: nothing is known about the new line.
    pub(crate) fn configured(&self) {
        let mut state = lock(&self.state);
        state.link = LinkState::Unknown;
        state.fault = None;
        state.detail = None;
        state.failures = 0;
    }

    pub(crate) fn is_up(&self) -> bool {
        lock(&self.state).link == LinkState::Up
    }

    /// Since when it has been up without a break.
    pub(crate) fn up_since(&self) -> Option<Timestamp> {
        let state = lock(&self.state);
        state.since.filter(|_| state.link == LinkState::Up)
    }

    /// Why it is down and since when.
    pub(crate) fn down(&self) -> Option<(FaultCode, Timestamp)> {
        let state = lock(&self.state);
        match (state.link, state.fault, state.since) {
            (LinkState::Down, Some(fault), Some(since)) => Some((fault, since)),
            _ => None,
        }
    }

    /// How long to wait from `now` before the next look.
    pub(crate) fn until_next(&self, now: Timestamp) -> Duration {
        let state = lock(&self.state);
        match state.next_try {
            Some(at) => Duration::try_from(now.duration_until(at)).unwrap_or(Duration::ZERO),
            None => self.pace.reception_every,
        }
    }

    pub(crate) fn view(&self, waiting: usize, clock_in_doubt: bool) -> ServiceStatusView {
        let state = lock(&self.state);
        ServiceStatusView {
            link: state.link,
            since: state.since,
            fault: state.fault,
            detail: state.detail.clone(),
            next_try: state.next_try,
            last_success: state.last_success,
            waiting,
            clock_in_doubt,
        }
    }

    /// Doubles from the first wait to the longest.
    fn pause(&self, failures: u32) -> SignedDuration {
        let doubled = self
            .pace
            .first_wait
            .saturating_mul(1 << failures.saturating_sub(1).min(6));
        let capped = doubled.min(self.pace.longest_wait);
        SignedDuration::try_from(capped).unwrap_or(SignedDuration::from_secs(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::ProfileKind;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn the_beginning_of_an_outage_stays_its_beginning() {
        let line = Line::new(Pace::of(ProfileKind::Site));
        assert_eq!(line.succeeded(at(0)), Turn::Up);
        assert_eq!(
            line.failed(FaultCode::Refused, None, None, at(10)),
            Turn::Down
        );
        assert_eq!(
            line.failed(FaultCode::Refused, None, None, at(20)),
            Turn::None
        );
        assert_eq!(
            line.failed(FaultCode::Timeout, None, None, at(30)),
            Turn::Down
        );
        assert_eq!(line.down(), Some((FaultCode::Timeout, at(10))));
        assert_eq!(line.succeeded(at(40)), Turn::Up);
        assert_eq!(line.up_since(), Some(at(40)));
        assert_eq!(line.succeeded(at(50)), Turn::None);
        assert_eq!(line.up_since(), Some(at(40)));
    }

    #[test]
    fn an_answer_that_was_under_way_does_not_bring_a_pc_back_that_was_cut_off() {
        let line = Line::new(Pace::of(ProfileKind::Site));
        line.succeeded(at(0));
        line.cut_off(at(10));
        assert_eq!(line.succeeded(at(11)), Turn::None);
        let refused = line.failed(FaultCode::Refused, None, None, at(12));
        assert_eq!(refused, Turn::None);
        assert_eq!(line.down(), Some((FaultCode::Isolated, at(10))));
        line.configured();
        assert_eq!(line.succeeded(at(20)), Turn::Up);
    }

    #[test]
    fn waits_double_up_to_the_longest_and_the_service_may_ask_for_more() {
        let line = Line::new(Pace::of(ProfileKind::Site));
        let mut waits = Vec::new();
        for _ in 0..8 {
            line.failed(FaultCode::Refused, None, None, at(0));
            waits.push(line.until_next(at(0)).as_secs());
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
        line.failed(
            FaultCode::Busy,
            None,
            Some(SignedDuration::from_secs(300)),
            at(0),
        );
        assert_eq!(line.until_next(at(0)).as_secs(), 300);
    }
}
