use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// The files that `paths` name: folders with every answer below them, each folder in sorted order.
/// Links to folders are not followed, for they may lead in circles. A file named outright is taken
/// whatever it is called.
///
/// # Errors
/// When a path does not exist, or there is no file at all: a check of nothing must not look like a
/// check that passed.
pub(crate) fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let named = fs::metadata(path)
            .with_context(|| format!("{}: ファイルまたはフォルダーがありません", path.display()))?;
        if named.is_dir() {
            below(path, &mut found);
        } else {
            found.push(path.clone());
        }
    }
    if found.is_empty() {
        bail!("指定されたフォルダーにファイルがありません");
    }
    Ok(found)
}

/// A folder that cannot be listed is found itself: reading it will say why.
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(inside) = listed(folder) else {
        found.push(folder.to_owned());
        return;
    };
    for path in inside {
        let link = path.is_symlink();
        match fs::metadata(&path) {
            Ok(named) if named.is_dir() && link => crate::say(format_args!(
                "{}: リンク先のフォルダーは調べません",
                path.display()
            )),
            Ok(named) if named.is_dir() => below(&path, found),
            Ok(named) if named.is_file() && !may_be_answer(&path) => crate::say(format_args!(
                "{}: 回答のファイル（json・xml・pdf・zip）ではないため調べません",
                path.display()
            )),
            Ok(named) if named.is_file() => found.push(path),
            // Pipes and devices hold no answer, and opening one may never return.
            Ok(_) => {}
            Err(_) => found.push(path),
        }
    }
}

/// By its name: a note that lies beside the answers is no answer that cannot be read.
fn may_be_answer(path: &Path) -> bool {
    const ENDS: [&str; 4] = ["json", "xml", "pdf", "zip"];
    path.extension()
        .is_none_or(|end| ENDS.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut inside = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    inside.sort();
    Ok(inside)
}
