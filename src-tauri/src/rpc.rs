use tauri::State;
use tauri::ipc::{InvokeResponseBody, Response};
use viewer::{CommandError, Seat};

/// The one IPC entry: hands a command to the viewer and its JSON answer back as it is.
#[tauri::command]
pub(crate) async fn rpc(
    seat: State<'_, Seat>,
    command: String,
    payload: serde_json::Value,
) -> Result<Response, CommandError> {
    let answer = seat.call(&command, &payload.to_string()).await?;
    Ok(Response::new(InvokeResponseBody::Json(answer)))
}
