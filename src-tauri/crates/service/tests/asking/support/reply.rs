use std::time::Duration;

/// What the server does with a question.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Sends these bytes and closes properly.
    Whole(Vec<u8>),
    /// Sends these bytes and waits for the next question on the same connection.
    Kept(Vec<u8>),
    /// Sends these bytes and drops the connection.
    Cut(Vec<u8>),
    /// Sends these bytes and then nothing, but stays.
    Stall(Vec<u8>),
    /// Sends one byte at a time.
    Drip(Vec<u8>, Duration),
    /// Waits, then sends.
    Late(Duration, Vec<u8>),
}

impl Reply {
    /// A FHIR answer with status 200.
    pub(crate) fn fhir(body: &str) -> Self {
        Self::Whole(http("200 OK", "application/fhir+json", "", body))
    }

    /// The same on a connection that stays open.
    pub(crate) fn fhir_and_stay(body: &str) -> Self {
        let bytes = http("200 OK", "application/fhir+json", "", body);
        let text = String::from_utf8(bytes).unwrap();
        Self::Kept(text.replacen("Connection: close\r\n", "", 1).into_bytes())
    }

    pub(crate) fn status(status: &str, headers: &str, body: &str) -> Self {
        Self::Whole(http(status, "application/fhir+json", headers, body))
    }

    pub(crate) fn html(status: &str) -> Self {
        Self::Whole(http(
            status,
            "text/html",
            "",
            "<html>Welcome to our Wi-Fi</html>",
        ))
    }
}

/// An answer with its length; `headers` are whole lines ending in CRLF.
pub(crate) fn http(status: &str, kind: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nDate: Sat, 21 Nov 2026 10:00:00 GMT\r\n\
         Content-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A page of a search with these entries and an optional next link.
pub(crate) fn page(next: Option<&str>, resources: &[&str]) -> String {
    let entries: Vec<_> = resources
        .iter()
        .map(|resource| format!(r#"{{"resource":{resource}}}"#))
        .collect();
    let link = next.map_or(String::new(), |url| {
        format!(r#","link":[{{"relation":"next","url":"{url}"}}]"#)
    });
    format!(
        r#"{{"resourceType":"Bundle","type":"searchset"{link},"entry":[{}]}}"#,
        entries.join(",")
    )
}

/// A refusal as the service words it.
pub(crate) fn outcome(code: &str, detail: &str) -> String {
    format!(
        r#"{{"resourceType":"OperationOutcome","issue":[{{"severity":"error","code":"{code}",
        "details":{{"coding":[{{"code":"{detail}"}}]}}}}]}}"#
    )
}
