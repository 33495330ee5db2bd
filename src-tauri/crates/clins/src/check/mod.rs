mod list;
mod report;
mod table;

use std::io::{self, BufWriter};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::files::files;
use crate::received::Received;
use list::List;
use report::Report;
use table::Table;

/// The offline half of the connection test: can these answers be read, and is anything lost?
#[derive(Args)]
pub(crate) struct Check {
    /// Print a JSON array with one object per file.
    #[arg(long)]
    json: bool,
    /// Files, and folders with all that is below them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Check {
    /// Whether all answers can be read. Each is reported, and dropped, before the next is opened.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        let files = files(&self.paths)?;
        let out = BufWriter::new(io::stdout().lock());
        let readable = if self.json {
            let mut list = List::new(out);
            let all = each(&files, |report| list.add(report))?;
            list.finish().map(|()| all)
        } else {
            let mut table = Table::new(out)?;
            let all = each(&files, |report| table.add(report))?;
            table.finish().map(|()| all)
        };
        readable.context("結果を書き出せません")
    }
}

fn each(
    files: &[PathBuf],
    mut tell: impl FnMut(&Report<'_>) -> io::Result<()>,
) -> anyhow::Result<bool> {
    let mut all_readable = true;
    for file in files {
        let received = Received::from(file);
        let answer = received.tally();
        all_readable &= answer.readable;
        tell(&Report::new(file, &answer)).context("結果を書き出せません")?;
    }
    Ok(all_readable)
}
