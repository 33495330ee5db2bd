use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One answer of each kind; each file is named after its kind.
pub(crate) fn answers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/offline/answers")
}

/// How a run of the program ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) words: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("standard output is JSON and nothing else")
    }

    /// The report of the only file.
    pub(crate) fn only(&self) -> Value {
        match self.json().as_array().map(Vec::as_slice) {
            Some([only]) => only.clone(),
            other => panic!("not one report: {other:?}"),
        }
    }
}

/// Runs `clins` in the folder of the answers.
pub(crate) fn clins<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_clins"))
        .args(arguments)
        .current_dir(answers())
        .output()
        .unwrap();
    Ran {
        code: ran.status.code().expect("not ended by a signal"),
        out: String::from_utf8(ran.stdout).unwrap(),
        words: String::from_utf8(ran.stderr).unwrap(),
    }
}

/// Checks one file with these bytes.
pub(crate) fn checked(bytes: &[u8]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer");
    std::fs::write(&file, bytes).unwrap();
    clins([OsStr::new("check"), OsStr::new("--json"), file.as_os_str()])
}

/// Names of the elements of a page and its text, white space run together.
pub(crate) fn elements_and_text(page: &str) -> (Vec<String>, String) {
    let (mut names, mut text) = (Vec::new(), String::new());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if tag.starts_with("style") {
            rest = after.split_once("</style>").unwrap().1;
        }
        if !tag.starts_with(['/', '!']) {
            names.push(tag.split(' ').next().unwrap().to_owned());
        }
    }
    text.push_str(rest);
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to));
    (
        names,
        plain.split_whitespace().collect::<Vec<_>>().join(" "),
    )
}
