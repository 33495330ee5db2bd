//! `sent = placed + other`, value by value: the view holds what a walk of its own finds in the JSON.

use faults::{account, samples, sent, told};
use record::view::SheetView;
use record::{Pointers, Severity, read};

fn adds_up(name: &str, bytes: &[u8]) {
    let wrong = account(bytes);
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

#[test]
fn every_synthetic_answer_adds_up() {
    for sample in samples::small().into_iter().chain(samples::whole()) {
        assert!(
            read(&sample.bytes, Pointers::Kept).readable,
            "{}",
            sample.name
        );
        adds_up(&sample.name, &sample.bytes);
    }
}

#[test]
fn everything_of_the_sample_clinic_adds_up() {
    let samples = samples::clinic().unwrap();
    assert!(samples.len() > 20, "only {} samples", samples.len());
    for sample in samples {
        let answer = read(&sample.bytes, Pointers::Kept);
        assert!(answer.readable, "{}", sample.name);
        assert!(!told(&answer).is_empty(), "{}", sample.name);
        adds_up(&sample.name, &sample.bytes);
        // The clinic has one element nobody has heard of, so that the list is seen on the screens.
        let mut unheard_of = answer.other.iter();
        assert!(
            unheard_of.all(|item| item.pointer.ends_with("/careTransition")),
            "{}: {:?}",
            sample.name,
            answer.other
        );
    }
}

#[test]
fn every_published_example_adds_up() {
    for samples::Sample { name, bytes } in samples::published().unwrap() {
        let answer = read(&bytes, Pointers::Kept);
        assert!(answer.readable, "{name}");
        let errors: Vec<_> = answer
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert!(
            sent(&bytes).is_some_and(|leaves| leaves.len() > 1),
            "{name}"
        );
        adds_up(&name, &bytes);
    }
}

#[test]
fn pointers_dropped_tell_the_same_values_in_the_same_order() {
    for sample in samples::small().into_iter().chain(samples::whole()) {
        let sheet = |pointers| {
            let mut sheet = SheetView::default();
            sheet.add(&read(&sample.bytes, pointers), |_| true);
            sheet
        };
        assert_eq!(
            sheet(Pointers::Kept),
            sheet(Pointers::Dropped),
            "{}",
            sample.name
        );
    }
}

#[test]
fn values_of_several_answers_in_one_file_all_count() {
    let one = br#"{"resourceType":"Condition","code":{"text":"a"}}"#;
    let two = br#"{"resourceType":"Condition","code":{"text":"b"},"x-unknown":[1.50,"c"]}"#;
    let both = [one.as_slice(), b"\n", two].concat();
    adds_up("two values", &both);
    let answer = read(&both, Pointers::Kept);
    assert_eq!(told(&answer).len(), 4);
    assert_eq!((answer.values.sent, answer.values.other), (4, 2));
    assert!(answer.problems.iter().any(|p| p.code == "several_values"));
}

#[test]
fn an_element_nobody_knows_is_listed_with_its_path() {
    let json =
        br#"{"resourceType":"Condition","code":{"text":"a","unbekannt":{"x/y":[null,"wert"]}}}"#;
    adds_up("unknown", json);
    let answer = read(json, Pointers::Dropped);
    let other: Vec<_> = answer
        .other
        .iter()
        .map(|o| (&*o.pointer, &*o.text))
        .collect();
    assert_eq!(other, [("/code/unbekannt/x~1y/1", "wert")]);
}
