//! What the service meant: status, content type, headers and the refusal in the body.

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};

use crate::wire::{self, Outcome};
use crate::{Fault, FaultCode, ToldTime};

/// The service's codes for a missing consent.
const CONSENT_CODES: [&str; 2] = ["no-consent", "consent-expired"];

/// Everything of an answer but its body.
#[derive(Debug)]
pub(crate) struct Head {
    status: u16,
    pub(crate) content_type: String,
    pub(crate) server_time: Option<ToldTime>,
    retry_after: Option<SignedDuration>,
}

impl Head {
    pub(crate) fn of(response: &Response) -> Self {
        let header = |name: HeaderName| {
            let value = response.headers().get(name)?;
            value.to_str().ok()
        };
        let server_time = header(DATE).and_then(http_date);
        Self {
            status: response.status().as_u16(),
            content_type: header(CONTENT_TYPE).unwrap_or_default().to_owned(),
            server_time: server_time.map(ToldTime::coming),
            retry_after: header(RETRY_AFTER).and_then(|text| wait(text, server_time)),
        }
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Nothing when the body is an answer of the service, else what the service or somebody in
    /// between meant by it.
    pub(crate) fn judge(&self, body: &[u8]) -> Result<(), Fault> {
        let status = self.status.to_string();
        match self.status {
            200..300 if !self.is_from_the_service(body) => {
                Err(Fault::with_detail(FaultCode::NotTheService, status))
            }
            200..300 => wire::refusal(body).map_or(Ok(()), |o| Err(self.refused(Some(&o)))),
            // The service never redirects and we never follow: a portal does. 511 is its honest form.
            300..400 | 407 | 511 => Err(Fault::with_detail(FaultCode::NotTheService, status)),
            _ => Err(self.refused(wire::refusal(body).as_ref())),
        }
    }

    fn is_from_the_service(&self, body: &[u8]) -> bool {
        let kind = self.media_type();
        match kind.as_str() {
            "" => body.trim_ascii_start().first() == Some(&b'{'),
            "application/pdf" | "text/json" | "text/xml" => true,
            other => {
                other.starts_with("application/")
                    && (other.ends_with("json") || other.ends_with("xml"))
                    && !other.contains("xhtml")
            }
        }
    }

    /// True when the body claims to be JSON.
    pub(crate) fn is_json(&self) -> bool {
        let kind = self.media_type();
        kind.is_empty() || kind.ends_with("json")
    }

    fn media_type(&self) -> String {
        let kind = self.content_type.split(';').next().unwrap_or_default();
        kind.trim().to_ascii_lowercase()
    }

    fn refused(&self, outcome: Option<&Outcome>) -> Fault {
        let told = outcome.and_then(Outcome::telling_code);
        let by_status = match self.status {
            401 => FaultCode::Login,
            429 => FaultCode::Busy,
            503 if self.retry_after.is_some() => FaultCode::Busy,
            _ => FaultCode::ServiceStatus,
        };
        Fault {
            code: outcome.and_then(named).unwrap_or(by_status),
            detail: Some(told.map_or_else(|| self.status.to_string(), str::to_owned)),
            retry_after: self.retry_after,
        }
    }
}

/// An error reported inside an answer that came with a good status.
pub(crate) fn reported(outcome: &Outcome) -> Fault {
    let told = outcome.telling_code();
    Fault {
        code: named(outcome).unwrap_or(FaultCode::ServiceStatus),
        detail: told.map(str::to_owned),
        retry_after: None,
    }
}

/// The layer that the service's own words name, whatever the status.
fn named(outcome: &Outcome) -> Option<FaultCode> {
    match outcome.telling_code() {
        Some(code) if CONSENT_CODES.contains(&code) => Some(FaultCode::Consent),
        _ if outcome.code == "login" => Some(FaultCode::Login),
        _ => None,
    }
}

/// Seconds, or a date that is read against the service's own clock, never ours.
fn wait(text: &str, server_time: Option<Timestamp>) -> Option<SignedDuration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(SignedDuration::from_secs(i64::from(seconds)));
    }
    let wait = http_date(text)?.duration_since(server_time?);
    Some(wait.max(SignedDuration::ZERO))
}

fn http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_may_be_seconds_or_a_date_by_the_services_clock() {
        let server = http_date("Sat, 21 Nov 2026 10:00:00 GMT");
        assert!(server.is_some());
        assert_eq!(wait("120", None), Some(SignedDuration::from_secs(120)));
        let date = "Sat, 21 Nov 2026 10:00:30 GMT";
        assert_eq!(wait(date, server), Some(SignedDuration::from_secs(30)));
        assert_eq!(wait(date, None), None);
        assert_eq!(wait("soon", server), None);
    }
}
