use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use crate::received::Received;

/// One answer as a static, script-free, self-contained HTML page, for testing: 未告知 and 未提供 are
/// on it, marked.
#[derive(Args)]
pub(crate) struct Render {
    /// The file of the answer.
    path: PathBuf,
    /// Where to write the page; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Render {
    /// Whether the answer can be read; the page is written either way.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        let path = &self.path;
        let named = fs::metadata(path)
            .with_context(|| format!("{}: ファイルがありません", path.display()))?;
        if named.is_dir() {
            bail!(
                "{}: フォルダーです。ファイルを1つ指定してください",
                path.display()
            );
        }
        if let Some(out) = self.out.as_deref().filter(|out| same(out, path)) {
            bail!(
                "{}: 受信した回答を上書きすることはできません",
                out.display()
            );
        }
        let received = Received::from(path);
        let answer = received.answer();
        let page = page::answer_page(&answer);
        write(self.out.as_deref(), &page)?;
        if !answer.readable {
            crate::say("回答を読み取れませんでした。理由はページの「問題」にあります");
        }
        Ok(answer.readable)
    }
}

fn same(out: &Path, path: &Path) -> bool {
    match (out.canonicalize(), path.canonicalize()) {
        (Ok(out), Ok(path)) => out == path,
        _ => false,
    }
}

fn write(out: Option<&Path>, page: &str) -> anyhow::Result<()> {
    match out {
        Some(file) => private(file)
            .and_then(|mut file| file.write_all(page.as_bytes()))
            .with_context(|| format!("{}: ページを書き出せません", file.display())),
        None => {
            let mut stdout = io::stdout().lock();
            stdout
                .write_all(page.as_bytes())
                .and_then(|()| stdout.flush())
                .context("ページを書き出せません")
        }
    }
}

/// The page names a patient: it is for its owner alone, where the system knows such a thing.
fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
