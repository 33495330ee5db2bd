use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use encoding_rs::SHIFT_JIS;
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::{Clinic, ClinicPatient, SampleClinic};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::{error, test};

const NAME: &str = "齋藤 一郎";

/// His chart number.
const NUMBER: &str = "000100717";

pub(super) async fn a_file_that_came_by_hand_is_read_beside_its_own_patient_only(
    stage: &mut Stage,
) -> Result<()> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let his = checkup(stage, &clinic, patient(&clinic, NUMBER)?)?;
    let others = clinic.patients.iter().find(|p| p.chart_number != NUMBER);
    let others = checkup(stage, &clinic, others.context("he is alone")?)?;
    let scan = stage.folder().join("scan.pdf");
    std::fs::write(&scan, pdf(patient(&clinic, NUMBER)?)?).context("writing a PDF")?;

    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    window.click(&test("tab-document")).await?;

    read(&window, &his).await?;
    window.sheet_is_complete().await?;
    window
        .sheet_holds(["特定健診情報", "収縮期血圧（その他）", "137", "尿蛋白"])
        .await?;
    let said = window.text(&test("file-not-kept")).await?;
    ensure!(
        said.contains("一致しています") && said.contains("保存されません"),
        "the file is told as: {said}"
    );
    ensure!(
        !window.has(&test("file-doubt")).await?,
        "his own is doubted"
    );
    window.click(&test("file-original")).await?;
    let original = window.text(&test("source-text")).await?;
    ensure!(
        original.contains("<XmlMsg>") && original.contains("齋藤　一郎"),
        "the original does not read: {original}"
    );
    back(&window).await?;

    read(&window, &others).await?;
    let refused = error("other_patient");
    let said = window.text(&refused).await?;
    ensure!(said.contains("別の患者"), "it is refused as: {said}");
    let shown = window.document().await?;
    ensure!(
        !shown.contains("特定健診情報") && !window.has(&test("sheet")).await?,
        "something of another patient's file is shown"
    );
    back(&window).await?;

    read(&window, &scan).await?;
    let said = window.text(&test("file-doubt")).await?;
    ensure!(
        said.contains("患者の記載がない"),
        "a PDF is told as: {said}"
    );
    let dark = window.pdf_page(1).await?;
    ensure!(dark > 500, "only {dark} pixels of the page are drawn");

    // Nothing of it stays for the next patient, and nothing was kept.
    window.open_patient("寺田 寅蔵").await?;
    ensure!(!window.has(&test("file-reading")).await?, "the file stays");
    window.open_patient(NAME).await?;
    window.click(&test("tab-document")).await?;
    window.element(&test("read-file")).await?;
    ensure!(!window.has(&test("file-reading")).await?, "it was kept");
    Ok(())
}

fn patient<'c>(clinic: &'c Clinic, number: &str) -> Result<&'c ClinicPatient> {
    clinic.by_chart_number(number).context("he is gone")
}

/// Writes the invented answer about a patient as the service writes it.
fn checkup(stage: &Stage, clinic: &Clinic, patient: &ClinicPatient) -> Result<PathBuf> {
    let text = patient.service_checkup(clinic.today);
    let text = text.context("the patient has no name")?;
    let (bytes, _, lost) = SHIFT_JIS.encode(&text);
    ensure!(!lost, "the answer has no Shift_JIS form");
    let path = stage.folder().join(format!("{}.xml", patient.id));
    std::fs::write(&path, &bytes).context("writing an answer")?;
    Ok(path)
}

/// A PDF that names nobody in a way a program could compare: the attachment of his letter.
fn pdf(patient: &ClinicPatient) -> Result<Vec<u8>> {
    let letters = patient.records.referrals.iter();
    let mut data = letters.filter_map(|letter| {
        let (_, data) = letter.json.get().split_once("\"JVBERi0")?;
        let (data, _) = data.split_once('"')?;
        Some(format!("JVBERi0{data}"))
    });
    let data = data.next().context("no letter has a PDF")?;
    BASE64_STANDARD.decode(data).context("decoding a PDF")
}

async fn read(window: &Window, file: &std::path::Path) -> Result<()> {
    window.focus(&test("read-file")).await?;
    window
        .choose_files(&test("read-file-input"), &[file])
        .await?;
    window.element(&test("file-reading")).await?;
    Ok(())
}

async fn back(window: &Window) -> Result<()> {
    window.escape_from("file-reading", &test("read-file")).await
}
