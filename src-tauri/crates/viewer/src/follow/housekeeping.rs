//! What has to be done now and then while clinical stores are open: the weekly self-test, and the
//! plan of what may be deleted.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::rooms::{Rooms, blocking};
use crate::use_case::{retention_step, self_test_if_due};

/// Between two looks whether anything is due.
const EVERY: Duration = Duration::from_secs(10);

/// Keeps house until told to close.
pub(super) async fn keep_house(rooms: Arc<Rooms>, closing: CancellationToken) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = rooms.house_now.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
        let Some(clinical) = rooms.clinical() else {
            continue;
        };
        let shared = rooms.clone();
        let done = blocking(move || {
            let _work = clinical.at_work();
            self_test_if_due(&shared, &clinical)?;
            retention_step(&shared, &clinical)
        })
        .await;
        if let Err(error) = done {
            rooms.note_disk(error.code);
        }
    }
}
