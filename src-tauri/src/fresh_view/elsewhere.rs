//! Where ending the process of the screens is not built: the page is loaded anew in the same process.

use tauri::WebviewWindow;

/// Loads the page anew and removes what it had stored. What was drawn may stay in the memory of the
/// process of the screens, and what was copied on the clipboard.
pub(crate) fn make(window: &WebviewWindow) -> tauri::Result<()> {
    window.clear_all_browsing_data()?;
    window.reload()
}
