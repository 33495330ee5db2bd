use std::time::Duration;

use anyhow::{Result, ensure};

use crate::race::Race;
use crate::stage::Stage;

/// The long form is `cargo xtask faults race`.
const RACE: Race = Race {
    switches: 40,
    patients: 4,
    seed: 20_261_122,
    at_most: Duration::from_secs(270),
};

pub(super) async fn no_late_answer_of_a_former_patient_is_painted(stage: &mut Stage) -> Result<()> {
    let outcome = RACE.on(stage).await?;
    let sum = outcome.judge(RACE);
    ensure!(
        sum.failed == 0,
        "{} checks do not hold: {outcome:?}",
        sum.failed
    );
    Ok(())
}
