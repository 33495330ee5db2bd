use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// 時刻サーバー (NTP) of a site: a name or address, and a port.
///
/// Written as `host`, `host:port`, `[IPv6 address]` or `[IPv6 address]:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeServer {
    host: String,
    port: u16,
}

/// Why a text names no time server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeServerError {
    /// Nothing, or more than a name can be (253 characters; 63 between two dots).
    #[error("the name is empty or too long")]
    Length,
    /// A character, or an order of them, that no name has.
    #[error("the name has characters that no name has")]
    Characters,
    /// The port is no number from 1 to 65535.
    #[error("the port is out of range")]
    Port,
}

/// The port of NTP.
const PORT: u16 = 123;
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

impl TimeServer {
    /// The name or address to look up, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, 123 where none is written.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

impl FromStr for TimeServer {
    type Err = TimeServerError;

    fn from_str(text: &str) -> Result<Self, TimeServerError> {
        let (host, port) = match text.strip_prefix('[') {
            Some(inner) => bracketed(inner)?,
            None => match text.split_once(':') {
                Some((host, port)) => (named(host)?, Some(port)),
                None => (named(text)?, None),
            },
        };
        let port = port.map_or(Ok(PORT), port_of)?;
        Ok(Self { host, port })
    }
}

impl fmt::Display for TimeServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        match (host.contains(':'), *port) {
            (true, PORT) => write!(out, "[{host}]"),
            (true, port) => write!(out, "[{host}]:{port}"),
            (false, PORT) => write!(out, "{host}"),
            (false, port) => write!(out, "{host}:{port}"),
        }
    }
}

fn bracketed(inner: &str) -> Result<(String, Option<&str>), TimeServerError> {
    let (address, rest) = inner.split_once(']').ok_or(TimeServerError::Characters)?;
    let address: Ipv6Addr = address.parse().map_err(|_| TimeServerError::Characters)?;
    let port = match rest.strip_prefix(':') {
        Some(port) => Some(port),
        None if rest.is_empty() => None,
        None => return Err(TimeServerError::Characters),
    };
    Ok((address.to_string(), port))
}

fn named(host: &str) -> Result<String, TimeServerError> {
    if host.is_empty() || host.len() > LONGEST_NAME {
        return Err(TimeServerError::Length);
    }
    for label in host.split('.') {
        if label.len() > LONGEST_LABEL {
            return Err(TimeServerError::Length);
        }
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let edge = label.starts_with('-') || label.ends_with('-');
        if label.is_empty() || edge || !label.bytes().all(known) {
            return Err(TimeServerError::Characters);
        }
    }
    Ok(host.to_ascii_lowercase())
}

fn port_of(text: &str) -> Result<u16, TimeServerError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = text.parse().ok().filter(|port| digits && *port != 0);
    port.ok_or(TimeServerError::Port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_with_or_without_a_port_is_one() {
        let of = |text: &str| {
            let server: TimeServer = text.parse().unwrap();
            (server.host().to_owned(), server.port(), server.to_string())
        };
        let read = |host: &str, port, shown: &str| (host.to_owned(), port, shown.to_owned());
        assert_eq!(
            of("NTP.clins.invalid"),
            read("ntp.clins.invalid", 123, "ntp.clins.invalid")
        );
        assert_eq!(
            of("192.0.2.7:4123"),
            read("192.0.2.7", 4123, "192.0.2.7:4123")
        );
        assert_eq!(
            of("[2001:db8::1]"),
            read("2001:db8::1", 123, "[2001:db8::1]")
        );
        assert_eq!(
            of("[2001:db8::1]:4123"),
            read("2001:db8::1", 4123, "[2001:db8::1]:4123")
        );
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        let long = "a.".repeat(127);
        for (text, why) in [
            ("", TimeServerError::Length),
            (":123", TimeServerError::Length),
            (long.as_str(), TimeServerError::Length),
            (&"a".repeat(64), TimeServerError::Length),
            ("ntp clins.invalid", TimeServerError::Characters),
            ("ntp..invalid", TimeServerError::Characters),
            ("-ntp.invalid", TimeServerError::Characters),
            ("時刻.invalid", TimeServerError::Characters),
            ("http://ntp.invalid", TimeServerError::Port),
            ("ntp.invalid/x", TimeServerError::Characters),
            ("2001:db8::1", TimeServerError::Port),
            ("[2001:db8::1", TimeServerError::Characters),
            ("[2001:db8::1]123", TimeServerError::Characters),
            ("[ntp.invalid]", TimeServerError::Characters),
            ("ntp.invalid:", TimeServerError::Port),
            ("ntp.invalid:0", TimeServerError::Port),
            ("ntp.invalid:+12", TimeServerError::Port),
            ("ntp.invalid:65536", TimeServerError::Port),
        ] {
            assert_eq!(text.parse::<TimeServer>(), Err(why), "{text}");
        }
    }
}
