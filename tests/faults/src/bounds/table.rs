use std::fmt;

use super::process::Cost;

/// What one answer cost: at the doors before the sections, and at the section where it cost most.
pub(super) struct Row<'c> {
    input: &'c str,
    costs: &'c [(String, Cost)],
}

/// Doors that are not sections.
const FIRST: usize = 3;

impl<'c> Row<'c> {
    pub(super) const fn of(input: &'c str, costs: &'c [(String, Cost)]) -> Self {
        Self { input, costs }
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<48}", self.input)?;
        let told = self.costs.iter().take(FIRST);
        let sections = self.costs.iter().skip(FIRST);
        let slowest = sections.clone().max_by_key(|(_, cost)| cost.busy);
        let largest = sections.max_by_key(|(_, cost)| cost.memory);
        for (door, cost) in told.chain(slowest).chain(largest) {
            write!(
                f,
                "  {door} {:.2} s ({:.2}) {} MiB",
                cost.busy.as_secs_f64(),
                cost.wall.as_secs_f64(),
                cost.memory >> 20
            )?;
        }
        Ok(())
    }
}
