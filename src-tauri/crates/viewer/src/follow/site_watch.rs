use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::rooms::Rooms;
use crate::use_case::look_for_site_file;

/// Between two looks at the folder: whoever was disabled elsewhere is out within a minute.
const EVERY: Duration = Duration::from_secs(30);

/// Looks for a newer site file, at the start and from then on. A folder that cannot be read is a
/// network that is down: people go on, and the grace time runs.
pub(super) async fn keep_watching(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut refused = None;
    loop {
        // The folder may lie on the network.
        if !rooms.emergencies.isolated() {
            refused = look_for_site_file(&rooms, refused).await;
        }
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
