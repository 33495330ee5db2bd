//! A simulator of one's own for each test, and clients that are let in or not.

use std::{path::Path, time::Duration};

use reqwest::{Certificate, Client, Identity, Response};
use serde_json::{Value, json};
use simulator::{Options, Simulator, Started};
use tempfile::TempDir;

pub(crate) const CHART: &str = "000999739";
pub(crate) const CONDITION: &str = "Condition?patient=p0001&_include=Condition:subject&_count=100";

pub(crate) struct Site {
    pub(crate) simulator: Simulator,
    pub(crate) state: TempDir,
}

pub(crate) fn options(state: &Path, faults: &[&str]) -> Options {
    Options {
        listen: "127.0.0.1:0".parse().unwrap(),
        clinic_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic"),
        state_dir: state.join("state"),
        faults: faults.iter().map(|name| (*name).to_owned()).collect(),
        today: None,
    }
}

impl Site {
    pub(crate) async fn start() -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let state = tempfile::tempdir().unwrap();
        let simulator = simulator::start(options(state.path(), &[])).await.unwrap();
        Self { simulator, state }
    }

    pub(crate) fn started(&self) -> &Started {
        self.simulator.started()
    }

    /// A client with the certificate of this stem; none: without.
    pub(crate) fn client(&self, stem: Option<&str>) -> Client {
        client(self.started(), stem, Duration::from_secs(10))
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Response, reqwest::Error> {
        let url = format!("{}/{path}", self.started().base_url);
        self.client(Some("client")).get(url).send().await
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        json_of(self.get(path).await.unwrap()).await
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/{path}", self.started().control);
        let client = Client::new();
        let request = if path == "faults" {
            client.put(url)
        } else {
            client.post(url)
        };
        let request = request
            .header("content-type", "application/json")
            .body(body.to_string());
        let response = request.send().await.unwrap();
        (response.status().as_u16(), json_of(response).await)
    }

    pub(crate) async fn faults(&self, names: &[&str]) {
        let (status, body) = self.control("faults", json!(names)).await;
        assert_eq!(status, 200, "{body}");
    }
}

pub(crate) fn client(started: &Started, stem: Option<&str>, limit: Duration) -> Client {
    let read = |name: String| std::fs::read(started.state_dir.join(name)).unwrap();
    let ca = Certificate::from_pem(&read("ca.pem".to_owned())).unwrap();
    let mut builder = Client::builder()
        .tls_certs_only([ca])
        .timeout(limit)
        .no_proxy();
    if let Some(stem) = stem {
        let mut pem = read(format!("{stem}.pem"));
        pem.extend(read(format!("{stem}.key")));
        builder = builder.identity(Identity::from_pem(&pem).unwrap());
    }
    builder.build().unwrap()
}

pub(crate) async fn json_of(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// Every cause of an error in one line.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
