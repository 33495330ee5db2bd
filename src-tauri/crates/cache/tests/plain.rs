//! Nothing readable lies in any file of a store.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::Path;

use cache::desk::CardCheckRow;
use cache::{Desk, Records};
use record::vocabulary::{Identity, MemberId};
use tempfile::TempDir;

use common::{at, document, documents, key};

/// Looks for each marker as UTF-8 and as UTF-16 in every file; answers how many files there were.
fn search(folder: &Path, markers: &[&str]) -> usize {
    let mut files = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        files += 1;
        for marker in markers {
            let wide: Vec<u8> = marker.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for needle in [marker.as_bytes(), &wide] {
                let found = bytes.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{marker} in {}", path.display());
            }
        }
    }
    files
}

#[test]
fn no_marker_of_200_received_documents_is_readable() {
    let folder = TempDir::new().unwrap();
    let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
    for n in 0..200 {
        let text = format!("ZEBRAMARK{n:04} 傷病名しるし");
        records
            .store(&documents(
                n,
                vec![document(&format!("KEYMARK{n:04}"), &text)],
            ))
            .unwrap();
    }
    let files = search(
        folder.path(),
        &[
            "ZEBRAMARK",
            "KEYMARK",
            "傷病名しるし",
            "fhir_rest",
            "CREATE TABLE",
            "SQLite format",
        ],
    );
    assert!(files >= 3, "log and index were looked at too");
}

#[test]
fn no_marker_of_200_arrivals_is_readable() {
    let folder = TempDir::new().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db"), &key()).unwrap();
    let day = jiff::civil::date(2026, 11, 21);
    for n in 0..200 {
        let row = CardCheckRow {
            visit: cache::desk::Visit::default(),
            service_ref: format!("REFMARK{n}"),
            arrived_at: at(n),
            chart_number: Some(format!("CHARTMARK{n}")),
            identity: Identity {
                name: "目印　花子".to_owned(),
                kana: Some("メジルシ".to_owned()),
                birth_date: None,
                gender: None,
                member_ids: vec![MemberId::parse(&format!("06139999:12:{n}:01")).unwrap()],
            },
            card: true,
            consents: Vec::new(),
        };
        desk.record_card_checks(day, &[row], at(n)).unwrap();
    }
    desk.put_blob("accounts", b"BLOBMARK").unwrap();
    let markers = [
        "REFMARK",
        "CHARTMARK",
        "目印",
        "メジルシ",
        "06139999",
        "BLOBMARK",
    ];
    assert!(
        search(folder.path(), &markers) >= 3,
        "log and index were looked at too"
    );
}
