//! What only development builds have: a sign-in handed over by the demo, through the ordinary
//! command that the screen calls too.

use std::io::BufRead as _;

use viewer::Seat;

/// Reads one line from standard input and signs in with it. A refusal is shown by the sign-in
/// screen as usual: the session simply does not exist.
pub(crate) async fn sign_in_from_stdin(seat: &Seat) {
    let line = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map(|_| line)
    })
    .await;
    if let Ok(Ok(line)) = line {
        let _ = seat.call("start_state", "{}").await;
        let _ = seat.call("sign_in", &line).await;
    }
}

/// WebKitGTK lets itself be driven only on its ordinary store; without a driver the window is as
/// ephemeral as the shipped one.
pub(crate) fn ephemeral() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none()
}
