//! A store gets another key while the disk fails.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use vault::rotation::{self, Settled};
use vault::{Format, Store, StoreError, StoreKey, Synchronous};

static FORMAT: Format = Format {
    application_id: 0x434C_5446,
    migrations: &["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"],
    synchronous: Synchronous::Full,
    meanwhile: None,
};

const NOTES: i64 = 30;

/// A store on its way from one key to the other.
#[derive(Debug)]
pub(super) struct Turn {
    store: Option<Store>,
    tried: bool,
}

impl Turn {
    pub(super) fn prepare(folder: &Path) -> Result<()> {
        let store = Store::create(&path(folder), &old(), &FORMAT)?;
        store.write(|step| {
            for id in 1..=NOTES {
                let text = text(id);
                step.execute("INSERT INTO note (id, text) VALUES (?1, ?2)", (id, text))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    pub(super) fn begin(folder: &Path) -> Result<Self> {
        Ok(Self {
            store: Some(Store::open(&path(folder), &old(), &FORMAT)?),
            tried: false,
        })
    }

    /// Rotates; after a failure as the program would after its next start.
    pub(super) fn go(&mut self, folder: &Path) -> Result<()> {
        if std::mem::replace(&mut self.tried, true) {
            self.store = None;
            let settled = settle(folder)?;
            self.store = Some(Store::open(&path(folder), &key(settled), &FORMAT)?);
            if settled == Settled::New {
                return Ok(());
            }
        }
        let store = self.store.as_ref().context("no store")?;
        rotation::begin(store, &new(), &mut |_| true)?.finish()?;
        Ok(())
    }

    pub(super) fn complaint(&self) -> Option<String> {
        let wrong = check(self.store.as_ref()?).err();
        wrong.map(|error| format!("notes: {error:#}"))
    }

    /// The store opens under the new key, whole, and nothing else is left.
    pub(super) fn complaint_after_restart(mut self, folder: &Path) -> Option<String> {
        self.store = None;
        let again = || -> Result<()> {
            ensure!(settle(folder)? == Settled::New, "the old key is back");
            let store = Store::open(&path(folder), &new(), &FORMAT)?;
            check(&store)?;
            rotation::forget_former(&store)?;
            store.close()?;
            let files = std::fs::read_dir(folder)?.count();
            ensure!(files == 1, "{files} files are left");
            Ok(())
        };
        again().err().map(|error| format!("{error:#}"))
    }
}

fn settle(folder: &Path) -> Result<Settled> {
    Ok(rotation::settle(&path(folder), &old(), &new(), &FORMAT)?)
}

fn check(store: &Store) -> Result<()> {
    let notes: Vec<(i64, String)> = store.read(|store| {
        let mut query = store.prepare("SELECT id, text FROM note ORDER BY id")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
    })?;
    let expected = (1..=NOTES).map(|id| (id, text(id)));
    ensure!(notes.into_iter().eq(expected), "other notes than were kept");
    Ok(())
}

fn text(id: i64) -> String {
    format!("note {id} ").repeat(300)
}

fn path(folder: &Path) -> PathBuf {
    folder.join("turned.db")
}

fn key(settled: Settled) -> StoreKey {
    match settled {
        Settled::Old => old(),
        Settled::New => new(),
    }
}

fn old() -> StoreKey {
    StoreKey::new([0x0d; 32])
}

fn new() -> StoreKey {
    StoreKey::new([0x4e; 32])
}
