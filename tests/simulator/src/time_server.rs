use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

use crate::error::SimulatorError;

/// A time server (NTP over UDP) on loopback that answers as it is told. Ends when it is dropped.
#[derive(Debug)]
pub struct TimeServer {
    address: SocketAddr,
    play: Arc<Play>,
    serving: JoinHandle<()>,
}

/// What it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeAnswer {
    /// The time, so many seconds ahead.
    Ahead(i64),
    /// It has no time itself: stratum 16.
    Unset,
    /// It has no time itself: the leap alarm.
    Alarm,
    /// Kiss of death: it does not want to be asked so often.
    Refusal,
    /// An answer to a question that nobody asked.
    Guess,
    /// An answer that was so many seconds on its way.
    Late(i64),
    /// Less than an answer.
    Stump,
    /// Bytes without a meaning.
    Noise,
    /// Nothing.
    Silence,
}

#[derive(Debug)]
struct Play {
    answer: Mutex<TimeAnswer>,
    asked: AtomicUsize,
}

const LENGTH: usize = 48;
/// Seconds between 1900, where NTP begins, and 1970.
const SINCE_1900: i64 = 2_208_988_800;

impl TimeServer {
    /// Listens on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(answer: TimeAnswer) -> Result<Self, SimulatorError> {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listen = |source| SimulatorError::Listen {
            address: any,
            source,
        };
        let socket = UdpSocket::bind(any).await.map_err(listen)?;
        let address = socket.local_addr().map_err(listen)?;
        let play = Arc::new(Play {
            answer: Mutex::new(answer),
            asked: AtomicUsize::new(0),
        });
        let serving = tokio::spawn(serve(socket, play.clone()));
        Ok(Self {
            address,
            play,
            serving,
        })
    }

    /// `address:port`.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Answers so from now on.
    pub fn answer_with(&self, answer: TimeAnswer) {
        *self
            .play
            .answer
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = answer;
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.play.asked.load(Ordering::SeqCst)
    }
}

impl Drop for TimeServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(socket: UdpSocket, play: Arc<Play>) {
    let mut asked = [0; LENGTH];
    while let Ok((length, from)) = socket.recv_from(&mut asked).await {
        if length != LENGTH {
            continue;
        }
        play.asked.fetch_add(1, Ordering::SeqCst);
        let answer = *play.answer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(packet) = packet(answer, &asked) {
            // Who does not wait any more is not answered.
            let _ = socket.send_to(&packet, from).await;
        }
    }
}

fn packet(answer: TimeAnswer, asked: &[u8; LENGTH]) -> Option<Vec<u8>> {
    let (leap, stratum, ahead, late): (u8, u8, i64, i64) = match answer {
        TimeAnswer::Silence => return None,
        TimeAnswer::Stump => return Some(vec![0x24; 20]),
        TimeAnswer::Noise => return Some(vec![0xff; LENGTH]),
        TimeAnswer::Ahead(seconds) => (0, 2, seconds, 0),
        TimeAnswer::Late(seconds) => (0, 2, 0, seconds),
        TimeAnswer::Unset => (0, 16, 0, 0),
        TimeAnswer::Alarm => (3, 2, 0, 0),
        TimeAnswer::Refusal => (0, 0, 0, 0),
        TimeAnswer::Guess => (0, 2, 0, 0),
    };
    // Version 4, from a server.
    let mut packet = vec![(leap << 6) | 0b100_100, stratum, 6, 0xec];
    // The way to the root clock and how sure it is: nothing to say.
    packet.extend([0; 8]);
    packet.extend(if stratum == 0 {
        *b"RATE"
    } else {
        [127, 0, 0, 1]
    });
    packet.extend(moment(ahead)?);
    let own = asked.get(40..)?;
    if answer == TimeAnswer::Guess {
        packet.extend(own.iter().map(|byte| byte ^ 1));
    } else {
        packet.extend(own);
    }
    packet.extend(moment(ahead)?);
    // It says that it sent the answer before it had the question: the way seems long.
    packet.extend(moment(ahead.checked_sub(late)?)?);
    Some(packet)
}

/// Now, and so many seconds on: seconds since 1900, and the part of one, in 32 bits each.
fn moment(ahead: i64) -> Option<[u8; 8]> {
    let now = Timestamp::now();
    let seconds = now.as_second().checked_add(SINCE_1900)?;
    let seconds = u64::try_from(seconds.checked_add(ahead)?).ok()?;
    let nanos = u64::try_from(now.subsec_nanosecond()).ok()?;
    let part = (nanos << 32) / 1_000_000_000;
    Some(((seconds << 32) | part).to_be_bytes())
}
