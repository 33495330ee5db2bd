//! A profile after its first run, made once through the ordinary commands and copied for each test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tokio::sync::OnceCell;
use viewer::Viewer;

use super::{MemoryKeyring, PASSWORD, Pc, call, sign_in};

/// What an administrator issues; each person sets the own password at the first sign-in.
pub(crate) const ISSUED: &str = "hajimete-4417-no";
/// One account of each role besides the administrator's; they are called as their role.
const ROLES: [&str; 6] = ["doctor", "pharmacist", "nurse", "clerk", "desk", "auditor"];

/// The files of the profile and what its keyring holds.
pub(crate) struct FirstRun {
    files: Vec<(PathBuf, Vec<u8>)>,
    pub(super) keyring: BTreeMap<String, Vec<u8>>,
    pub(super) recovery_key: String,
}

static MADE: OnceCell<FirstRun> = OnceCell::const_new();
static MADE_ELSEWHERE: OnceCell<FirstRun> = OnceCell::const_new();

/// The one of this run of the tests.
pub(super) async fn made() -> &'static FirstRun {
    MADE.get_or_init(make).await
}

/// Another PC of this run of the tests, with keys of its own.
pub(super) async fn made_elsewhere() -> &'static FirstRun {
    MADE_ELSEWHERE.get_or_init(make).await
}

impl FirstRun {
    /// Writes the profile below this folder.
    pub(super) fn write_to(&self, folder: &Path) {
        for (file, bytes) in &self.files {
            let file = folder.join(file);
            let folder = file.parent().unwrap();
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(&file, bytes).unwrap();
            keep_as_the_program_does(folder, 0o700);
            keep_as_the_program_does(&file, 0o600);
        }
    }
}

#[cfg(unix)]
fn keep_as_the_program_does(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn keep_as_the_program_does(_: &Path, _: u32) {}

async fn make() -> FirstRun {
    let pc = Pc {
        folder: tempfile::tempdir().unwrap(),
        keyring: Arc::new(MemoryKeyring::default()),
        recovery_key: String::new(),
    };
    let viewer = pc.start();
    let recovery_key = set_up(&viewer).await;
    pc.close(viewer).await;
    let mut files = Vec::new();
    read(pc.folder.path(), pc.folder.path(), &mut files);
    FirstRun {
        files,
        keyring: pc.keyring.entries(),
        recovery_key,
    }
}

async fn set_up(viewer: &Viewer) -> String {
    let seat = viewer.seat();
    let request = json!({"account": "admin", "display_name": "管理 一郎", "staff_number": "0001",
        "password": PASSWORD, "reading_after_end": "emergency_only"});
    let made = call(&seat, "set_up", request).await.unwrap();
    let recovery_key = made["recovery_key"].as_str().unwrap().to_owned();
    sign_in(&seat, "admin").await;
    for role in ROLES {
        let request = json!({"account": role, "display_name": format!("{role} 花子"),
            "staff_number": "0002", "roles": [role], "password": ISSUED,
            "recovery_key": recovery_key});
        call(&seat, "create_account", request).await.unwrap();
    }
    for role in ROLES {
        let request = json!({"account": role, "password": ISSUED});
        let step = call(&seat, "sign_in", request).await.unwrap();
        assert_eq!(step["step"], "new_password");
        let own = json!({"password": PASSWORD});
        let step = call(&seat, "set_first_password", own).await.unwrap();
        assert_eq!(step["step"], "signed_in");
    }
    call(&seat, "sign_out", json!({})).await.unwrap();
    recovery_key
}

fn read(folder: &Path, root: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, root, files);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            files.push((path.strip_prefix(root).unwrap().to_owned(), bytes));
        }
    }
}
