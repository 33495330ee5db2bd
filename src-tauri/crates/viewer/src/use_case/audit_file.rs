//! 監査ログの書き出し.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use audit::{EventKind, Filter};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::audit_log::filter;
use crate::audit_export::{ExportError, write_csv, write_fhir};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::ExportAuditRequest;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{AuditExportForm, AuditExportView};

impl Seat {
    /// Writes the log into a new file of a folder. That it was is written down before.
    pub(crate) async fn export_audit(
        &self,
        request: ExportAuditRequest,
    ) -> Result<AuditExportView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let filter = filter(&request.filter)?;
            let folder = usable_folder(&request.folder)?;
            let act = Act::new(EventKind::AuditExported)
                .by(&seated.session)
                .because(form_name(request.form), None);
            act.write_now(&rooms)?;
            write_new(&rooms, &folder, request.form, &filter)
        })
        .await
    }
}

/// A folder that is there, by an absolute path.
pub(super) fn usable_folder(path: &str) -> Result<PathBuf, CommandError> {
    let unusable = |problem| CommandError::new(ErrorCode::FolderUnusable).with("problem", problem);
    let folder = PathBuf::from(path.trim());
    if !folder.is_absolute() {
        return Err(unusable("relative"));
    }
    if !folder.is_dir() {
        return Err(unusable("missing"));
    }
    Ok(folder)
}

fn write_new(
    rooms: &Rooms,
    folder: &Path,
    form: AuditExportForm,
    filter: &Filter,
) -> Result<AuditExportView, CommandError> {
    let path = folder.join(file_name(form, rooms.clock.now()));
    let draft = path.with_extension("making");
    let entries = write(rooms, &draft, form, filter).and_then(|entries| {
        fs::rename(&draft, &path).map_err(ExportError::from)?;
        Ok(entries)
    });
    match entries {
        Ok(entries) => Ok(AuditExportView {
            path: path.to_string_lossy().into_owned(),
            entries,
        }),
        Err(error) => {
            let _ = fs::remove_file(&draft);
            Err(as_command_error(&error))
        }
    }
}

fn write(
    rooms: &Rooms,
    draft: &Path,
    form: AuditExportForm,
    filter: &Filter,
) -> Result<u64, ExportError> {
    let mut out = BufWriter::new(private_new(draft)?);
    let entries = match form {
        AuditExportForm::Csv => write_csv(rooms, filter, &mut out)?,
        AuditExportForm::Fhir => write_fhir(rooms, filter, &mut out)?,
        AuditExportForm::Chain => {
            let (head, now) = (rooms.audit.head()?, rooms.clock.now());
            let signed = rooms.heads.signer.sign(&rooms.facts.id, head, now)?;
            rooms.audit.write_chain(&signed, &mut out)?
        }
    };
    out.flush()?;
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    Ok(entries)
}

/// Never over anything that is there, and readable for its owner alone.
fn private_new(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn file_name(form: AuditExportForm, now: Timestamp) -> String {
    let japan = now.to_zoned(TimeZone::fixed(Offset::constant(9)));
    let end = match form {
        AuditExportForm::Csv => "csv",
        AuditExportForm::Fhir => "json",
        AuditExportForm::Chain => "chain",
    };
    format!("clins-audit-{}.{end}", japan.strftime("%Y%m%d-%H%M%S%3f"))
}

const fn form_name(form: AuditExportForm) -> &'static str {
    match form {
        AuditExportForm::Csv => "csv",
        AuditExportForm::Fhir => "fhir",
        AuditExportForm::Chain => "chain",
    }
}

fn as_command_error(error: &ExportError) -> CommandError {
    match error {
        ExportError::Io(error)
            if matches!(
                error.kind(),
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded
            ) =>
        {
            ErrorCode::ExportDiskFull.into()
        }
        ExportError::Io(_) => {
            CommandError::new(ErrorCode::FolderUnusable).with("problem", "not_writable")
        }
        ExportError::Audit(error) => (*error).into(),
        ExportError::Chain => ErrorCode::Internal.into(),
    }
}
