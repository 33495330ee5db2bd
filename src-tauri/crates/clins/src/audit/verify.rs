use std::fs::{self, File};
use std::io::{self, BufReader, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use audit::{Head, SignerKey, heads_in, verify_chain};
use clap::Args;
use viewer::{ProfileKind, Viewer, ViewerOptions};

use super::report::Report;

/// Either the log of a profile on this PC (needs its keyring, and that the program is closed), or a
/// chain that an auditor exported, on any PC.
#[derive(Args)]
pub(crate) struct Verify {
    /// A file exported as 連鎖の全体.
    #[arg(required_unless_present = "profile", conflicts_with = "profile")]
    chain: Option<PathBuf>,
    /// Folder of the profile.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Heads that were kept elsewhere, for a file.
    #[arg(long, value_name = "FILE", requires = "chain")]
    heads: Vec<PathBuf>,
    /// The PC's key, as the auditor's screen shows it; without it the file's own word is taken.
    #[arg(long, value_name = "HEX", requires = "chain")]
    key: Option<SignerKey>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Whether all of it fits.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        let report = match (&self.chain, &self.profile) {
            (Some(chain), _) => self.of_file(chain)?,
            (None, Some(profile)) => of_profile(profile)?,
            (None, None) => anyhow::bail!("a file or a profile is needed"),
        };
        if self.json {
            let text = serde_json::to_string_pretty(&report)?;
            writeln!(io::stdout(), "{text}").context("standard output")?;
        }
        crate::say(report.in_words());
        Ok(report.intact)
    }

    fn of_file(&self, chain: &Path) -> anyhow::Result<Report> {
        let open = || File::open(chain).with_context(|| chain.display().to_string());
        let key = match self.key {
            Some(key) => key,
            // Read twice: heads are of the key that the file names.
            None => verify_chain(&mut BufReader::new(open()?), None, &[])?.key,
        };
        let (heads, foreign) = heads(&self.heads, &key)?;
        let found = verify_chain(&mut BufReader::new(open()?), Some(key), &heads)?;
        let newest = heads.iter().map(|head| head.number).max();
        Ok(Report::of_file(&found, newest, foreign))
    }
}

fn of_profile(profile: &Path) -> anyhow::Result<Report> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start")?;
    let viewer = Viewer::new(ViewerOptions::new(profile.to_owned(), ProfileKind::Site));
    let found = runtime.block_on(viewer.verify_audit())?;
    Ok(Report::of_profile(found))
}

/// The heads in these files that are signed with the key, and how many lines are not, whatever they are.
fn heads(files: &[PathBuf], key: &SignerKey) -> anyhow::Result<(Vec<Head>, usize)> {
    let (mut heads, mut foreign) = (Vec::new(), 0);
    for file in files {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let (own, others) = heads_in(&bytes, |head| head.is_of(key));
        heads.extend(own.iter().map(|signed| signed.head));
        foreign += others;
    }
    Ok((heads, foreign))
}

#[cfg(test)]
mod tests {
    use audit::Signer;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_byte_that_is_no_text_costs_its_line_and_the_heads_beside_it_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::from_seed(&[4; 32]).unwrap();
        let key = signer.key().unwrap();
        let mut kept = Vec::new();
        for number in 1..=3 {
            let head = Head {
                number,
                hash: [1; 32],
            };
            let signed = signer.sign("pc-1", head, Timestamp::UNIX_EPOCH).unwrap();
            kept.extend(signed.to_line().unwrap().into_bytes());
            kept.push(b'\n');
        }
        kept[10] = 0xFF;
        let file = folder.path().join("kept.heads");
        fs::write(&file, kept).unwrap();
        let (found, foreign) = heads(&[file], &key).unwrap();
        let numbers: Vec<u64> = found.iter().map(|head| head.number).collect();
        assert_eq!((numbers, foreign), (vec![2, 3], 1));
    }
}
