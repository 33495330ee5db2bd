//! Two users of one PC: what one has is not read, listed, written or opened by the other.

use std::fs::{self, File, Permissions};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use super::programs::Program;
use super::{Found, Step};

/// Two numbers that no account of a PC has.
const OWNER: &str = "64901";
const OTHER: &str = "64902";

pub(super) fn run(_quick: bool) -> Result<Found> {
    let place = TempDir::new()?;
    let Some(program) = reachable(place.path())? else {
        return Ok(Found {
            figure: "skipped: only the administrator of a PC becomes two other users".to_owned(),
            ..Found::default()
        });
    };
    let of = |user: &str| as_user(user, &program);
    let profile = place.path().join("owner").join("profile");
    let mut owner = Program::start(of(OWNER), Step::Make, &profile)?;
    ensure!(owner.says()? == "IN", "the owner could not set up");
    let mut found = Found::default();

    let paths = everything(&profile)?;
    for (path, folder) in &paths {
        let mode = fs::metadata(path)?.permissions().mode() & 0o777;
        let wanted = if *folder { 0o700 } else { 0o600 };
        found.case(mode == wanted, || format!("{mode:o} {}", path.display()));
    }
    let process = ["mem", "environ", "fd", "maps", "cwd"];
    let process = process.map(|what| PathBuf::from(format!("/proc/{}/{what}", owner.id())));
    let names = paths.iter().map(|(path, _)| path).chain(&process);
    let told: String = names.map(|path| format!("{}\n", path.display())).collect();
    let reader = Program::start(of(OTHER), Step::Read, &profile)?;
    let said = reader.ends_after(&told)?;
    let got: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("GOT"))
        .collect();
    let tried = told.lines().count();
    found.case(
        said.lines().any(|line| line == format!("TRIED {tried}")),
        || format!("the other user said: {said}"),
    );
    found.passed += tried - got.len().min(tried);
    found
        .wrong
        .extend(got.iter().map(|line| (*line).to_owned()));

    let told = Program::start(of(OTHER), Step::Enter, &profile)?.says()?;
    found.case(told == "profile_unreadable", || {
        format!("the other user: {told}")
    });
    // Each has their own, at the same time.
    let own = place.path().join("other").join("profile");
    let mut other = Program::start(of(OTHER), Step::Make, &own)?;
    let both = other.says()?;
    found.case(both == "IN", || format!("beside it: {both}"));
    other.kill()?;
    owner.kill()?;
    let again = Program::start(of(OWNER), Step::Enter, &profile)?.says()?;
    found.case(again == "IN", || format!("the owner afterwards: {again}"));
    found.figure = format!(
        "{} files and folders of one user and what the system tells of their program, tried by the \
         other: {} read, listed or written; folders 0700, files 0600; opening it: {told}; each with an \
         own profile at the same time: {both}",
        paths.len(),
        got.len(),
    );
    Ok(found)
}

/// This program where every user finds it; none where nobody else can be become.
fn reachable(place: &Path) -> Result<Option<PathBuf>> {
    let program = place.join("faults");
    fs::copy(std::env::current_exe()?, &program)?;
    for (name, mode) in [
        ("", 0o755),
        ("owner", 0o777),
        ("other", 0o777),
        ("faults", 0o755),
    ] {
        let path = place.join(name);
        if !path.exists() {
            fs::create_dir(&path)?;
        }
        fs::set_permissions(&path, Permissions::from_mode(mode))?;
    }
    let tried = as_user(OTHER, &program).arg("--help").output();
    Ok(tried
        .is_ok_and(|done| done.status.success())
        .then_some(program))
}

fn as_user(user: &str, program: &Path) -> Command {
    let mut them = Command::new("setpriv");
    them.args(["--reuid", user, "--regid", user, "--clear-groups", "--"]);
    them.arg(program).env_clear().current_dir("/");
    them
}

fn everything(folder: &Path) -> Result<Vec<(PathBuf, bool)>> {
    let mut found = vec![(folder.to_owned(), true)];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(everything(&path)?);
        } else {
            found.push((path, false));
        }
    }
    Ok(found)
}

/// What the other user's program does: tries to read, list and write each path that it is told.
pub(super) fn read(profile: &Path) -> Result<()> {
    let mut told = String::new();
    std::io::stdin().read_to_string(&mut told)?;
    for path in told.lines().map(Path::new) {
        let mut first = [0];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
        let tried = [
            ("read", read.is_ok()),
            ("listed", fs::read_dir(path).is_ok()),
            ("written", File::options().append(true).open(path).is_ok()),
        ];
        for (what, _) in tried.iter().filter(|(_, got)| *got) {
            println!("GOT {what} {}", path.display());
        }
    }
    let beside = profile.parent().context("no folder")?.join("profile/new");
    if File::create(beside).is_ok() {
        println!("GOT made a file");
    }
    println!("TRIED {}", told.lines().count());
    Ok(())
}
