use crate::support::{answers, clins};

#[test]
fn wrong_usage_ends_with_two_and_says_why() {
    let empty = tempfile::tempdir().unwrap();
    let nothing = empty.path().to_str().unwrap();
    for arguments in [
        &["check"][..],
        &["check", "--nonsense", "pdf.pdf"],
        &["check", "--json", "no-such-file.json"],
        &["check", "pdf.pdf", "no-such-file.json"],
        &["check", nothing],
        &["render"],
        &["render", "no-such-file.json"],
        &["render", "."],
        &["render", "pdf.pdf", "--out", "no-such-folder/page.html"],
        &["render", "pdf.pdf", "--out", "./pdf.pdf"],
    ] {
        let ran = clins(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        assert!(!ran.words.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let ran = clins(["check", "--json", "no-such-file.json"]);
    assert!(ran.words.contains("no-such-file.json"), "{}", ran.words);
}

#[test]
fn an_answer_is_never_written_over() {
    let before = std::fs::read(answers().join("pdf.pdf")).unwrap();
    assert_eq!(clins(["render", "pdf.pdf", "--out", "pdf.pdf"]).code, 2);
    assert_eq!(std::fs::read(answers().join("pdf.pdf")).unwrap(), before);
}
