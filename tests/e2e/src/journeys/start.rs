use anyhow::{Result, bail, ensure};

use crate::machine::profile;
use crate::stage::Stage;
use crate::window::dom::test;

pub(super) async fn a_second_window_on_the_profile_is_turned_away(stage: &mut Stage) -> Result<()> {
    let first = stage.open_as("doctor").await?;
    let second = stage.open().await?;
    let code = second
        .attribute(&test("start-failure"), "data-code")
        .await?;
    ensure!(
        code.as_deref() == Some("profile_in_use"),
        "the second window says {}",
        code.unwrap_or_default()
    );
    second.close().await?;
    first.open_patient("牧野 爛漫").await?;
    first.section_says("condition", "2型糖尿病性腎症").await
}

pub(super) async fn a_port_in_use_is_said(stage: &mut Stage) -> Result<()> {
    let address = stage.simulator.address()?;
    let mut command = stage.desktop.command(stage.places.program("clins"));
    command
        .args(["simulate", "--listen", &address, "--clinic"])
        .arg(stage.places.clinic())
        .arg("--state")
        .arg(stage.folder().join("second-service"));
    match profile::run(command, "").await {
        Ok(_) => bail!("a second simulator listens on {address}"),
        Err(error) => {
            let words = format!("{error:#}");
            ensure!(
                words.contains(&address),
                "the words do not name {address}: {words}"
            );
            Ok(())
        }
    }
}
