//! A folder of the site that hangs: what is opened in it never answers. A pipe that nobody writes to is
//! such a file.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use viewer::Seat;

use crate::common::{PASSWORD, Pc, call, sign_in};

/// So long nobody waits for a screen; a sign-in that hangs would take for ever.
const FOR_EVER: Duration = Duration::from_secs(60);

/// A file whose opening waits until this is dropped.
struct Pipe(PathBuf);

impl Pipe {
    fn at(path: PathBuf) -> Self {
        let _ = fs::remove_file(&path);
        let made = Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        Self(path)
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let writer: Option<File> = OpenOptions::new().read(true).write(true).open(&self.0).ok();
        // Whoever waits has opened it now, and finds its end; nobody opens it any more.
        let _ = fs::remove_file(&self.0);
        std::thread::sleep(Duration::from_millis(200));
        drop(writer);
    }
}

/// Two PCs of one site; the second takes in what the first makes. Everybody of the second has signed
/// out.
async fn two_pcs(folder: &Path) -> [(Pc, viewer::Viewer); 2] {
    let pcs = [Pc::set_up().await, Pc::set_up_elsewhere().await];
    let offices = [pcs[0].1.seat(), pcs[1].1.seat()];
    for office in &offices {
        sign_in(office, "admin").await;
    }
    let export = json!({"folder": folder});
    let made = call(&offices[0], "site_file_export", export).await.unwrap();
    let key = json!({"folder": folder, "site_key": made["site_key"]});
    call(&offices[1], "site_file_take_in", key).await.unwrap();
    pcs
}

/// A day at a screen, in short.
async fn works(seat: &Seat) {
    let day = async {
        sign_in(seat, "desk").await;
        call(seat, "lock", json!({})).await.unwrap();
        call(seat, "unlock", json!({"password": PASSWORD}))
            .await
            .unwrap();
        sign_in(seat, "auditor").await;
        call(seat, "sign_out", json!({})).await.unwrap();
    };
    let done = tokio::time::timeout(FOR_EVER, day).await;
    assert!(done.is_ok(), "a sign-in waits for the folder");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_sign_in_and_out_while_nothing_in_the_folder_answers() {
    let folder = tempfile::tempdir().unwrap();
    let pcs = two_pcs(folder.path()).await;
    let _pipes = ["clins-here-of-another.bin", "clins-site.json"]
        .map(|name| Pipe::at(folder.path().join(name)));
    for (_, viewer) in &pcs {
        works(&viewer.seat()).await;
    }
}
