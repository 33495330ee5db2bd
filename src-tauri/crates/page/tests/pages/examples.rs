use std::path::{Path, PathBuf};

use record::{Pointers, read};

use crate::support::{Content, taken_apart};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "json") {
            found.push(path);
        }
    }
}

/// The text without white space, which HTML runs together.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every example beside the workspace, when it is there: all that was read is on its page.
#[test]
fn every_piece_of_every_example_is_on_its_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/fhir-examples");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    assert!(paths.len() > 20, "only {} examples", paths.len());
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        let answer = read(&bytes, Pointers::Kept);
        let page = page::answer_page(&answer);
        let (_, text) = taken_apart(&page);
        let (name, words) = (path.display(), dense(&text));
        let content = Content::of(&answer);
        let counted = content
            .pieces
            .iter()
            .filter(|p| p.pointer.is_some())
            .count();
        let placed = counted
            + content
                .narratives
                .iter()
                .filter(|n| n.pointer.is_some())
                .count();
        assert_eq!(placed, answer.values.placed, "{name}");
        for piece in content.pieces {
            assert!(text.contains(&*piece.text), "{name}: {piece:?}");
        }
        for item in &answer.other {
            assert!(
                text.contains(&*item.text) && text.contains(&*item.pointer),
                "{name}: {item:?}"
            );
        }
        for told in content.narratives {
            assert!(page.contains(told.html()), "{name}");
            // Signs that plain text has in place of markup.
            let plain = told.text().replace("[取消線: ", "").replace(['^', ']'], "");
            let known = words.replace(['^', ']'], "");
            for line in plain.lines() {
                assert!(known.contains(&dense(line)), "{name}: {line}");
            }
        }
    }
}
