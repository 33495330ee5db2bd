use std::time::{Duration, Instant};

use anyhow::Result;

use super::deadline;
use super::tally::Tally;
use super::times::Times;

type Work<'a> = Box<dyn FnOnce() -> Result<Tally> + 'a>;

/// What a step needs from outside, said before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    Nothing,
    /// A package registry, unless everything is there already.
    Network,
    /// Root rights and the network, unless everything is there already.
    RootAndNetwork,
}

struct Step<'a> {
    title: String,
    needs: Needs,
    /// How long it may take, whatever it starts.
    minutes: u64,
    /// Nothing after it makes sense when it fails.
    vital: bool,
    work: Work<'a>,
}

/// The steps of one command, in order; each says what it does and how far we are.
#[derive(Default)]
pub(crate) struct Plan<'a> {
    steps: Vec<Step<'a>>,
}

impl<'a> Plan<'a> {
    /// Adds a step that everything after it needs.
    pub(crate) fn prepare(
        &mut self,
        title: &str,
        needs: Needs,
        minutes: u64,
        work: impl FnOnce() -> Result<()> + 'a,
    ) {
        let work = Box::new(move || work().map(|()| Tally::default()));
        self.steps.push(Step {
            title: title.to_owned(),
            needs,
            minutes,
            vital: true,
            work,
        });
    }

    /// Adds a check; when it fails, the others still run.
    pub(crate) fn check(
        &mut self,
        title: &str,
        minutes: u64,
        work: impl FnOnce() -> Result<Tally> + 'a,
    ) {
        self.steps.push(Step {
            title: title.to_owned(),
            needs: Needs::Nothing,
            minutes,
            vital: false,
            work: Box::new(work),
        });
    }

    /// What all checks together, or all preparations, may take.
    #[cfg(test)]
    pub(crate) fn minutes(&self, of_checks: bool) -> u64 {
        let steps = self.steps.iter().filter(|step| step.vital != of_checks);
        steps.map(|step| step.minutes).sum()
    }

    /// Runs them all and counts. A step that could not be done counts as one failure.
    pub(crate) fn run(self) -> Tally {
        let of = self.steps.len();
        let mut sum = Tally::default();
        let mut times = Times::default();
        for (index, step) in self.steps.into_iter().enumerate() {
            println!(
                "\n── step {}/{of}: {}{}",
                index + 1,
                step.title,
                said(step.needs)
            );
            let started = Instant::now();
            deadline::set(Duration::from_mins(step.minutes));
            let (tally, error) = match (step.work)() {
                Ok(tally) => (tally, None),
                Err(error) => (Tally::of(false), Some(error)),
            };
            deadline::lift();
            sum += tally;
            let good = tally.failed == 0;
            let seconds = started.elapsed().as_secs_f64();
            if let Some(error) = error {
                println!("   FAILED after {seconds:.1} s: {error:#}");
            } else {
                println!(
                    "   {} after {seconds:.1} s",
                    if good { "done" } else { "FAILED" }
                );
            }
            times.note(step.title, seconds, step.minutes, good);
            if !good && step.vital {
                println!("   the steps after this one need it and are left out");
                break;
            }
        }
        times.print();
        sum
    }
}

fn said(needs: Needs) -> &'static str {
    match needs {
        Needs::Nothing => "",
        Needs::Network => " (needs the network if something is missing)",
        Needs::RootAndNetwork => " (needs root and the network if something is missing)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_check_does_not_stop_the_rest_but_a_failed_preparation_does() {
        let mut plan = Plan::default();
        plan.check("a", 1, || {
            Ok(Tally {
                passed: 2,
                failed: 1,
            })
        });
        plan.check("b", 2, || Ok(Tally::of(true)));
        plan.prepare("c", Needs::Nothing, 5, || anyhow::bail!("no"));
        plan.check("d", 4, || {
            Ok(Tally {
                passed: 100,
                failed: 0,
            })
        });
        assert_eq!((plan.minutes(true), plan.minutes(false)), (7, 5));
        assert_eq!(
            plan.run(),
            Tally {
                passed: 3,
                failed: 2
            }
        );
    }
}
