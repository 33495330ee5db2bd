//! The process of the screens ends with what it has drawn, and another one shows the same page anew.

use gtk::Clipboard;
use gtk::gdk::{SELECTION_CLIPBOARD, SELECTION_PRIMARY};
use tauri::{WebviewWindow, webview::PlatformWebview};
use webkit2gtk::WebViewExt as _;

/// Ends the web process of this window and loads the page in another. What the first had stored is
/// removed: on an ephemeral store it is in memory alone. What it copied goes as well.
pub(crate) fn make(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(renew)?;
    window.clear_all_browsing_data()
}

fn renew(webview: PlatformWebview) {
    let view = webview.inner();
    // The address alone, without what a page has put into its history.
    let page = view.uri();
    view.terminate_web_process();
    empty_clipboard();
    match page {
        Some(page) => view.load_uri(&page),
        None => view.reload_bypass_cache(),
    }
}

/// What was copied or selected here would outlive the page: whoever sits down next could paste it. What another
/// program put there is not ours, and stays.
fn empty_clipboard() {
    for selection in [SELECTION_CLIPBOARD, SELECTION_PRIMARY] {
        Clipboard::get(&selection).clear();
    }
}
