//! The table of the guideline's requirements (`docs/guideline.md`), held against the tree it speaks of: every
//! test, file, journey and command that a row names is there, and no number is left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::run::root::Root;
use crate::run::tally::Tally;

/// Where what a row may name is written.
const SOURCES: [&str; 5] = ["src-tauri", "ui/src", "ui/tests", "tests", "xtask/src"];
const KINDS: [&str; 3] = ["rs", "ts", "svelte"];
/// What was researched of the guideline; not part of the project, and not everywhere.
const FACTS: &str = "../shared/facts/guideline.md";
/// A name of so many words is a test's, which says what holds.
const WORDS_OF_A_TEST: usize = 3;

/// One row.
#[derive(Debug)]
struct Requirement {
    /// As `G-AUTH-1`.
    number: String,
    title: String,
    /// What stands between backticks in the third column.
    names: Vec<String>,
}

/// Every source with its place in the project.
struct Sources(Vec<(String, String)>);

/// Prints a line for each requirement; those that name what is not there have failed.
pub(crate) fn table(root: &Root) -> Result<Tally> {
    let text = fs::read_to_string(root.join("docs/guideline.md")).context("reading the table")?;
    let rows = requirements(&text);
    ensure!(rows.len() > 30, "the table has only {} rows", rows.len());
    let sources = Sources::read(root)?;
    let mut sum = Tally::default();
    for row in &rows {
        let missing: Vec<_> = row
            .names
            .iter()
            .filter(|name| !sources.have(name))
            .collect();
        sum += Tally::of(missing.is_empty());
        match missing.first() {
            None => println!(
                "   {:<12} {}: {} named",
                row.number,
                row.title,
                row.names.len()
            ),
            Some(name) => println!("   {:<12} {}: NOT THERE: {name}", row.number, row.title),
        }
    }
    sum += Tally::of(complete(&rows));
    match fs::read_to_string(root.join(FACTS)) {
        Ok(facts) => sum += Tally::of(all_of(&facts, &rows)),
        Err(_) => {
            println!("   skipped: {FACTS} is not here, so only the order of numbers was looked at")
        }
    }
    Ok(sum)
}

fn requirements(table: &str) -> Vec<Requirement> {
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| G-")?.splitn(3, " | ");
        Some(Requirement {
            number: format!("G-{}", cells.next()?.trim()),
            title: cells.next()?.split(';').next()?.trim().to_owned(),
            names: cells
                .next()?
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect(),
        })
    };
    table.lines().filter_map(row).collect()
}

/// Whether the numbers of each group follow one another from 1, but for a group of which one was chosen.
fn complete(rows: &[Requirement]) -> bool {
    let mut groups: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in rows {
        if let Some((group, number)) = row.number.rsplit_once('-') {
            groups
                .entry(group)
                .or_default()
                .push(number.parse().unwrap_or_default());
        }
    }
    let gaps: Vec<_> = groups
        .iter()
        .filter(|(_, numbers)| {
            numbers.len() > 1 && !numbers.iter().copied().eq((1..).take(numbers.len()))
        })
        .collect();
    for (group, numbers) in &gaps {
        println!("   {group}: numbers {numbers:?}");
    }
    gaps.is_empty()
}

/// Whether each number of these groups that the facts list has a row.
fn all_of(facts: &str, rows: &[Requirement]) -> bool {
    let group = |number: &str| number.rsplit_once('-').map(|(group, _)| group.to_owned());
    let groups: Vec<_> = rows.iter().filter_map(|row| group(&row.number)).collect();
    let listed = requirements(facts).into_iter().map(|row| row.number);
    let left_out: Vec<_> = listed
        .filter(|number| !number.starts_with("G-UI-"))
        .filter(|number| group(number).is_some_and(|group| groups.contains(&group)))
        .filter(|number| rows.iter().all(|row| row.number != *number))
        .collect();
    for number in &left_out {
        println!("   {number}: has no row");
    }
    left_out.is_empty()
}

impl Sources {
    fn read(root: &Root) -> Result<Self> {
        let mut files = Vec::new();
        for folder in SOURCES {
            list(&root.join(folder), &mut files)?;
        }
        let read = |file: PathBuf| {
            let text =
                fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            Ok((
                format!("/{}", file.strip_prefix(root.path())?.display()),
                text,
            ))
        };
        files.into_iter().map(read).collect::<Result<_>>().map(Self)
    }

    fn have(&self, name: &str) -> bool {
        if let Some(journey) = name.strip_prefix("cargo xtask e2e ") {
            return self.say_in("/tests/e2e/", journey);
        }
        if let Some(part) = name.strip_prefix("cargo xtask faults ") {
            return self.say_in("/tests/faults/", &format!("\"{part}\""))
                || self.say_in("/xtask/", &format!("\"{part}\""));
        }
        if KINDS.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            return each_of(name).iter().all(|file| {
                self.0
                    .iter()
                    .any(|(place, _)| place.ends_with(&format!("/{file}")))
            });
        }
        match name.split('_').count() > WORDS_OF_A_TEST {
            true => self.say_in("/", &format!("fn {name}(")),
            false => self.say_in("/", name) || self.say_in("/", &in_one_word(name)),
        }
    }

    fn say_in(&self, folder: &str, words: &str) -> bool {
        self.0
            .iter()
            .any(|(place, text)| place.starts_with(folder) && text.contains(words))
    }
}

/// `a/{b,c}.rs` is two files.
fn each_of(name: &str) -> Vec<String> {
    let Some((before, rest)) = name.split_once('{') else {
        return vec![name.to_owned()];
    };
    let (inside, after) = rest.split_once('}').unwrap_or((rest, ""));
    inside
        .split(',')
        .map(|one| format!("{before}{one}{after}"))
        .collect()
}

/// `patient_printed` is `PatientPrinted` where it is defined.
fn in_one_word(name: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    name.split('_').filter_map(capital).collect()
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry.context("listing the sources")?.path();
        let is_source = path
            .extension()
            .is_some_and(|kind| KINDS.iter().any(|one| kind == *one));
        if path.is_dir()
            && path
                .file_name()
                .is_none_or(|name| name != "node_modules" && name != "target")
        {
            list(&path, found)?;
        } else if is_source {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "| G-LOG-1 | events | `log/src/kind.rs`; `one_open_is_one_record` |\n\
                         | G-LOG-3 | shown | `kind/{a,b}.rs`, `patient_printed` |\n";

    fn sources() -> Sources {
        let files = [
            ("/src-tauri/crates/log/src/kind.rs", "PatientPrinted"),
            ("/tests/log.rs", "fn one_open_is_one_record() {}"),
            ("/src-tauri/kind/a.rs", ""),
        ];
        Sources(
            files
                .map(|(place, text)| (place.to_owned(), text.to_owned()))
                .to_vec(),
        )
    }

    #[test]
    fn what_a_row_names_is_looked_for() {
        let rows = requirements(TABLE);
        assert!(rows[0].names.iter().all(|name| sources().have(name)));
        let there: Vec<_> = rows[1]
            .names
            .iter()
            .map(|name| sources().have(name))
            .collect();
        assert_eq!(there, [false, true], "one of the two files is gone");
        assert!(!sources().have("a_test_that_nobody_wrote"));
        assert!(!sources().have("cargo xtask e2e no_such_journey"));
    }

    #[test]
    fn a_number_that_is_left_out_is_noticed() {
        assert!(!complete(&requirements(TABLE)));
        let facts = "| G-LOG-2 | Fields | Each record | 17 | yes |\n| G-NET-1 | TLS | – | – | no |";
        assert!(!all_of(facts, &requirements(TABLE)));
        assert!(
            all_of(facts, &[]),
            "a group without a row is another table's"
        );
    }
}
