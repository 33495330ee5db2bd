//! ファイルを読む: a file that came by hand, read beside the open patient and kept nowhere.

use audit::EventKind;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use record::view::SheetView;
use record::vocabulary::Identity;
use record::{Answer, AnswerKind, Difference, Pointers, Severity, Whose};

use super::document_attachment::{MEBIBYTES, text};
use super::people::{PersonToday, Today};
use super::sent_file::decoded;
use super::sheet_parts::names_undelivered;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::ReadFileRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{AttachmentContent, FileIdentity, FileReadingView};

impl Seat {
    /// Reads a file for the doctor who has this patient open. The consents are for what the service
    /// gives; they do not cover a file that somebody brings.
    pub(crate) async fn read_file(
        &self,
        request: ReadFileRequest,
    ) -> Result<FileReadingView, CommandError> {
        let (rooms, session, _open) = self.clinical()?;
        let ReadFileRequest { person, content } = request;
        let open = rooms.on_screen.is_shown(self.id, person);
        blocking(move || {
            let today = Today::read(&rooms)?;
            let person = PersonToday::read(&rooms, &today, person)?;
            let act = Act::new(EventKind::FileRead)
                .by(&session)
                .about(person.person)
                .with_chart_number(person.chart_number.as_deref())
                .at_visit(today.is_visit(person.person))
                .under(&person.consents);
            let read = if open {
                read(content, &person.identity)
            } else {
                Err(ErrorCode::NotOpen.into())
            };
            match &read {
                Ok(view) => act.of_file(view.identity.name()),
                Err(error) => match error.code {
                    ErrorCode::OtherPatient | ErrorCode::NotOpen => act.refused(&error.code.name()),
                    code => act.failed(&code.name()),
                },
            }
            .write_now(&rooms)?;
            read
        })
        .await
    }
}

fn read(content: String, expected: &Identity) -> Result<FileReadingView, CommandError> {
    let bytes = decoded(&content)?;
    drop(content);
    let answer = record::read(&bytes, Pointers::Dropped);
    if !answer.readable {
        let problem = answer.problems.first().map_or("unknown", |p| p.code);
        return Err(CommandError::new(ErrorCode::FileUnreadable).with("problem", problem));
    }
    let identity = identity(&bytes, &answer, expected)?;
    let sheet = sheet(&bytes, &answer);
    let content = match answer.kind {
        AnswerKind::Pdf => Some(pdf(&bytes)?),
        _ if sheet.undelivered > 0 || names_undelivered(&bytes) => None,
        _ => Some(text(&bytes)),
    };
    Ok(FileReadingView {
        kind: answer.kind,
        size: bytes.len(),
        identity,
        problems: problems(&answer),
        sheet,
        content,
    })
}

/// Before anything of the file is made ready to be shown.
fn identity(
    bytes: &[u8],
    answer: &Answer<'_>,
    expected: &Identity,
) -> Result<FileIdentity, CommandError> {
    let several = answer.problems.iter().any(|p| p.code == "several_patients");
    let whose = if several {
        Whose::Other(Difference::SeveralPatients)
    } else {
        record::whose(bytes, expected)
    };
    match whose {
        Whose::Agrees => Ok(FileIdentity::Agrees),
        Whose::NameDiffers => Ok(FileIdentity::NameDiffers),
        Whose::Incomplete => Ok(FileIdentity::Incomplete),
        Whose::NotStated => Ok(FileIdentity::NotStated),
        Whose::Other(difference) => {
            let difference = match difference {
                Difference::MemberId => "member_id",
                Difference::BirthDate => "birth_date",
                Difference::Gender => "gender",
                Difference::Name => "name",
                Difference::SeveralPatients => "several_patients",
            };
            Err(CommandError::new(ErrorCode::OtherPatient).with("difference", difference))
        }
    }
}

/// Everything it says, without what is 未提供: it may be that as a whole.
fn sheet(bytes: &[u8], answer: &Answer<'_>) -> SheetView {
    let mut sheet = SheetView::default();
    if record::is_undelivered(bytes) {
        sheet.undelivered = 1;
    } else {
        sheet.add(answer, |_| true);
    }
    sheet
}

fn pdf(bytes: &[u8]) -> Result<AttachmentContent, CommandError> {
    if bytes.len() > MEBIBYTES << 20 {
        return Err(CommandError::new(ErrorCode::FileTooLarge).with("limit", MEBIBYTES));
    }
    Ok(AttachmentContent::Bytes {
        base64: BASE64_STANDARD.encode(bytes),
    })
}

fn problems(answer: &Answer<'_>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let wrong = answer.problems.iter();
    for problem in wrong.filter(|problem| problem.severity == Severity::Error) {
        if !codes.iter().any(|code| code == problem.code) {
            codes.push(problem.code.to_owned());
        }
    }
    codes
}
