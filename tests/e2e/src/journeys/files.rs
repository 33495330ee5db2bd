use anyhow::{Context, Result, bail, ensure};

use crate::stage::Stage;

/// A name, a disease, a drug, an insured number's sign: whatever is stored, they are in it.
const WORDS: &[&str] = &[
    "牧野 爛漫",
    "マキノ",
    "糖尿病性腎症",
    "エンパグリフロジン",
    "39391234",
    "resourceType",
    "Bundle",
];

pub(super) async fn no_file_of_the_profile_holds_a_plain_word(stage: &mut Stage) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    // While it runs, so that write-ahead logs are looked at too.
    inspect(stage)?;
    window.close().await?;
    inspect(stage)
}

fn inspect(stage: &Stage) -> Result<()> {
    let files = stage.profile.files()?;
    ensure!(
        files.keys().any(|file| file.ends_with("records.db")),
        "there is no records.db to look at"
    );
    for file in files.keys() {
        // A side file may go while we look.
        let Ok(bytes) = std::fs::read(file) else {
            continue;
        };
        ensure!(
            !bytes.starts_with(b"SQLite format 3"),
            "{} is a plain database",
            file.display()
        );
        for word in WORDS {
            let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            if holds(&bytes, word.as_bytes()) || holds(&bytes, &utf16) {
                bail!("{} holds {word} in plain", file.display());
            }
        }
    }
    let records = stage.profile.folder().join("records.db");
    let length = std::fs::metadata(&records)
        .context("looking at records.db")?
        .len();
    ensure!(
        length > 4096,
        "records.db is too small to hold what was fetched"
    );
    Ok(())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
