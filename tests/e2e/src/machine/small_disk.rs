use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::group::Group;

/// With the right to mount, and without it in a user namespace in which we stay who we are.
const WAYS: [&[&str]; 2] = [&["-m"], &["--map-current-user", "--keep-caps", "-m"]];

/// Mounts, says so, and holds the mount until its input is closed: at the latest when we end.
const HOLD: &str = r#"mount -t tmpfs -o "size=$1m,mode=700" none "$0" && echo mounted && exec cat"#;

/// A file system with little room (tmpfs). It is seen only by programs that are started under it, and
/// ends with this: nothing is left on the machine.
pub(crate) struct SmallDisk {
    place: PathBuf,
    in_user_namespace: bool,
    holder: Group,
}

impl SmallDisk {
    /// Makes it at `place`; none where neither mounting nor a user namespace is allowed.
    pub(crate) async fn at(place: &Path, megabytes: u32, log: &Path) -> Result<Option<Self>> {
        std::fs::create_dir_all(place).context("making a place for the small disk")?;
        for (way, in_user_namespace) in WAYS.into_iter().zip([false, true]) {
            let mut command = Command::new("unshare");
            command
                .args(way)
                .args(["sh", "-c", HOLD])
                .arg(place)
                .arg(megabytes.to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped());
            let mut holder = Group::start(&mut command, log)?;
            if says_mounted(&mut holder).await {
                return Ok(Some(Self {
                    place: place.to_owned(),
                    in_user_namespace,
                    holder,
                }));
            }
        }
        Ok(None)
    }

    /// Its files, for whoever is not under it.
    pub(crate) fn outside(&self) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        root.join(self.place.strip_prefix("/").unwrap_or(&self.place))
    }

    /// What a program is to be started under to see it.
    pub(crate) fn entrance(&self) -> Vec<String> {
        let mut words = vec!["nsenter".to_owned(), "-t".to_owned()];
        words.extend([self.holder.id().to_string(), "-m".to_owned()]);
        if self.in_user_namespace {
            words.extend(["-U", "--preserve-credentials"].map(str::to_owned));
        }
        words.push("--".to_owned());
        words
    }

    /// Takes all the room there is.
    pub(crate) fn fill(&self) -> Result<()> {
        let mut file = File::create(self.filler()).context("filling the small disk")?;
        let block = [0x55; 4096];
        loop {
            match file.write(&block) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
                Err(error) => return Err(error).context("filling the small disk"),
            }
        }
    }

    /// Gives it back.
    pub(crate) fn make_room(&self) -> Result<()> {
        std::fs::remove_file(self.filler()).context("making room on the small disk")
    }

    fn filler(&self) -> PathBuf {
        self.outside().join("filler")
    }
}

async fn says_mounted(holder: &mut Group) -> bool {
    let Some(output) = holder.child().stdout.take() else {
        return false;
    };
    let mut lines = BufReader::new(output).lines();
    let line = tokio::time::timeout(Duration::from_secs(10), lines.next_line()).await;
    matches!(line, Ok(Ok(Some(line))) if line == "mounted")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The journey on it proves something only if it is small and programs under it see the same.
    #[tokio::test]
    async fn it_is_small_and_seen_from_under_it_only() {
        let folder = tempfile::tempdir().unwrap();
        let (place, log) = (folder.path().join("disk"), folder.path().join("log"));
        let Some(disk) = SmallDisk::at(&place, 1, &log).await.unwrap() else {
            println!("skipped: neither mounting nor a user namespace is allowed here");
            return;
        };
        disk.fill().unwrap();
        let entrance = disk.entrance();
        let under = |script: &str| {
            let mut words = entrance.iter();
            std::process::Command::new(words.next().unwrap())
                .args(words)
                .args(["sh", "-c", script])
                .arg(&place)
                .output()
                .unwrap()
        };
        let size = under("stat -c %s \"$0/filler\"");
        let size = String::from_utf8(size.stdout).unwrap();
        let size: u64 = size.trim().parse().unwrap();
        assert!((900_000..=1_048_576).contains(&size), "{size}");
        assert!(!under("echo word > \"$0/more\"").status.success());
        assert!(!place.join("filler").exists(), "seen by all");
        disk.make_room().unwrap();
        assert!(under("echo word > \"$0/more\"").status.success());
        assert_eq!(
            std::fs::read(disk.outside().join("more")).unwrap(),
            b"word\n"
        );
    }
}
