//! The certificate of the act (消去証明): what was destroyed, by whom, when, and what is left. In
//! Japanese with English labels, the same on the screen, on paper and in the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::inventory::FileKind;
use super::note::{FORMAT, Retiring};
use crate::options::ProfileKind;
use crate::profile::SecretPlace;
use crate::view::CertificateView;

/// The act, done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retired {
    format: u32,
    pub(super) act: Retiring,
    finished_at: Timestamp,
    remained: Vec<Remained>,
    foreign: usize,
    text: String,
    /// Of `text`, in hexadecimal.
    sha256: String,
    saved: Option<String>,
}

/// A file of ours that could not be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remained {
    pub(super) place: String,
    pub(super) kind: FileKind,
    pub(super) problem: String,
}

impl Retired {
    pub(super) fn new(
        act: Retiring,
        finished_at: Timestamp,
        remained: Vec<Remained>,
        foreign: usize,
    ) -> Self {
        let text = text(&act, finished_at, &remained, foreign);
        Self {
            format: FORMAT,
            sha256: hex::encode(Sha256::digest(text.as_bytes())),
            text,
            act,
            finished_at,
            remained,
            foreign,
            saved: None,
        }
    }

    /// Saves text and data in the folder that was named, in files named after the act. A stick that
    /// was pulled out is no reason to stop: the profile folder keeps the certificate.
    pub(super) fn save(mut self) -> Self {
        let folder = Path::new(&self.act.decided.certificate_folder);
        let id: String = self.act.act.chars().take(8).collect();
        let name = format!("clins-retirement-{id}");
        let data = serde_json::to_vec_pretty(&self).unwrap_or_default();
        let written = write_own(&folder.join(format!("{name}.txt")), self.text.as_bytes())
            .and_then(|()| write_own(&folder.join(format!("{name}.json")), &data));
        self.saved = written
            .is_ok()
            .then(|| folder.join(format!("{name}.txt")).display().to_string());
        self
    }

    /// What the profile was for.
    pub(crate) const fn kind(&self) -> ProfileKind {
        self.act.decided.facts.kind
    }

    pub(crate) fn view(&self) -> CertificateView {
        CertificateView {
            text: self.text.clone(),
            sha256: self.sha256.clone(),
            finished_at: self.finished_at,
            saved: self.saved.clone(),
            remained: self.remained.len(),
        }
    }
}

/// What an act that was broken off had written already is written again.
fn write_own(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let about = std::fs::symlink_metadata(path);
    if about.is_ok_and(|about| !about.is_file()) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn text(act: &Retiring, finished_at: Timestamp, remained: &[Remained], foreign: usize) -> String {
    let mut lines = Lines(String::new());
    lines.add("消去証明（CLINS Viewer の利用の終了） Certificate of erasure");
    lines.add("");
    lines.told("端末 PC", &act.decided.facts.id);
    lines.told(
        "用途 Profile",
        match act.decided.facts.kind {
            ProfileKind::Site => "施設 site",
            ProfileKind::Demo => "デモ demo",
        },
    );
    let by = &act.decided.by;
    lines.told(
        "実施者 By",
        &format!("{}（{}）", by.account, by.display_name),
    );
    lines.told("開始 Begun", &moment(act.decided.begun_at));
    lines.told("完了 Finished", &moment(finished_at));
    lines.told("時計 Clock", &clock(act.decided.clock.ahead_seconds));
    lines.told("版 Program", &act.program_version);
    lines.told("番号 Act", &act.act);
    export(&mut lines, act);
    keys(&mut lines, act);
    files(&mut lines, act, remained);
    left(&mut lines, remained, foreign);
    lines.0
}

fn export(lines: &mut Lines, act: &Retiring) {
    lines.heading("1. 持ち出し用の写し Copy taken away");
    let export = &act.decided.export;
    lines.told("場所 Folder", &export.folder);
    lines.told("作成 Made", &moment(export.at));
    lines.told("回答 Answers", &export.commits.to_string());
    if act.decided.missing > 0 {
        lines.told(
            "失われていた回答 Lost before",
            &act.decided.missing.to_string(),
        );
    }
    lines.told(
        "確認 Proved",
        "復旧キーで開き、全ページと回答の数を確かめた opened with the recovery key, every page read",
    );
    lines.told("監査記録 Audit head", &act.decided.audit_head);
}

fn keys(lines: &mut Lines, act: &Retiring) {
    lines.heading("2. 先に消去した鍵 Keys destroyed first");
    let machine = serde_json::to_value(act.decided.keys.machine).ok();
    let machine = machine.as_ref().and_then(|check| check.as_str());
    let place = match act.decided.facts.secret_place {
        SecretPlace::OsKeyring => "OSのキーリング keyring",
        SecretPlace::File => "ファイル file",
    };
    let gone = "消去を確認 gone";
    lines.told(
        "端末の鍵 Machine key",
        &format!("{}、{place}、{gone}", machine.unwrap_or_default()),
    );
    let clinical = format!(
        "{}（第{}世代 generation）、{gone}",
        act.decided.keys.clinical, act.decided.keys.generation
    );
    lines.told("診療情報の鍵 Clinical keys", &clinical);
    let of_keys = act.files.iter().filter(|file| file.kind == FileKind::Key);
    lines.told(
        "鍵のファイル Key files",
        &format!("{}、{gone}", of_keys.count()),
    );
}

fn files(lines: &mut Lines, act: &Retiring, remained: &[Remained]) {
    lines.heading("3. 続いて削除したファイル Files deleted then");
    let mut sums: BTreeMap<FileKind, (usize, u64)> = BTreeMap::new();
    let gone = |place: &str| remained.iter().all(|left| left.place != place);
    for file in act.files.iter().filter(|file| gone(&file.place)) {
        let sum = sums.entry(file.kind).or_default();
        *sum = (sum.0 + 1, sum.1.saturating_add(file.bytes));
    }
    for (kind, (count, bytes)) in sums {
        if kind != FileKind::Key {
            lines.told(name(kind), &format!("{count}個、{bytes}バイト bytes"));
        }
    }
}

fn left(lines: &mut Lines, remained: &[Remained], foreign: usize) {
    lines.heading("4. 残ったもの What is left");
    if remained.is_empty() {
        lines.told("このプログラムのファイル Own files", "なし none");
    }
    for file in remained {
        lines.told(&file.place, &format!("削除できない {}", file.problem));
    }
    lines.told(
        "ほかのもの Others' files",
        &format!("{foreign}個、触れていない untouched"),
    );
}

const fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Key => "鍵 Keys",
        FileKind::Store => "保存領域 Stores",
        FileKind::SecondCopy => "第二の控え Second copy",
        FileKind::Aside => "退避したもの Put aside",
        FileKind::Sealed => "封をした受信分 Sealed sets",
        FileKind::Other => "そのほか Others",
    }
}

fn clock(ahead: Option<i64>) -> String {
    match ahead {
        Some(seconds) => {
            format!("接続先の時刻で確認済み（端末が{seconds}秒先） confirmed, ahead by {seconds} s")
        }
        None => "確認していない not confirmed".to_owned(),
    }
}

fn moment(at: Timestamp) -> String {
    let japan = at.to_zoned(TimeZone::fixed(Offset::constant(9)));
    japan.strftime("%Y-%m-%d %H:%M:%S +09:00").to_string()
}

struct Lines(String);

impl Lines {
    fn add(&mut self, line: &str) {
        let _ = writeln!(self.0, "{line}");
    }

    fn heading(&mut self, line: &str) {
        self.add("");
        self.add(line);
    }

    fn told(&mut self, label: &str, value: &str) {
        let _ = writeln!(self.0, "{label}: {value}");
    }
}
