use tauri::{AppHandle, Emitter as _, Manager as _};
use viewer::{Seat, ViewerEvent};

use crate::{fresh_view, lock_signals};

/// From now on the screens end with every session, and the session ends when the operating system
/// says that nobody is there.
pub(crate) fn follow(app: &AppHandle, seat: &Seat) {
    lock_signals::follow(seat);
    let mut lockings = seat.lockings();
    let handle = app.clone();
    tauri::async_runtime::spawn(async move {
        while lockings.changed().await.is_ok() {
            hide(&handle);
        }
    });
}

/// What is drawn goes first: ending its process takes a moment.
fn hide(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    // A window that is being closed has nothing left to hide.
    let _ = app.emit_to("main", "viewer", ViewerEvent::SessionEnded);
    let _ = fresh_view::make(&window);
}
