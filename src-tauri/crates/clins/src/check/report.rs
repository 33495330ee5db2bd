use std::path::Path;

use page::problem_words;
use record::vocabulary::{Gender, Identity};
use record::{Answer, AnswerKind, Counts, Problem, Severity, Values};
use serde::Serialize;

/// What is reported of one file. The names and their meaning are a contract with other programs:
/// members may be added, never changed.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    /// The path as found.
    pub(super) file: String,
    pub(super) kind: AnswerKind,
    pub(super) readable: bool,
    patient: Patient<'a>,
    facility: Option<&'a str>,
    set_key: Option<&'a str>,
    document_date: Option<&'a str>,
    counts: Counts,
    pub(super) values: Values,
    pub(super) problems: Vec<ProblemReport<'a>>,
}

/// The patient as stated; what is not stated is null.
#[derive(Default, Serialize)]
struct Patient<'a> {
    /// 被保険者番号, the newest one.
    member_id: Option<String>,
    name: Option<&'a str>,
    kana: Option<&'a str>,
    /// The date part as sent; may be partial.
    birth_date: Option<&'a str>,
    gender: Option<Gender>,
}

/// A problem with its sentence.
#[derive(Serialize)]
pub(super) struct ProblemReport<'a> {
    pub(super) severity: &'static str,
    pub(super) code: &'static str,
    pointer: &'a str,
    pub(super) message: &'static str,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &Path, answer: &'a Answer<'_>) -> Self {
        Self {
            file: file.to_string_lossy().into_owned(),
            kind: answer.kind,
            readable: answer.readable,
            patient: answer.patient.as_ref().map(Patient::of).unwrap_or_default(),
            facility: answer.facility.as_deref(),
            set_key: answer.set_key.as_deref(),
            document_date: answer.document_date.as_deref(),
            counts: answer.counts,
            values: answer.values,
            problems: answer.problems.iter().map(ProblemReport::of).collect(),
        }
    }
}

impl<'a> Patient<'a> {
    fn of(identity: &'a Identity) -> Self {
        let stated = |text: &'a str| (!text.trim().is_empty()).then_some(text);
        Self {
            member_id: identity.member_ids.first().map(ToString::to_string),
            name: stated(&identity.name),
            kana: identity.kana.as_deref().and_then(stated),
            birth_date: identity.birth_date.as_ref().map(|date| date.date_text()),
            gender: identity.gender,
        }
    }
}

impl<'a> ProblemReport<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            },
            code: problem.code,
            pointer: &problem.pointer,
            message: problem_words(problem.code),
        }
    }
}
