//! Which roll-back each kept head can find.

use std::fmt;

use anyhow::{Context as _, Result, ensure};
use audit::{Audit, Head, HeadFit, Signer, heads_in};
use jiff::Timestamp;

use super::log::{Log, key, raw};
use crate::store::dice::Dice;
use crate::store::report::Report;

/// Where a head lies, and so what goes back with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// In the records store of the profile.
    Records,
    /// In the keyring of the operating system.
    Keyring,
    /// In a folder of the site, on another machine.
    Folder,
}

/// What is put back to an older state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    Tail,
    AuditFile,
    Profile,
    WholePc,
}

impl Kept {
    const ALL: [Self; 3] = [Self::Records, Self::Keyring, Self::Folder];

    /// Whether it is as old as what was put back.
    const fn goes_back_with(self, back: Back) -> bool {
        match back {
            Back::Tail | Back::AuditFile => false,
            Back::Profile => matches!(self, Self::Records),
            Back::WholePc => matches!(self, Self::Records | Self::Keyring),
        }
    }
}

impl Back {
    const ALL: [Self; 4] = [Self::Tail, Self::AuditFile, Self::Profile, Self::WholePc];
}

/// Puts back to a random row each time, and asks each head.
pub(super) fn run(log: &Log, seed: u64, tries: usize, report: &mut Report) -> Result<()> {
    for (at, back) in Back::ALL.into_iter().enumerate() {
        let mut dice = Dice::new(seed, 60 + at as u64);
        let mut found = [0; Kept::ALL.len()];
        for number in 0..tries {
            let older = 1 + dice.below(log.rows() - 1);
            let copy = log.copy()?;
            // An older file is one without the later rows; the way it came to be leaves no trace.
            raw(copy.path())?.execute("DELETE FROM entry WHERE number > ?1", [older])?;
            let audit = Audit::open(&copy.path().join("audit.db"), &key())?;
            ensure!(audit.verify()?.intact(), "the chain alone cannot tell");
            for (kept, found) in Kept::ALL.into_iter().zip(&mut found) {
                let head = if kept.goes_back_with(back) {
                    log.head(older)
                } else {
                    log.newest()
                };
                let told = told(&audit, head, older)?;
                *found += usize::from(told);
                let expected = !kept.goes_back_with(back);
                let wrong = (told != expected).then(|| format!("told: {told}"));
                report.case(&format!("{back}, {kept}, try {number}"), wrong);
            }
        }
        let told: Vec<String> = Kept::ALL
            .iter()
            .zip(found)
            .map(|(kept, found)| format!("{kept} {found} of {tries}"))
            .collect();
        report.figure(format!("{back}, found by the head in: {}", told.join(", ")));
    }
    Ok(())
}

/// Spoils one byte of the file of heads, anywhere, so that it is no text any more, and cuts the tail:
/// what is left of the file still tells, and the line that is lost is counted.
pub(super) fn spoil(log: &Log, seed: u64, tries: usize, report: &mut Report) -> Result<()> {
    let mut dice = Dice::new(seed, 70);
    let signer = Signer::from_seed(&[9; 32])?;
    let signed_by = signer.key()?;
    let (mut file, mut all) = (Vec::new(), 0);
    for head in log.heads() {
        let signed = signer.sign("pc", head, Timestamp::UNIX_EPOCH)?;
        file.extend(signed.to_line()?.into_bytes());
        file.push(b'\n');
        all += 1;
    }
    let mut found = 0;
    for number in 0..tries {
        let mut spoiled = file.clone();
        let at = usize::try_from(dice.below(file.len() as u64))?;
        *spoiled.get_mut(at).context("within the file")? = 0xFF;
        let (heads, foreign) = heads_in(&spoiled, |head| head.is_of(&signed_by));
        // Between two lines it makes one of both.
        let lost = 1..=2;
        let wrong = if foreign == 1 && lost.contains(&(all - heads.len())) {
            let copy = log.copy()?;
            // Even without the two newest heads one is left that knows of more rows.
            let older = 1 + dice.below(log.rows() / 2);
            raw(copy.path())?.execute("DELETE FROM entry WHERE number > ?1", [older])?;
            let audit = Audit::open(&copy.path().join("audit.db"), &key())?;
            let known: Vec<Head> = heads.iter().map(|signed| signed.head).collect();
            let seen = audit.verify_against(&known)?;
            let told = seen.broken_at == Some(older + 1);
            found += usize::from(told);
            (!told).then(|| "the roll-back was not found".to_owned())
        } else {
            Some(format!("{} of {all} heads, {foreign} foreign", heads.len()))
        };
        report.case(&format!("a byte of the heads spoiled, try {number}"), wrong);
    }
    report.figure(format!(
        "a byte of the heads spoiled: {found} of {tries} roll-backs found by the others"
    ));
    Ok(())
}

/// Whether the head finds it, and names the first row that is gone.
fn told(audit: &Audit, head: Head, older: u64) -> Result<bool> {
    let seen = audit.verify_against(&[head])?;
    let beyond = seen.heads == [HeadFit::Beyond];
    Ok(beyond && seen.broken_at == Some(older + 1))
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Records => "records",
            Self::Keyring => "keyring",
            Self::Folder => "folder",
        })
    }
}

impl fmt::Display for Back {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tail => "the tail cut",
            Self::AuditFile => "the audit file put back",
            Self::Profile => "the profile put back",
            Self::WholePc => "profile and keyring put back",
        })
    }
}
