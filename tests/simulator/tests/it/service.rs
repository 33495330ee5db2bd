//! The service answers as the real one would, and only to whom it may.

use std::{collections::BTreeSet, os::unix::fs::PermissionsExt};

use crate::support::{CHART, CONDITION, Site, json_of, options};
use serde_json::{Value, json};
use simulator::SimulatorError;

fn matches<'a>(bundle: &'a Value, mode: &str) -> Vec<&'a Value> {
    let entries = bundle["entry"].as_array().unwrap();
    entries
        .iter()
        .filter(|e| e["search"]["mode"] == mode)
        .map(|e| &e["resource"])
        .collect()
}

fn next(bundle: &Value) -> Option<String> {
    let links = bundle["link"].as_array().unwrap();
    let link = links.iter().find(|link| link["relation"] == "next")?;
    Some(link["url"].as_str().unwrap().to_owned())
}

fn today() -> String {
    let japan = jiff::tz::TimeZone::fixed(jiff::tz::offset(9));
    jiff::Timestamp::now().to_zoned(japan).date().to_string()
}

async fn detail(site: &Site, path: &str) -> (u16, String) {
    let response = site.get(path).await.unwrap();
    let status = response.status().as_u16();
    let outcome = json_of(response).await;
    assert_eq!(outcome["resourceType"], "OperationOutcome");
    (
        status,
        outcome["issue"][0]["details"]["coding"][0]["code"]
            .as_str()
            .unwrap()
            .to_owned(),
    )
}

#[tokio::test]
async fn only_our_client_certificate_is_let_in() {
    let site = Site::start().await;
    let url = format!("{}/metadata", site.started().base_url);
    let answer = site.client(Some("client")).get(&url).send().await.unwrap();
    assert!(answer.headers().contains_key("date"));
    assert_eq!(json_of(answer).await["resourceType"], "CapabilityStatement");
    for refused in [
        None,
        Some("foreign-client"),
        Some("expired-client"),
        Some("not-yet-client"),
    ] {
        assert!(
            site.client(refused).get(&url).send().await.is_err(),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn keys_are_private_and_a_restart_is_the_same_service() {
    let site = Site::start().await;
    let started = site.started().clone();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&started.state_dir), 0o700);
    assert_eq!(mode(&started.client_key), 0o600);
    let client = site.client(Some("client"));
    let taken = options(&site.state.path().join("second"), &[]);
    let listen = url::Url::parse(&started.base_url).unwrap().port().unwrap();
    let listen = format!("127.0.0.1:{listen}").parse().unwrap();
    let clash = simulator::start(simulator::Options { listen, ..taken }).await;
    assert!(matches!(clash, Err(SimulatorError::PortInUse(address)) if address == listen));
    site.simulator.stop().await;
    let again = simulator::Options {
        listen,
        ..options(site.state.path(), &[])
    };
    let again = simulator::start(again).await.unwrap();
    assert_eq!(again.started().base_url, started.base_url);
    let answer = client
        .get(format!("{}/metadata", started.base_url))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn todays_card_checks_come_with_patients_and_consents() {
    let site = Site::start().await;
    let query = "class=AMB&_include=Encounter:subject&_revinclude:iterate=Consent:patient";
    let path = format!("Encounter?date={}&{query}&_count=5", today());
    let mut page = site.json(&path).await;
    let (mut encounters, mut patients, mut consents) = (Vec::new(), BTreeSet::new(), Vec::new());
    loop {
        assert!(matches(&page, "match").len() <= 5);
        encounters.extend(matches(&page, "match").into_iter().cloned());
        for resource in matches(&page, "include") {
            if resource["resourceType"] == "Patient" {
                patients.insert(resource["id"].as_str().unwrap().to_owned());
            } else {
                consents.push(resource.clone());
            }
        }
        let Some(url) = next(&page) else { break };
        page = json_of(site.client(Some("client")).get(url).send().await.unwrap()).await;
    }
    assert!(encounters.len() >= 16, "{}", encounters.len());
    assert_eq!(encounters.len(), patients.len());
    let without_card = encounters
        .iter()
        .filter(|e| e["type"][0]["coding"][0]["code"] == "no-card");
    assert_eq!(without_card.count(), 1);
    let of = |status: &str| consents.iter().filter(|c| c["status"] == status).count();
    assert!(of("active") > 0 && of("rejected") > 0);
    assert_eq!(of("inactive"), 1);
    let other_day = site.json("Encounter?date=2001-01-01&class=AMB").await;
    assert!(matches(&other_day, "match").is_empty());
}

#[tokio::test]
async fn a_patient_is_found_by_number_in_the_body_and_results_are_paged() {
    let site = Site::start().await;
    let client = site.client(Some("client"));
    let url = format!("{}/Patient/_search", site.started().base_url);
    let search = |number: &str| {
        let system = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let body = form
            .append_pair("identifier", &format!("{system}|{number}"))
            .finish();
        let request = client
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded");
        async { json_of(request.body(body).send().await.unwrap()).await }
    };
    let found = search("39391234:土佐:10001:00").await;
    assert_eq!(matches(&found, "match")[0]["id"], "p0001");
    assert_eq!(found["entry"].as_array().unwrap().len(), 1);
    let former = search("06390045:８:７７６５:00").await;
    assert_eq!(matches(&former, "match")[0]["id"], "p0015");
    assert!(matches(&search("0:0:0:00").await, "match").is_empty());

    let path = "Observation?patient=p0001&category=laboratory&_count=100";
    let mut page = site.json(path).await;
    let total = page["total"].as_u64().unwrap();
    let mut ids = BTreeSet::new();
    loop {
        assert_eq!(matches(&page, "include")[0]["resourceType"], "Patient");
        for resource in matches(&page, "match") {
            assert!(ids.insert(resource["id"].as_str().unwrap().to_owned()));
        }
        let Some(url) = next(&page) else { break };
        assert!(!url.contains("p0001"), "links are opaque");
        page = json_of(client.get(url).send().await.unwrap()).await;
    }
    assert!(total > 300);
    assert_eq!(ids.len() as u64, total);
}

#[tokio::test]
async fn no_valid_consent_no_data() {
    let site = Site::start().await;
    assert!(!matches(&site.json(CONDITION).await, "match").is_empty());
    let refused = (403, "no-consent".to_owned());
    // Refused all, no card, and not here today.
    for patient in ["p0012", "p0006", "p0020"] {
        assert_eq!(
            detail(&site, &format!("Condition?patient={patient}")).await,
            refused
        );
    }
    let expired = (403, "consent-expired".to_owned());
    assert_eq!(
        detail(&site, "MedicationRequest?patient=p0010").await,
        expired
    );
    // Three of seven: drug allergies are given, other allergies of the same search are not.
    let some = site.json("AllergyIntolerance?patient=p0004").await;
    let some = matches(&some, "match");
    assert!(!some.is_empty() && some.iter().all(|a| a["category"][0] == "medication"));
    assert_eq!(
        detail(&site, "Observation?patient=p0004&category=laboratory").await,
        refused
    );
    let documents = "DocumentReference?patient=p0008&type=x|53576-5";
    assert_eq!(detail(&site, documents).await, refused);
    // Nothing registered is an empty answer, and so is an unknown patient.
    assert!(matches(&site.json("Condition?patient=p0013").await, "match").is_empty());
    assert!(matches(&site.json("Condition?patient=nobody").await, "match").is_empty());

    let ended =
        json!({"chart_number": CHART, "category": "condition", "flag": "given", "hours": -1});
    assert_eq!(site.control("consent", ended).await.0, 200);
    assert_eq!(detail(&site, CONDITION).await, expired);
    assert_eq!(
        site.control("arrive", json!({"chart_number": "000102030"}))
            .await
            .0,
        200
    );
    assert!(!matches(&site.json("Condition?patient=p0020").await, "match").is_empty());
}

#[tokio::test]
async fn infections_can_be_asked_for_alone_and_documents_are_fetched() {
    let site = Site::start().await;
    let system =
        "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS";
    let infections = site
        .json(&format!(
            "Observation?patient=p0001&category=laboratory&code={system}|"
        ))
        .await;
    assert_eq!(matches(&infections, "match").len(), 5);
    let list = site.json("DocumentReference?patient=p0001&type=http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes|53576-5").await;
    let list = matches(&list, "match");
    assert_eq!(list.len(), 5);
    let url = list[0]["content"][0]["attachment"]["url"].as_str().unwrap();
    let document = json_of(site.client(Some("client")).get(url).send().await.unwrap()).await;
    assert_eq!(document["type"], "document");
    assert_eq!(
        document["entry"][0]["resource"]["resourceType"],
        "Composition"
    );
    let letters = site
        .json("DocumentReference?patient=p0007&type=57133-1")
        .await;
    assert_eq!(matches(&letters, "match").len(), 1);
    // The name of one patient cannot be written by the service.
    let stated = site.json("Patient/p0016").await;
    assert_eq!(stated["name"][0]["text"], "●見 樹");
}

#[tokio::test]
async fn letters_follow_their_own_consent_and_nobody_elses() {
    let site = Site::start().await;
    let kind = "http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes";
    let path = |patient: &str| {
        let types = ["57133-1", "18842-5", "56447-6"].map(|code| format!("{kind}|{code}"));
        let types = types.join(",");
        format!("DocumentReference?patient={patient}&type={types}")
    };
    let list = site.json(&path("p0007")).await;
    let list = matches(&list, "match");
    let codes: BTreeSet<_> = list
        .iter()
        .map(|d| d["type"]["coding"][0]["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, BTreeSet::from(["18842-5", "56447-6", "57133-1"]));
    let letter = format!("Binary/{}", list[0]["id"].as_str().unwrap());
    let everything = site.json("DocumentReference?patient=p0007").await;
    let everything = matches(&everything, "match").len();
    assert!(everything > 3, "checkups as well");

    let refused = (403, "no-consent".to_owned());
    assert_eq!(detail(&site, &path("p0001")).await, refused);
    let chart = "000100717";
    let asked = json!({"chart_number": chart, "category": "document", "flag": "refused"});
    assert_eq!(site.control("consent", asked).await.0, 200);
    assert_eq!(detail(&site, &path("p0007")).await, refused);
    assert_eq!(detail(&site, &letter).await, refused);
    let consented = site.json("DocumentReference?patient=p0007").await;
    assert_eq!(matches(&consented, "match").len(), everything - 3);

    let asked = json!({"chart_number": chart, "category": "document", "flag": "given"});
    assert_eq!(site.control("consent", asked).await.0, 200);
    let asked = json!({"chart_number": chart, "category": "all", "flag": "given", "hours": -1});
    assert_eq!(site.control("consent", asked).await.0, 200);
    let expired = (403, "consent-expired".to_owned());
    assert_eq!(detail(&site, &path("p0007")).await, expired);
    let arrive = json!({"chart_number": chart});
    assert_eq!(site.control("arrive", arrive).await.0, 200);
    let revise = json!({"chart_number": chart, "category": "document"});
    assert_eq!(site.control("revise", revise).await.0, 200);
    assert_eq!(matches(&site.json(&path("p0007")).await, "match").len(), 4);
}

#[tokio::test]
async fn a_revision_adds_and_the_withdrawing_facility_takes_everything() {
    let site = Site::start().await;
    let path = "Observation?patient=p0001&category=laboratory&_count=10";
    let before = site.json(path).await;
    let asked = json!({"chart_number": CHART, "category": "laboratory"});
    let (status, revised) = site.control("revise", asked).await;
    assert_eq!((status, &revised["removed"]), (200, &json!(0)));
    let after = site.json(path).await;
    assert_eq!(
        after["total"].as_u64().unwrap() - before["total"].as_u64().unwrap(),
        revised["added"].as_u64().unwrap()
    );
    let newest = matches(&after, "match");
    assert!(
        newest
            .iter()
            .any(|o| o["interpretation"][0]["coding"][0]["code"] == "HH")
    );

    let withdrawn = "Condition?patient=p0014";
    assert!(!matches(&site.json(withdrawn).await, "match").is_empty());
    let (_, revised) = site
        .control("revise", json!({"chart_number": "000101424"}))
        .await;
    assert!(revised["removed"].as_u64().unwrap() > 0);
    assert!(matches(&site.json(withdrawn).await, "match").is_empty());
    let unknown = site
        .control(
            "revise",
            json!({"chart_number": "1", "category": "condition"}),
        )
        .await;
    assert_eq!(unknown.0, 400);
}
