use std::{fmt, str::FromStr, time::Duration};

use crate::SimulatorError;

/// The names, with what their parameters are.
pub(crate) const NAMES: [&str; 18] = [
    "down",
    "blackhole",
    "drip",
    "cut:N",
    "status:CODE",
    "retry-after:S",
    "tls:wrong-ca",
    "tls:expired",
    "tls:wrong-name",
    "tls:old-version",
    "tls:no-client-cert",
    "captive",
    "huge:MB",
    "garbage",
    "wrong-patient",
    "consent-expired",
    "late:MS",
    "flap:ON/OFF",
];

/// One thing that goes wrong, while it is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `down`: nothing listens, connections are refused.
    Down,
    /// `blackhole`: connections are accepted and never answered.
    Blackhole,
    /// `drip`: the body comes at one byte a second.
    Drip,
    /// `cut:N`: the connection closes after N bytes of the body.
    Cut(usize),
    /// `status:CODE`: every answer has this HTTP status.
    Status(u16),
    /// `retry-after:S`: 503 with `Retry-After`, in seconds.
    RetryAfter(u64),
    /// `tls:…`: the handshake fails.
    Tls(TlsFault),
    /// `captive`: 200 with an HTML page of somebody else.
    Captive,
    /// `huge:MB`: an answer of that many megabytes.
    Huge(usize),
    /// `garbage`: 200 with bytes that are not JSON.
    Garbage,
    /// `wrong-patient`: clinical answers are about somebody else.
    WrongPatient,
    /// `consent-expired`: every clinical question is refused as expired.
    ConsentExpired,
    /// `late:MS`: every answer waits so many milliseconds.
    Late(u64),
    /// `flap:ON/OFF`: listens for ON seconds, then refuses for OFF seconds, over and over.
    Flap(Duration, Duration),
}

/// How the handshake fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFault {
    /// The server's certificate is from a CA the client does not know.
    WrongCa,
    /// The server's certificate has expired.
    Expired,
    /// The server's certificate is for another name.
    WrongName,
    /// The server knows only TLS 1.1: it answers the hello with a `protocol_version` alert.
    OldVersion,
    /// The server refuses the client's certificate.
    NoClientCert,
}

impl FromStr for Fault {
    type Err = SimulatorError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        read(name).ok_or_else(|| SimulatorError::UnknownFault {
            name: name.to_owned(),
        })
    }
}

fn read(name: &str) -> Option<Fault> {
    let (word, parameter) = name.split_once(':').unwrap_or((name, ""));
    Some(match (word, parameter) {
        ("down", "") => Fault::Down,
        ("blackhole", "") => Fault::Blackhole,
        ("drip", "") => Fault::Drip,
        ("captive", "") => Fault::Captive,
        ("garbage", "") => Fault::Garbage,
        ("wrong-patient", "") => Fault::WrongPatient,
        ("consent-expired", "") => Fault::ConsentExpired,
        ("cut", bytes) => Fault::Cut(bytes.parse().ok()?),
        ("status", code) => Fault::Status(code.parse().ok().filter(|c| (100..600).contains(c))?),
        ("retry-after", seconds) => Fault::RetryAfter(seconds.parse().ok()?),
        ("huge", megabytes) => Fault::Huge(megabytes.parse().ok()?),
        ("late", milliseconds) => Fault::Late(milliseconds.parse().ok()?),
        ("flap", times) => {
            let (on, off) = times.split_once('/')?;
            let seconds = |text: &str| {
                let seconds: f64 = text.parse().ok()?;
                Duration::try_from_secs_f64(seconds)
                    .ok()
                    .filter(|time| !time.is_zero())
            };
            Fault::Flap(seconds(on)?, seconds(off)?)
        }
        ("tls", "wrong-ca") => Fault::Tls(TlsFault::WrongCa),
        ("tls", "expired") => Fault::Tls(TlsFault::Expired),
        ("tls", "wrong-name") => Fault::Tls(TlsFault::WrongName),
        ("tls", "old-version") => Fault::Tls(TlsFault::OldVersion),
        ("tls", "no-client-cert") => Fault::Tls(TlsFault::NoClientCert),
        _ => return None,
    })
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Down => f.write_str("down"),
            Self::Blackhole => f.write_str("blackhole"),
            Self::Drip => f.write_str("drip"),
            Self::Cut(bytes) => write!(f, "cut:{bytes}"),
            Self::Status(code) => write!(f, "status:{code}"),
            Self::RetryAfter(seconds) => write!(f, "retry-after:{seconds}"),
            Self::Tls(TlsFault::WrongCa) => f.write_str("tls:wrong-ca"),
            Self::Tls(TlsFault::Expired) => f.write_str("tls:expired"),
            Self::Tls(TlsFault::WrongName) => f.write_str("tls:wrong-name"),
            Self::Tls(TlsFault::OldVersion) => f.write_str("tls:old-version"),
            Self::Tls(TlsFault::NoClientCert) => f.write_str("tls:no-client-cert"),
            Self::Captive => f.write_str("captive"),
            Self::Huge(megabytes) => write!(f, "huge:{megabytes}"),
            Self::Garbage => f.write_str("garbage"),
            Self::WrongPatient => f.write_str("wrong-patient"),
            Self::ConsentExpired => f.write_str("consent-expired"),
            Self::Late(milliseconds) => write!(f, "late:{milliseconds}"),
            Self::Flap(on, off) => write!(f, "flap:{}/{}", on.as_secs_f64(), off.as_secs_f64()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for name in NAMES {
            let name = name
                .replace("CODE", "503")
                .replace("ON/OFF", "2/0.5")
                .replace("MB", "3");
            let name = name
                .replace("MS", "40")
                .replace(":S", ":7")
                .replace(":N", ":100");
            let fault: Fault = name.parse().unwrap();
            assert_eq!(fault.to_string(), name);
        }
    }

    #[test]
    fn an_unknown_name_is_told_the_names() {
        for wrong in [
            "off", "cut", "cut:x", "status:9", "tls:", "drip:1", "flap:1", "flap:0/1",
        ] {
            let error = wrong.parse::<Fault>().unwrap_err().to_string();
            assert!(
                error.contains("blackhole") && error.contains("flap:ON/OFF"),
                "{error}"
            );
        }
    }
}
