//! What the shipped build does differently from a development build.

use std::process::ExitCode;

/// Exit code for a refused start (EX_USAGE of sysexits).
const REFUSED: u8 = 64;

/// The webview library lets any program drive the window when this variable is set. A packaged
/// build must not be drivable, and dropping the variable silently would hide the attempt.
pub(crate) fn refuse_automation() -> Result<(), ExitCode> {
    if std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none() {
        return Ok(());
    }
    #[expect(clippy::print_stderr, reason = "said before any window exists")]
    {
        eprintln!(
            "CLINS Viewer does not start with TAURI_WEBVIEW_AUTOMATION set: this build cannot be driven by another program. Unset it and start again."
        );
    }
    Err(ExitCode::from(REFUSED))
}

/// Nothing that the screens hold may reach the disk through the webview's own storage.
pub(crate) const fn ephemeral() -> bool {
    true
}
