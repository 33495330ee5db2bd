use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::rooms::{Rooms, blocking};

/// How often it is seen to that nothing is left while nobody sits here.
const AGAIN: Duration = Duration::from_millis(250);

/// Lets go of what reading and asking have left in memory: the desk store knows today's people, and the
/// buffers of a connection that is kept open hold the answer that came last.
pub(crate) async fn forget(rooms: &Arc<Rooms>) {
    if let Some(transport) = rooms.transport() {
        transport.close_connections();
    }
    let shared = rooms.clone();
    // What cannot be let go of now, because it is being read, is let go of a moment later.
    let _ = blocking(move || Ok(shared.desk.forget()?)).await;
}

/// The same when the last person has left or locked their screen.
pub(crate) async fn forget_if_nobody_sits(rooms: &Arc<Rooms>) {
    if rooms.presence.nobody() {
        forget(rooms).await;
    }
}

/// The same again and again while nobody sits here: the service is followed all the time, and what came
/// is kept in the desk store.
pub(crate) async fn keep_forgetting(rooms: Arc<Rooms>, closing: CancellationToken) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
        forget_if_nobody_sits(&rooms).await;
    }
}
