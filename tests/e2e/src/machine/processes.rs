use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Everything that process `ancestor` started, and what those started, without itself.
pub(crate) fn started_by(ancestor: u32) -> Result<Vec<u32>> {
    let mut parents: Vec<(u32, u32)> = Vec::new();
    for entry in std::fs::read_dir("/proc").context("reading /proc")? {
        let name = entry.context("reading /proc")?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // One that ended meanwhile has no parent any more.
        if let Some(parent) = field(id, "status", "PPid:").and_then(|text| text.parse().ok()) {
            parents.push((id, parent));
        }
    }
    let mut family = vec![ancestor];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        family.extend(
            parents
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(id, _)| *id),
        );
        next += 1;
    }
    family.retain(|id| *id != ancestor);
    Ok(family)
}

/// Memory of processes by program, in kB of PSS: a page that several processes share counts for each
/// of them by its share.
pub(crate) fn memory(processes: &[u32]) -> Result<BTreeMap<String, u64>> {
    let mut memory = BTreeMap::new();
    for id in processes {
        let program = std::fs::read_link(format!("/proc/{id}/exe"))
            .with_context(|| format!("asking which program process {id} is"))?;
        let program = program.file_name().context("a program without a name")?;
        let kilobytes: u64 = field(*id, "smaps_rollup", "Pss:")
            .and_then(|text| text.parse().ok())
            .with_context(|| format!("reading the memory of process {id}"))?;
        *memory
            .entry(program.to_string_lossy().into_owned())
            .or_default() += kilobytes;
    }
    ensure!(!memory.is_empty(), "no process to measure");
    Ok(memory)
}

/// Whether it still runs; one that ended and was not waited for does not. As long as one of its threads
/// ends, it holds its files.
pub(crate) fn runs(id: u32) -> bool {
    let ended = || {
        let threads = std::fs::read_dir(format!("/proc/{id}/task"));
        threads.map_or(true, |threads| threads.count() <= 1)
    };
    field(id, "status", "State:").is_some_and(|state| state != "Z" || !ended())
}

/// The first of these processes that runs this program.
pub(crate) fn called(processes: &[u32], program: &str) -> Option<u32> {
    let runs_it = |id: &u32| {
        let file = std::fs::read_link(format!("/proc/{id}/exe"));
        file.is_ok_and(|file| file.file_name().is_some_and(|name| name == program))
    };
    processes.iter().copied().find(runs_it)
}

/// Sends one process a signal.
pub(crate) fn signal(name: &str, process: u32) -> Result<()> {
    let sent = std::process::Command::new("sh")
        .args(["-c", &format!("kill -s {name} {process}")])
        .status()
        .context("sending a signal")?;
    ensure!(sent.success(), "process {process} takes no {name}");
    Ok(())
}

/// The first word after `name` in one of a process's files.
fn field(id: u32, file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(Path::new("/proc").join(id.to_string()).join(file)).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn children_of_children_are_found_and_measured_and_seen_to_end() {
        let mut child = Command::new("sh")
            .args(["-c", "sleep 60 & echo; read line; kill $!; wait"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let started = child.stdout.as_mut().unwrap().read(&mut [0]).unwrap();
        assert_eq!(started, 1);
        let family = started_by(std::process::id()).unwrap();
        assert!(family.contains(&child.id()));
        let below = started_by(child.id()).unwrap();
        assert_eq!(below.len(), 1, "sleep alone");
        assert!(family.contains(&below[0]), "a child's child");
        assert!(!below.contains(&child.id()));
        assert!(memory(&[child.id()]).unwrap().values().all(|kb| *kb > 0));
        assert!(memory(&[]).is_err());
        assert!(runs(below[0]));
        drop(child.stdin.take());
        child.wait().unwrap();
        assert!(!runs(below[0]) && !runs(child.id()));
    }
}
