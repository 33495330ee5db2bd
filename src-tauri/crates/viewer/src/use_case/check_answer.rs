//! 受信ファイルの確認: how a file would be read, told without a word of what it says.

use audit::EventKind;
use record::{Answer, CodeTable, Pointers, Problem, Severity};

use super::sent_file::decoded;
use crate::error::CommandError;
use crate::record_act::Act;
use crate::request::CheckAnswerRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{AnswerReportView, CodeTableView, ProblemSeverity, ProblemView};

/// Places and problems listed; the counts tell of the others.
const LISTED: usize = 500;

impl Seat {
    /// Reads a file and tells how that went. Nothing of it is kept.
    pub(crate) async fn check_answer(
        &self,
        request: CheckAnswerRequest,
    ) -> Result<AnswerReportView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let report = check(request);
            let act = Act::new(EventKind::FileChecked).by(&seated.session);
            match &report {
                Ok(report) if report.readable => act,
                Ok(_) => act.failed("unreadable"),
                Err(_) => act.failed("not_taken"),
            }
            .write_now(&rooms)?;
            report
        })
        .await
    }
}

fn check(request: CheckAnswerRequest) -> Result<AnswerReportView, CommandError> {
    let bytes = decoded(&request.content)?;
    drop(request.content);
    let answer = record::read(&bytes, Pointers::Dropped);
    Ok(report(request.name, &answer))
}

fn report(name: String, answer: &Answer<'_>) -> AnswerReportView {
    AnswerReportView {
        name,
        kind: answer.kind,
        readable: answer.readable,
        patient_stated: answer.patient.is_some(),
        facility: answer.facility.clone().filter(|text| is_number(text)),
        document_date: answer.document_date.clone().filter(|text| is_date(text)),
        counts: answer.counts,
        values: answer.values,
        other: answer
            .other
            .iter()
            .take(LISTED)
            .map(|item| place(&item.pointer))
            .collect(),
        problems: answer.problems.iter().take(LISTED).map(problem).collect(),
        problem_count: answer.problems.len(),
        tables: record::code_tables().iter().map(table).collect(),
    }
}

fn problem(problem: &Problem) -> ProblemView {
    ProblemView {
        severity: match problem.severity {
            Severity::Info => ProblemSeverity::Info,
            Severity::Warning => ProblemSeverity::Warning,
            Severity::Error => ProblemSeverity::Error,
        },
        code: problem.code.to_owned(),
        pointer: place(&problem.pointer),
    }
}

fn table(table: &CodeTable) -> CodeTableView {
    CodeTableView {
        file: table.file.clone(),
        title_ja: table.title_ja.clone(),
        title_en: table.title_en.clone(),
        version: table.version.clone(),
        date: table.date.clone(),
    }
}

fn is_number(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date(text: &str) -> bool {
    text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// A path whose members have names as the standard gives them. Anything else may be what a sender
/// put there in place of a name, and a report holds nothing of that.
fn place(pointer: &str) -> String {
    let named = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-:[]".contains(&b);
        if part.len() <= 64 && part.bytes().all(plain) {
            part.to_owned()
        } else {
            "?".to_owned()
        }
    };
    pointer.split('/').map(named).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_names_and_nothing_else() {
        assert_eq!(place("/entry/3/resource/note"), "/entry/3/resource/note");
        assert_eq!(place("/entry/3/山田 太郎/a~1b"), "/entry/3/?/?");
    }

    #[test]
    fn a_date_or_number_that_is_none_is_not_told() {
        let json = r#"{"resourceType":"Bundle","type":"document",
            "identifier":{"value":"糖尿病"},"timestamp":"糖尿病","entry":[]}"#;
        let told = report(
            "a.json".into(),
            &record::read(json.as_bytes(), Pointers::Dropped),
        );
        let text = serde_json::to_string(&told).unwrap();
        assert!(told.readable && !text.contains("糖尿病"), "{text}");
    }
}
