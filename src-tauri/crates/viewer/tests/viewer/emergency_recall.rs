//! A desk store that was put back with its second copy has forgotten a use: the log has not.

use std::fs;

use serde_json::{Value, json};
use viewer::{Seat, Viewer};

use crate::common::{PASSWORD, Pc, call, sign_in};

async fn office(viewer: &Viewer) -> Seat {
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    seat
}

async fn isolate(seat: &Seat, on: bool) {
    let request = json!({"on": on, "text": "検査", "proof": PASSWORD});
    call(seat, "isolate", request).await.unwrap();
}

async fn tasks(seat: &Seat) -> Value {
    call(seat, "review_tasks", json!({})).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_put_back_with_its_copy_remembers_each_task_once_and_none_that_was_done() {
    let (pc, viewer) = Pc::set_up().await;
    let stores = ["desk.db", "second/desk.db"].map(|name| pc.profile().join(name));
    let right = json!({"account": "admin", "roles": ["admin"], "emergency": true,
        "deputy": false, "disabled": false});
    let seat = office(&viewer).await;
    // Who changes their own rights has to sign in again.
    let _ = call(&seat, "change_account", right).await;
    drop(seat);
    // Once the program has ended a store is one file.
    pc.close(viewer).await;
    let before: Vec<_> = stores.iter().map(|store| fs::read(store).ok()).collect();

    let viewer = pc.start_when_free().await;
    let seat = office(&viewer).await;
    for _ in 0..2 {
        isolate(&seat, true).await;
        isolate(&seat, false).await;
    }
    let done = json!({"number": 1, "proper": true});
    call(&seat, "record_review", done).await.unwrap();
    let open = tasks(&seat).await;
    drop(seat);
    pc.close(viewer).await;
    for (store, before) in stores.iter().zip(&before) {
        match before {
            Some(bytes) => fs::write(store, bytes).unwrap(),
            None => drop(fs::remove_file(store)),
        }
    }

    // Each opening asks the log; only the first one has something to learn.
    for _ in 0..2 {
        let viewer = pc.start_when_free().await;
        let seat = office(&viewer).await;
        let now = tasks(&seat).await;
        let waits: Vec<&Value> = now.as_array().unwrap().iter().collect();
        assert_eq!(waits.len(), 1, "{now}");
        assert_eq!(waits[0]["number"], 2);
        assert_eq!(waits[0]["kind"], open[0]["kind"]);
        drop(seat);
        pc.close(viewer).await;
    }
}
