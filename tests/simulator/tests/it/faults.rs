//! Each fault does what its name says, and healing heals.

use std::time::{Duration, Instant};

use crate::support::{CHART, CONDITION, Site, causes, client, json_of};
use serde_json::json;

#[tokio::test]
async fn down_refuses_and_clearing_opens_the_same_port() {
    let site = Site::start().await;
    let pooled = site.client(Some("client"));
    let url = format!("{}/metadata", site.started().base_url);
    assert!(pooled.get(&url).send().await.is_ok());
    site.faults(&["down"]).await;
    let error = pooled.get(&url).send().await.unwrap_err();
    assert!(
        error.is_connect() && causes(&error).contains("refused"),
        "{}",
        causes(&error)
    );
    site.faults(&[]).await;
    assert!(pooled.get(&url).send().await.is_ok());
}

#[tokio::test]
async fn blackhole_and_drip_never_finish() {
    let site = Site::start().await;
    let url = format!("{}/metadata", site.started().base_url);
    site.faults(&["blackhole"]).await;
    let limit = Duration::from_secs(1);
    let hasty = client(site.started(), Some("client"), limit);
    let begun = Instant::now();
    // Nothing but the caller's own limit ends it; how late that is noticed is the machine's affair.
    assert!(hasty.get(&url).send().await.unwrap_err().is_timeout());
    assert!(begun.elapsed() >= limit);

    site.faults(&["drip"]).await;
    let limit = Duration::from_secs(6);
    let patient = client(site.started(), Some("client"), limit);
    let mut answer = patient.get(&url).send().await.unwrap();
    let mut received = 0;
    let error = loop {
        match answer.chunk().await {
            Ok(Some(part)) => received += part.len(),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert!(error.is_some_and(|error| error.is_timeout()), "it ended");
    // A byte a second: it goes on, and it gets nowhere. Two bytes may come as one part.
    assert!((2..=7).contains(&received), "{received} bytes in 6 s");
}

#[tokio::test]
async fn cut_ends_before_the_announced_length() {
    let site = Site::start().await;
    site.faults(&["cut:100"]).await;
    let mut answer = site.get("metadata").await.unwrap();
    assert!(answer.content_length().unwrap() > 100);
    let mut received = 0;
    let error = loop {
        match answer.chunk().await {
            Ok(Some(part)) => received += part.len(),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert!(error.is_some());
    assert_eq!(received, 100);
}

#[tokio::test]
async fn handshakes_fail_by_name() {
    let site = Site::start().await;
    for (fault, word) in [
        ("tls:wrong-ca", "UnknownIssuer"),
        ("tls:expired", "expired"),
        ("tls:wrong-name", "not valid for name"),
        ("tls:old-version", "ProtocolVersion"),
        ("tls:no-client-cert", ""),
    ] {
        site.faults(&[fault]).await;
        let text = causes(&site.get("metadata").await.unwrap_err());
        assert!(text.contains(word), "{fault}: {text}");
    }
    site.faults(&[]).await;
    assert!(site.get("metadata").await.is_ok());
}

#[tokio::test]
async fn answers_are_replaced() {
    let site = Site::start().await;
    site.faults(&["status:502"]).await;
    assert_eq!(site.get(CONDITION).await.unwrap().status(), 502);
    site.faults(&["retry-after:7"]).await;
    let busy = site.get(CONDITION).await.unwrap();
    assert_eq!(
        (
            busy.status().as_u16(),
            busy.headers()["retry-after"].to_str().unwrap()
        ),
        (503, "7")
    );
    site.faults(&["captive"]).await;
    let portal = site.get(CONDITION).await.unwrap();
    assert_eq!(portal.status(), 200);
    assert!(
        portal.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    site.faults(&["garbage"]).await;
    let garbage = site.get(CONDITION).await.unwrap();
    assert_eq!(garbage.status(), 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&garbage.bytes().await.unwrap()).is_err());
    site.faults(&["huge:3"]).await;
    let huge = site.get(CONDITION).await.unwrap().bytes().await.unwrap();
    assert!(huge.len() >= 3 << 20);
    site.faults(&["late:400"]).await;
    let begun = Instant::now();
    assert_eq!(site.get("metadata").await.unwrap().status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(400));
}

#[tokio::test]
async fn somebody_else_and_an_ended_consent() {
    let site = Site::start().await;
    let right = site.json(CONDITION).await.to_string();
    assert!(right.contains("Patient/p0001"));
    site.faults(&["wrong-patient"]).await;
    let wrong = site.json(CONDITION).await.to_string();
    assert!(!wrong.contains("p0001") && wrong.contains("\"Patient\""));
    site.faults(&["consent-expired"]).await;
    let refused = site.get(CONDITION).await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(
        json_of(refused)
            .await
            .to_string()
            .contains("consent-expired")
    );
}

#[tokio::test]
async fn flapping_comes_and_goes() {
    let site = Site::start().await;
    site.faults(&["flap:0.4/0.4"]).await;
    let mut changes = 0;
    let mut before = None;
    let end = Instant::now() + Duration::from_secs(30);
    while changes < 3 {
        assert!(Instant::now() < end, "it changed {changes} times in 30 s");
        let answers = site.get("metadata").await.is_ok();
        changes += usize::from(before.is_some_and(|before| before != answers));
        before = Some(answers);
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

#[tokio::test]
async fn a_wrong_name_changes_nothing_and_lists_the_names() {
    let site = Site::start().await;
    site.faults(&["status:500"]).await;
    let (status, body) = site.control("faults", json!(["drip", "offline"])).await;
    assert_eq!(status, 400);
    let text = body["error"].as_str().unwrap();
    assert!(text.contains("offline") && text.contains("wrong-patient"));
    assert_eq!(site.get("metadata").await.unwrap().status(), 500);
    let (status, _) = site
        .control(
            "consent",
            json!({"chart_number": CHART, "category": "x", "flag": "given"}),
        )
        .await;
    assert_eq!(status, 400);
}
