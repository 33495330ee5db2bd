//! The process of the screens ends with what it has drawn, and another one shows the same page anew.

use tauri::{WebviewWindow, webview::PlatformWebview};
use webkit2gtk::WebViewExt as _;

/// Ends the web process of this window and loads the page in another. What the first had stored is
/// removed: on an ephemeral store it is in memory alone.
pub(crate) fn make(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(renew)?;
    window.clear_all_browsing_data()
}

fn renew(webview: PlatformWebview) {
    let view = webview.inner();
    // The address alone, without what a page has put into its history.
    let page = view.uri();
    view.terminate_web_process();
    match page {
        Some(page) => view.load_uri(&page),
        None => view.reload_bypass_cache(),
    }
}
