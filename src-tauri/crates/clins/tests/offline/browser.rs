use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::{answers, clins, elements_and_text};

/// Longest time a browser may take.
const LIMIT: Duration = Duration::from_secs(30);

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// What the browser made of a page, written out again.
fn dumped(browser: &Path, folder: &Path, page: &Path) -> String {
    let dump = folder.join("dom.html");
    let mut running = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .stdout(File::create(&dump).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while running.try_wait().unwrap().is_none() {
        if started.elapsed() > LIMIT {
            running.kill().unwrap();
            running.wait().unwrap();
            panic!("the browser did not end in {LIMIT:?}");
        }
        sleep(Duration::from_millis(50));
    }
    std::fs::read_to_string(dump).unwrap()
}

#[test]
fn a_browser_reads_the_page_as_it_was_meant() {
    let Some(browser) = browser() else {
        println!("skipped: no chromium, chromium-browser or google-chrome on PATH");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let hostile = folder.path().join("hostile.json");
    let answer = std::fs::read_to_string(answers().join("referral.json")).unwrap();
    let bad = "</p></style><script>document.title='ran'</script><img src=x onerror=alert(1)>";
    std::fs::write(&hostile, answer.replace("気管支喘息", bad)).unwrap();
    let page = folder.path().join("page.html");
    let ran = clins([
        "render".as_ref(),
        hostile.as_os_str(),
        "--out".as_ref(),
        page.as_os_str(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.words);
    let (elements, text) = elements_and_text(&std::fs::read_to_string(&page).unwrap());
    let (seen, read) = elements_and_text(&dumped(&browser, folder.path(), &page));
    assert_eq!(seen, elements);
    assert_eq!(read, text);
    assert!(read.contains(bad) && read.contains("傷病名の本文"));
}
