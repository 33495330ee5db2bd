use std::sync::Once;
use std::time::Duration;

use tauri::webview::PageLoadEvent;
use tauri::window::Color;
use tauri::{App, Emitter as _, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use viewer::{ProfileKind, Seat, Viewer, ViewerOptions};

use crate::arguments::Arguments;
use crate::{build, locking, rpc};

/// Shown at the latest after this time, painted or not: a window that never appears helps nobody.
const SHOW_AT_THE_LATEST: Duration = Duration::from_millis(300);

/// The ground colour of the screens, so that the first frame is never white.
const GROUND: Color = Color(0xf4, 0xf6, 0xf8, 0xff);

/// Builds the window over a seat of the viewer and runs until it is closed.
pub(crate) fn run(arguments: Arguments) -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![rpc::rpc])
        .setup(move |app| Ok(set_up(app, &arguments)?))
        .run(tauri::generate_context!())
}

fn set_up(app: &mut App, arguments: &Arguments) -> tauri::Result<()> {
    let profile = match &arguments.profile {
        Some(folder) => folder.clone(),
        None => app.path().app_local_data_dir()?.join("profile"),
    };
    let _inside_runtime = tauri::async_runtime::handle().inner().enter();
    let viewer = Viewer::new(ViewerOptions::new(profile, ProfileKind::Site));
    let seat = viewer.seat();
    forward_events(app, &seat);
    locking::follow(app.handle(), &seat);
    #[cfg(feature = "development")]
    if arguments.sign_in_from_stdin {
        tauri::async_runtime::block_on(build::sign_in_from_stdin(&seat));
    }
    app.manage(seat);
    open_window(app)
}

fn forward_events(app: &App, seat: &Seat) {
    let mut events = seat.events();
    let handle = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        while let Some(event) = events.next().await {
            if handle.emit_to("main", "viewer", event).is_err() {
                break;
            }
        }
    });
}

fn open_window(app: &App) -> tauri::Result<()> {
    let shown = std::sync::Arc::new(Once::new());
    let at_load = shown.clone();
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("CLINS Viewer")
        .inner_size(1366.0, 768.0)
        .min_inner_size(1024.0, 600.0)
        .background_color(GROUND)
        .visible(false)
        .incognito(build::ephemeral())
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Finished {
                show_once(&at_load, &window);
            }
        })
        .build()?;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOW_AT_THE_LATEST).await;
        show_once(&shown, &window);
    });
    Ok(())
}

fn show_once(shown: &Once, window: &WebviewWindow) {
    shown.call_once(|| {
        let _ = window.show();
        let _ = window.set_focus();
    });
}
