use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One request to the simulator's control address (plain HTTP on loopback), the answer's body.
pub(crate) async fn send(method: &str, base: &str, path: &str, body: &str) -> Result<String> {
    let whole = exchange(method, base, path, body);
    tokio::time::timeout(Duration::from_secs(20), whole)
        .await
        .context("the control address does not answer")?
}

async fn exchange(method: &str, base: &str, path: &str, body: &str) -> Result<String> {
    let rest = base
        .strip_prefix("http://")
        .context("the control address is not http")?;
    let (host, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.trim_end_matches('/');
    let slash = if prefix.is_empty() { "" } else { "/" };
    let mut stream = TcpStream::connect(host)
        .await
        .context("connecting to the control address")?;
    let request = format!(
        "{method} {slash}{prefix}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream
        .write_all(request.as_bytes())
        .await
        .context("asking the control address")?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .context("reading the control answer")?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .context("the control answer has no body")?;
    if !head
        .lines()
        .next()
        .is_some_and(|status| status.contains(" 20"))
    {
        bail!(
            "{method} {path}: {}",
            head.lines().next().unwrap_or_default()
        );
    }
    Ok(body.to_owned())
}
