use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt;

use anyhow::{Context, Result};

use super::secrets::{Kind, Secrets};
use crate::machine::processes;

/// Bytes that are read at once.
const PIECE: usize = 4 << 20;

/// Bytes of a page.
const PAGE: u64 = 4096;

/// Pages that are asked about at once.
const ENTRIES: usize = 512;

/// What was found in one process.
pub(super) struct Found {
    pub(super) process: u32,
    pub(super) program: String,
    /// Bytes that were looked through.
    pub(super) bytes: u64,
    /// How often each secret stands there, by its place in the list.
    pub(super) copies: BTreeMap<usize, usize>,
    /// In which parts of the memory.
    pub(super) places: BTreeMap<(Kind, String), usize>,
}

impl Found {
    /// How many copies of secrets of this kind.
    pub(super) fn copies_of(&self, secrets: &Secrets, kind: Kind) -> usize {
        let of_kind = |number: &usize| secrets.kind(*number) == Some(kind);
        let mine = self.copies.iter().filter(|(number, _)| of_kind(number));
        mine.map(|(_, copies)| copies).sum()
    }
}

/// Looks through every page of these processes that can be read. They stand still meanwhile, so that
/// nothing moves from where was not yet looked to where was.
pub(super) fn search(family: &[u32], secrets: &Secrets) -> Result<Vec<Found>> {
    for process in family {
        processes::signal("STOP", *process)?;
    }
    let found = family
        .iter()
        .map(|process| one(*process, secrets))
        .collect();
    for process in family {
        processes::signal("CONT", *process)?;
    }
    found
}

fn one(process: u32, secrets: &Secrets) -> Result<Found> {
    let folder = format!("/proc/{process}");
    let program = std::fs::read_link(format!("{folder}/exe")).context("naming a process")?;
    let maps = std::fs::read_to_string(format!("{folder}/maps")).context("reading its maps")?;
    let memory = Memory {
        bytes: File::open(format!("{folder}/mem")).context("opening its memory")?,
        pages: File::open(format!("{folder}/pagemap")).context("opening its pages")?,
    };
    let mut found = Found {
        process,
        program: program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        bytes: 0,
        copies: BTreeMap::new(),
        places: BTreeMap::new(),
    };
    for region in maps.lines().filter_map(Region::of) {
        found.region(&memory, &region, secrets);
    }
    Ok(found)
}

/// The memory of a process that stands still.
struct Memory {
    bytes: File,
    pages: File,
}

impl Memory {
    /// The parts of this one that were ever used, in order. A browser reserves far more than there is,
    /// and to read a page nobody used would make it one that is.
    fn used(&self, region: &Region) -> Vec<(u64, u64)> {
        let mut used: Vec<(u64, u64)> = Vec::new();
        let mut entries = vec![0; ENTRIES * 8];
        let untouched = entries.clone();
        let mut at = region.from;
        while at < region.to {
            let pages = (region.to - at).div_ceil(PAGE).min(ENTRIES as u64);
            let length = usize::try_from(pages * 8).unwrap_or_default();
            let asked = entries.get_mut(..length).unwrap_or_default();
            // When nobody tells, it is read.
            let told = self.pages.read_exact_at(asked, at / PAGE * 8).is_ok();
            if told && untouched.get(..length) == Some(&*asked) {
                at += pages * PAGE;
                continue;
            }
            for entry in asked.chunks(8) {
                // The upper two bits: it is in memory, or on the disk for swapping.
                let is_there = entry.last().is_some_and(|byte| byte & 0xc0 != 0);
                if is_there || !told {
                    match used.last_mut() {
                        Some((_, to)) if *to == at => *to += PAGE,
                        _ => used.push((at, at + PAGE)),
                    }
                }
                at += PAGE;
            }
        }
        used
    }
}

/// A part of a process's memory.
struct Region {
    from: u64,
    to: u64,
    name: String,
}

impl Region {
    fn of(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (from, to) = words.next()?.split_once('-')?;
        let readable = words.next()?.starts_with('r');
        let name = words.nth(3).unwrap_or("anonymous").to_owned();
        // The kernel's own pages cannot be read.
        (readable && !name.starts_with("[v")).then_some(Self {
            from: u64::from_str_radix(from, 16).ok()?,
            to: u64::from_str_radix(to, 16).ok()?,
            name,
        })
    }
}

impl Found {
    fn region(&mut self, memory: &Memory, region: &Region, secrets: &Secrets) {
        for (from, to) in memory.used(region) {
            self.part(memory, (from, to), &region.name, secrets);
        }
    }

    /// Pages one after another, all of them used.
    fn part(&mut self, memory: &Memory, (from, to): (u64, u64), place: &str, secrets: &Secrets) {
        let overlap = secrets.needles.longest().saturating_sub(1);
        let whole = usize::try_from(to - from).unwrap_or(usize::MAX);
        let mut piece = vec![0; whole.min(PIECE)];
        let mut at = from;
        // What was read before, so that what stands across the border is found once.
        let mut carried = 0;
        while at < to {
            let left = usize::try_from(to - at).unwrap_or(usize::MAX);
            let length = left.min(piece.len() - carried);
            let filled = carried + length;
            let space = piece.get_mut(carried..filled).unwrap_or_default();
            // A page that is not there: a mapping beyond the end of its file.
            if memory.bytes.read_exact_at(space, at).is_err() {
                return;
            }
            self.bytes += length as u64;
            at += length as u64;
            let read = piece.get(..filled).unwrap_or_default();
            for (number, copies) in secrets.needles.counted_in(read, carried) {
                self.note(number, copies, secrets, place);
            }
            carried = overlap.min(filled);
            piece.copy_within(filled - carried..filled, 0);
        }
    }

    fn note(&mut self, number: usize, copies: usize, secrets: &Secrets, place: &str) {
        *self.copies.entry(number).or_default() += copies;
        if let Some(kind) = secrets.kind(number) {
            let place = (kind, place.to_owned());
            *self.places.entry(place).or_default() += copies;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::secrets::Secret;
    use super::*;

    #[test]
    fn what_a_process_holds_is_found_and_counted_and_what_it_let_go_of_is_not() {
        let held = format!("held-{:x}", std::process::id()).repeat(3);
        // Another process: one that stands still cannot look.
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .env("HELD_BY_THE_TEST", &held)
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(200));
        let secret = |text: String| Secret {
            kind: Kind::Password,
            forms: vec![text.into_bytes()],
        };
        let secrets =
            Secrets::looked_for(vec![secret(held), secret("nowhere-to-be-found".repeat(2))]);
        let found = search(&[child.id()], &secrets);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = found.unwrap();
        assert_eq!(found[0].program, "sleep");
        assert!(found[0].copies[&0] >= 1, "its environment");
        assert!(!found[0].copies.contains_key(&1));
        assert_eq!(
            found[0].copies_of(&secrets, Kind::Password),
            found[0].copies[&0]
        );
        assert!(found[0].bytes > 100_000);
    }
}
