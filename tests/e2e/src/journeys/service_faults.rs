use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const PATIENT: &str = "牧野 爛漫";
const DISEASE: &str = "2型糖尿病性腎症";

/// What the simulator plays, and the reasons that are true then.
const FAULTS: &[(&str, &[&str])] = &[
    ("down", &["refused"]),
    ("blackhole", &["timeout"]),
    ("garbage", &["unreadable_answer"]),
    ("captive", &["not_the_service"]),
    ("status:503", &["service_status", "busy"]),
    ("cut:10", &["cut"]),
    ("tls:wrong-ca", &["tls_untrusted"]),
    ("tls:expired", &["tls_expired"]),
    ("tls:wrong-name", &["tls_wrong_name"]),
    ("tls:old-version", &["tls_version"]),
    ("tls:no-client-cert", &["client_certificate_refused"]),
];

pub(super) async fn each_fault_has_its_own_sentence_and_reading_goes_on(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    let mut sentences = BTreeMap::new();
    let mut wrong = Vec::new();
    for (fault, reasons) in FAULTS {
        stage.simulator.play(&[fault]).await?;
        if let Err(error) = one_fault(&window, reasons, &mut sentences).await {
            wrong.push(format!("{fault}: {error:#}"));
        }
        stage.simulator.play(&[]).await?;
        window
            .line_comes_back()
            .await
            .with_context(|| format!("after {fault}"))?;
    }
    ensure!(wrong.is_empty(), "{}", wrong.join(" · "));
    let held = stage.profile.files()?;
    for store in ["desk.db", "records.db", "audit.db"] {
        ensure!(
            held.contains_key(&stage.profile.folder().join(store)),
            "{store} is gone"
        );
    }
    Ok(())
}

async fn one_fault(
    window: &Window,
    reasons: &[&str],
    sentences: &mut BTreeMap<String, String>,
) -> Result<()> {
    // Opening asks the service again; the screen itself must not wait for it.
    window.open_patient(PATIENT).await?;
    window.section_holds("condition", &[DISEASE]).await?;
    // An answer under way when the fault begins ends in its own way first.
    let shown = window.outage_for(reasons).await?;
    let sentence = window.outage_in_words().await?;
    ensure!(!sentence.is_empty(), "the bar has no sentence");
    let other = sentences
        .iter()
        .find(|(code, words)| **words == sentence && **code != shown);
    if let Some((code, _)) = other {
        bail!("{shown} has the sentence of {code}");
    }
    sentences.insert(shown, sentence);
    Ok(())
}

pub(super) async fn an_answer_about_another_patient_is_never_shown(
    stage: &mut Stage,
) -> Result<()> {
    stage.simulator.play(&["wrong-patient"]).await?;
    let window = stage.open_as("doctor").await?;
    window.open_patient(PATIENT).await?;
    window.section_says("condition", "別の方の情報").await?;
    // An empty answer about somebody else is not the shown patient's 登録なし either.
    for category in [
        "condition",
        "infection",
        "laboratory",
        "prescription",
        "checkup",
    ] {
        let section = window.section(category).await?;
        ensure!(
            !section.contains("登録なし"),
            "a quarantined answer is called empty: {category}"
        );
    }
    let shown = window.texts(&test("section")).await?.join("\n");
    for stranger in ["高尿酸血症", "発作性心房細動", "甲状腺機能低下症"] {
        ensure!(
            !shown.contains(stranger),
            "another patient's {stranger} is shown"
        );
    }
    stage.simulator.play(&[]).await?;
    window.open_patient(PATIENT).await?;
    window.section_says("condition", DISEASE).await
}

/// Client certificate, key, and what must be said about them before anything is sent.
const UNUSABLE: &[(&str, &str, &str)] = &[
    (
        "expired-client",
        "expired-client",
        "client_certificate_expired",
    ),
    (
        "not-yet-client",
        "not-yet-client",
        "client_certificate_not_yet_valid",
    ),
    (
        "foreign-client",
        "foreign-client",
        "client_certificate_wrong_issuer",
    ),
    ("client", "foreign-client", "client_certificate_missing"),
];

pub(super) async fn an_unusable_certificate_is_refused_and_the_former_kept(
    stage: &mut Stage,
) -> Result<()> {
    for (certificate, key, code) in UNUSABLE {
        let facts = stage.simulator.facts().with_certificate(certificate, key);
        let connected = stage
            .profile
            .connect(&stage.places, &stage.desktop, &stage.accounts, &facts)
            .await;
        let Err(error) = connected else {
            bail!("{certificate} with the key of {key} was taken");
        };
        let words = format!("{error:#}");
        ensure!(words.contains(code), "{certificate}: {words}");
    }
    let window = stage.open_as("doctor").await?;
    window
        .element("[data-test=\"status\"][data-link=\"up\"]")
        .await?;
    window.open_patient(PATIENT).await?;
    window.section_says("condition", DISEASE).await
}

pub(super) async fn a_missing_service_profile_is_named_and_reading_goes_on(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    window.close().await?;
    let sealed = stage.profile.folder().join("client.sealed");
    std::fs::rename(&sealed, stage.folder().join("client.sealed.away"))
        .context("taking the service profile away")?;
    let window = stage.open_as("doctor").await?;
    let reason = window.outage().await?;
    ensure!(reason == "not_configured", "the bar says {reason}");
    window.open_patient(PATIENT).await?;
    window.section_holds("condition", &[DISEASE]).await
}
