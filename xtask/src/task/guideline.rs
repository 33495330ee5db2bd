use anyhow::Result;

use crate::check;
use crate::run::root::Root;

/// Prints the requirements of docs/guideline.md; ends with `N passed, N failed`.
pub(crate) fn guideline(root: &Root) -> Result<bool> {
    let sum = check::guideline::table(root)?;
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}
