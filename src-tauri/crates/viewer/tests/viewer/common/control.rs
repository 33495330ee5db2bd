//! The simulator's control port: plain HTTP on loopback.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A facility registers something new of a category.
pub(crate) async fn revise(control: &str, chart_number: &str, category: &str) {
    let body = serde_json::json!({"chart_number": chart_number, "category": category});
    send(control, "POST", "/revise", &body.to_string()).await;
}

/// The consent for a category becomes this flag, for a day.
pub(crate) async fn consent(control: &str, chart_number: &str, category: &str, flag: &str) {
    let body =
        serde_json::json!({"chart_number": chart_number, "category": category, "flag": flag});
    send(control, "POST", "/consent", &body.to_string()).await;
}

/// Somebody comes now, for this kind of care (`outpatient`, `home_visit`, `online`).
pub(crate) async fn arrive(control: &str, chart_number: &str, setting: &str) {
    let body = serde_json::json!({"chart_number": chart_number, "setting": setting});
    send(control, "POST", "/arrive", &body.to_string()).await;
}

/// Their insured number changes.
pub(crate) async fn renumber(control: &str, chart_number: &str, member_id: &str) {
    let body = serde_json::json!({"chart_number": chart_number, "member_id": member_id});
    send(control, "POST", "/renumber", &body.to_string()).await;
}

/// Plays these faults from now on.
pub(crate) async fn play(control: &str, faults: &[&str]) {
    send(
        control,
        "PUT",
        "/faults",
        &serde_json::json!(faults).to_string(),
    )
    .await;
}

async fn send(control: &str, method: &str, path: &str, body: &str) {
    let host = control.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 2"), "control port: {answer}");
}
