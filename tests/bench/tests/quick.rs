//! The program runs and its figures make sense. Nothing here is timed: that is for a quiet machine.

use std::process::Command;

use serde_json::Value;

#[test]
fn a_quick_run_tells_the_figures_of_every_case() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.json");
    let ran = Command::new(env!("CARGO_BIN_EXE_bench"))
        .args(["core", "--quick", "--json"])
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8(ran.stdout).unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );

    let report: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let cases = report["cases"].as_array().unwrap();
    let names: Vec<_> = cases
        .iter()
        .map(|case| case["what"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["reading", "reading + audit", "to the view"]);
    for case in cases {
        assert!(told.contains(case["what"].as_str().unwrap()), "{told}");
        assert_eq!(case["patients"], 100);
        assert_eq!(case["opens"], 100);
        assert!(case["bytes_per_patient"].as_u64().unwrap() > 10_000);
        for side in ["ours", "plain"] {
            let time = |which: &str| case[format!("{side}_{which}_us")].as_f64().unwrap();
            assert!(0.0 < time("p50") && time("p50") <= time("p99"), "{case}");
        }
        for which in ["p50", "p99"] {
            let time = |side: &str| case[format!("{side}_{which}_us")].as_f64().unwrap();
            let ratio = case[format!("ratio_{which}")].as_f64().unwrap();
            assert!(
                (ratio - time("ours") / time("plain")).abs() < 1e-9,
                "{case}"
            );
        }
    }
}

#[test]
fn nothing_to_open_is_refused() {
    let ran = Command::new(env!("CARGO_BIN_EXE_bench"))
        .args(["core", "--patients", "0"])
        .output()
        .unwrap();
    assert!(!ran.status.success());
    assert!(String::from_utf8_lossy(&ran.stderr).contains("nothing to open"));
}

#[test]
fn a_quick_run_of_reading_tells_the_figures_of_every_answer() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reading.json");
    let ran = Command::new(env!("CARGO_BIN_EXE_bench"))
        .args(["reading", "--quick", "--json"])
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8(ran.stdout).unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let report: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let cases = report["cases"].as_array().unwrap();
    let near = [
        ("small", 20_000),
        ("checkup", 90_000),
        ("largest", 1_000_000),
    ];
    assert_eq!(cases.len(), near.len());
    for (case, (name, bytes)) in cases.iter().zip(near) {
        assert_eq!(case["what"], name);
        assert!(told.contains(name), "{told}");
        let size = case["bytes"].as_i64().unwrap();
        assert!((bytes / 2..=bytes * 2).contains(&size), "{name}: {size}");
        assert!(case["values"].as_u64().unwrap() > 50, "{case}");
        let speed = |which: &str| case[which].as_f64().unwrap();
        let ratio = speed("ours_mb_s") / speed("plain_mb_s");
        assert!(
            speed("parse_mb_s") > 0.0 && (ratio - speed("ratio")).abs() < 1e-9,
            "{case}"
        );
    }
}

#[test]
fn a_small_run_of_the_stores_tells_the_figures_of_every_engine() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.json");
    let ran = Command::new(env!("CARGO_BIN_EXE_bench"))
        .args(["store", "--patients", "20", "--runs", "12", "--json"])
        .arg(&file)
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8(ran.stdout).unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let report: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let list = |name: &str| report[name].as_array().unwrap().clone();
    for engine in ["plain", "sqlcipher", "ours"] {
        assert!(told.contains(engine), "{told}");
        let of_engine = |all: Vec<Value>| {
            let mine = all.into_iter().filter(|one| one["engine"] == engine);
            mine.collect::<Vec<_>>()
        };
        let cases = of_engine(list("cases"));
        // Open, store, and twice each of warm, any and cold.
        assert_eq!(cases.len(), 8);
        for case in &cases {
            let time = |which: &str| case[which].as_f64().unwrap();
            assert!(
                0.0 < time("p50_us") && time("p50_us") <= time("p99_us"),
                "{case}"
            );
        }
        let ratios = of_engine(list("ratios"));
        assert_eq!(ratios.len(), cases.len());
        let itself = |ratio: &Value| ratio["p50"] == 1.0 && ratio["p99"] == 1.0;
        assert_eq!(ratios.iter().all(itself), engine == "plain");
        let sizes = of_engine(list("sizes"));
        let bytes = |which: &str| sizes[0][which].as_u64().unwrap();
        assert!((170_000..200_000).contains(&(bytes("received") / 20)));
        assert_eq!(bytes("file") < bytes("received"), engine == "ours");
        let looked = list("search")[0]["looked"].as_array().unwrap().clone();
        assert_eq!(of_engine(looked).len(), 7);
    }
    assert!(report["keys"]["argon2id_ms"].as_f64().unwrap() > 0.0);
    // Every store was deleted.
    let left = std::fs::read_dir(folder.path()).unwrap();
    assert_eq!(left.count(), 1);
}
