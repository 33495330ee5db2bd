//! Replays the kept corpus, and the accounting and the generators hold what they promise.

use std::path::Path;

use faults::hostile::{closed, marked, retyped};
use faults::{fuzz, samples, sent};

#[test]
fn the_corpus_is_read_without_a_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/reading");
    let mut replayed = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        fuzz::read_any(&std::fs::read(&path).unwrap());
        replayed += 1;
    }
    assert!(replayed >= 10, "only {replayed} files");
}

#[test]
fn small_samples_are_small_and_every_sample_says_something() {
    for sample in samples::small() {
        assert!(sample.bytes.len() < 8 * 1024, "{}", sample.name);
    }
    for sample in samples::whole() {
        let sent = sent(&sample.bytes).unwrap();
        assert!(sent.len() > 50, "{}: {}", sample.name, sent.len());
    }
}

#[test]
fn generated_answers_are_still_json() {
    let sample = &samples::small()[0];
    for case in retyped(sample).chain(marked(sample)) {
        assert!(sent(&case.bytes).is_some(), "{}", case.name);
    }
    let whole = (0..sample.bytes.len()).filter(|at| sent(&closed(sample, *at).bytes).is_some());
    let share = whole.count() * 100 / sample.bytes.len();
    assert!(share > 20, "{share} % of the closed cuts are JSON");
}
