use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rsntp::{AsyncSntpClient, Config, ProtocolError, SynchronizationError, SynchronizationResult};

use crate::time_server::TimeServer;

/// Why a time server told no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// Its name is not known, or nothing can be sent to it.
    #[error("the time server cannot be reached")]
    NotReached,
    /// It did not answer within the limit.
    #[error("the time server does not answer")]
    Silent,
    /// What came is no answer to what was asked.
    #[error("the answer cannot be read")]
    Unreadable,
    /// It does not want to be asked (kiss of death; also stratum 0 without a reason).
    #[error("the time server refuses to answer")]
    Refused,
    /// It says itself that its clock is not set (stratum 16, leap alarm).
    #[error("the time server has no time itself")]
    Unsynchronised,
    /// The answer was too long on its way to tell the time by it, or the clock of this PC was set
    /// meanwhile.
    #[error("the answer took too long to tell the time by")]
    Unsteady,
    /// The clock of this PC stands where a packet cannot say it.
    #[error("the clock of this PC cannot be said in a packet")]
    OwnClock,
}

impl TimeFault {
    /// Its word in the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotReached => "not_reached",
            Self::Silent => "silent",
            Self::Unreadable => "unreadable",
            Self::Refused => "refused",
            Self::Unsynchronised => "unsynchronised",
            Self::Unsteady => "unsteady",
            Self::OwnClock => "own_clock",
        }
    }
}

/// The answer may be wrong by half of this: with more it would not tell whether a clock is a second off.
const STEADY: f64 = 2.0;
/// Two clocks of one machine may read a moment in the wrong order.
const EARLY: f64 = -0.1;
/// 2100-01-01: the packets count seconds in 32 bits.
const LAST: Duration = Duration::from_secs(4_102_444_800);

/// The moment now, as the time server tells it (SNTP). Nothing proves who answered.
///
/// # Errors
/// Why it told none; never later than `limit`.
pub async fn network_time(server: &TimeServer, limit: Duration) -> Result<Timestamp, TimeFault> {
    let own = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    if own.map_or(true, |own| own >= LAST) {
        return Err(TimeFault::OwnClock);
    }
    let told = tokio::time::timeout(limit, ask(server, limit)).await;
    told.unwrap_or(Err(TimeFault::Silent))
}

async fn ask(server: &TimeServer, limit: Duration) -> Result<Timestamp, TimeFault> {
    let found = tokio::net::lookup_host((server.host(), server.port())).await;
    let mut found = found.map_err(|_| TimeFault::NotReached)?;
    let address = found.next().ok_or(TimeFault::NotReached)?;
    let from: IpAddr = match address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let config = Config::default().bind_address(SocketAddr::new(from, 0));
    let client = AsyncSntpClient::with_config(config.timeout(limit));
    let told = client.synchronize(address).await;
    moment(&told.map_err(|error| fault(&error))?)
}

fn moment(told: &SynchronizationResult) -> Result<Timestamp, TimeFault> {
    // An answer does not arrive before its question: then the clock was set in between.
    if !(EARLY..=STEADY).contains(&told.round_trip_delay().as_secs_f64()) {
        return Err(TimeFault::Unsteady);
    }
    let now = told.datetime().into_system_time();
    let now = now.map_err(|_| TimeFault::Unreadable)?;
    Timestamp::try_from(now).map_err(|_| TimeFault::Unreadable)
}

fn fault(error: &SynchronizationError) -> TimeFault {
    match error {
        SynchronizationError::IOError(error) if error.kind() == ErrorKind::TimedOut => {
            TimeFault::Silent
        }
        SynchronizationError::IOError(_) => TimeFault::NotReached,
        SynchronizationError::ProtocolError(ProtocolError::KissODeath(_)) => TimeFault::Refused,
        SynchronizationError::ProtocolError(ProtocolError::ServerNotSynchronized) => {
            TimeFault::Unsynchronised
        }
        SynchronizationError::ProtocolError(_) => TimeFault::Unreadable,
    }
}
