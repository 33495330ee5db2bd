use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Race;
use crate::sum::Sum;

type Counts = BTreeMap<String, usize>;

/// Questions whose answers must have come late at least once in a long race, or its silence says
/// nothing about them.
const COME_LATE: [&str; 6] = [
    "open_patient",
    "patient_section",
    "section_sheet",
    "section_history",
    "notes",
    "open_drafts",
];

/// From so many switches on a race is long.
const LONG: usize = 500;

/// What the page told of the race.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Outcome {
    pub(super) stage: String,
    pub(super) failed: Option<String>,
    #[serde(default)]
    seconds: f64,
    learned_seconds: f64,
    patients: usize,
    pub(super) switches: usize,
    /// Switches by what made them.
    by: Counts,
    /// Presses that opened nobody, because the list had just moved under the mouse.
    in_vain: usize,
    /// What else was done with whoever was open.
    acts: Counts,
    answers: usize,
    /// Answers about somebody who was not open any more, by command.
    late: Counts,
    /// Those of them in which words stood that would have been found on the page.
    late_telling: usize,
    /// News of the core, and news handed in.
    news: Counts,
    handed: Counts,
    /// Names, readings and chart numbers that are looked for.
    identities: usize,
    /// Lines of one patient's record alone that are looked for; the fewest of any; and where they were
    /// read.
    own: usize,
    fewest: Option<usize>,
    places: Counts,
    frames: usize,
    changes: usize,
    /// Frames in which words of the open patient's own record stood.
    telling: usize,
    painted: usize,
    wrong_frames: usize,
    wrong_changes: usize,
    first: Vec<Value>,
    /// What was wrong on purpose, and whether it was found.
    proofs: BTreeMap<String, bool>,
}

impl Outcome {
    pub(super) fn with_seconds(self, seconds: f64) -> Self {
        Self { seconds, ..self }
    }

    pub(super) fn print(&self) {
        let Self {
            seconds,
            learned_seconds,
            patients,
            ..
        } = self;
        println!(
            "   {patients} patients, {seconds:.0} s, of it {learned_seconds:.0} s of learning their words"
        );
        println!(
            "   looked for: {} names, readings and chart numbers; {} lines of one record alone (fewest {}): {}",
            self.identities,
            self.own,
            self.fewest.unwrap_or_default(),
            listed(&self.places)
        );
        println!(
            "   switches {}: {}; presses on a list that had just moved {}",
            self.switches,
            listed(&self.by),
            self.in_vain
        );
        println!("   done with whoever was open: {}", listed(&self.acts));
        println!(
            "   openings painted {}, frames with the open patient's own lines {}",
            self.painted, self.telling
        );
        println!("   answers {}", self.answers);
        println!(
            "   answers that came late {}: {}",
            self.late.values().sum::<usize>(),
            listed(&self.late)
        );
        println!(
            "   of those with words of the former patient {}",
            self.late_telling
        );
        println!("   news of the core: {}", listed(&self.news));
        println!("   news handed to the screen: {}", listed(&self.handed));
        println!(
            "   frames looked at {}, changes between frames looked at {}",
            self.frames, self.changes
        );
        println!(
            "   wrong paints {}, wrong between frames {}",
            self.wrong_frames, self.wrong_changes
        );
        for one in &self.first {
            println!("   wrong: {one}");
        }
    }

    /// Nothing wrong was painted, and would have been found.
    pub(crate) fn judge(&self, race: Race) -> Sum {
        let mut sum = Sum::default();
        let wanted = race.switches;
        sum.check(
            &format!("{} switches of {wanted}", self.switches),
            self.switches >= wanted,
        );
        sum.check("more frames than switches", self.frames > self.switches);
        sum.check("openings were painted in between", self.painted > 0);
        sum.check("own lines of the open patient stood", self.telling > 0);
        sum.check(
            "every patient has lines of their own",
            self.fewest > Some(0),
        );
        sum.check(
            "late answers held words of the former patient",
            self.late_telling > 0,
        );
        sum.check(
            "the core told of sections",
            self.news.contains_key("section_changed"),
        );
        let asked = if wanted < LONG { 1 } else { COME_LATE.len() };
        for command in COME_LATE.iter().take(asked) {
            let late = self.late.get(*command).copied().unwrap_or_default();
            sum.check(&format!("late answers of {command}: {late}"), late > 0);
        }
        sum.check(
            &format!("{} wrong paints", self.wrong_frames),
            self.wrong_frames == 0,
        );
        sum.check(
            &format!("{} wrong between frames", self.wrong_changes),
            self.wrong_changes == 0,
        );
        sum.check(
            "something wrong on purpose was tried",
            !self.proofs.is_empty(),
        );
        for (what, found) in &self.proofs {
            sum.check(&format!("found on purpose: {what}"), *found);
        }
        sum
    }
}

fn listed(counts: &Counts) -> String {
    let told = counts.iter().map(|(what, count)| format!("{what} {count}"));
    told.collect::<Vec<_>>().join(", ")
}
