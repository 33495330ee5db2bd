//! Who is signed in on the other PCs of the site (他のPCでの利用), told by a small sealed file of each PC in
//! the folder of the site file. A notice and no lock: a folder that cannot be reached stops nobody.

use std::path::{Path, PathBuf};

use access::SiteKey;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::CommandError;
use crate::profile::write_whole_shared;
use crate::rooms::Rooms;
use crate::view::SitePart;

/// What the files are called: `clins-here-<PC>.bin`.
const BEGINNING: &str = "clins-here-";
/// What they are sealed as.
const PURPOSE: &str = "sessions/v1";
/// A PC that lost its power never says that its people left: nobody works longer than this.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// Who is signed in on one PC.
#[derive(Debug, Serialize, Deserialize)]
struct Here {
    format: u32,
    at: Timestamp,
    accounts: Vec<String>,
}

/// Tells the other PCs who is signed in here now. That it cannot be told stops nobody.
pub(crate) fn tell(rooms: &Rooms) {
    // The log of this PC has every session; only the notice of the others is missing then.
    let _ = try_to_tell(rooms);
}

fn try_to_tell(rooms: &Rooms) -> Result<(), CommandError> {
    let Some((folder, key)) = place(rooms)? else {
        return Ok(());
    };
    let here = Here {
        format: 1,
        at: rooms.clock.now(),
        accounts: rooms.seats.accounts(),
    };
    let plain = serde_json::to_vec(&here).map_err(|_| crate::error::ErrorCode::Internal)?;
    let file = folder.join(format!("{BEGINNING}{}.bin", rooms.facts.id));
    let written = write_whole_shared(&file, &key.seal_note(PURPOSE, &plain)?);
    written.map_err(|_| crate::error::ErrorCode::FolderUnusable.into())
}

/// Whether the account is signed in on another PC, as far as the folder tells.
pub(crate) fn sits_there(rooms: &Rooms, account: &str) -> bool {
    let Ok(Some((folder, key))) = place(rooms) else {
        return false;
    };
    let own = format!("{BEGINNING}{}.bin", rooms.facts.id);
    let now = rooms.clock.now();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(BEGINNING) && name != own && names(&entry.path(), &key, account, now)
    })
}

fn names(file: &Path, key: &SiteKey, account: &str, now: Timestamp) -> bool {
    let here = std::fs::read(file).ok();
    let here = here.and_then(|bytes| key.open_note(PURPOSE, &bytes).ok());
    let here = here.and_then(|plain| serde_json::from_slice::<Here>(&plain).ok());
    here.is_some_and(|here| {
        now.duration_since(here.at).abs() < LONGEST
            && here.accounts.iter().any(|one| one == account)
    })
}

/// The folder and the key of the site; none on a PC on its own, or cut off from the network: the
/// folder may lie there.
fn place(rooms: &Rooms) -> Result<Option<(PathBuf, SiteKey)>, CommandError> {
    if rooms.emergencies.isolated() {
        return Ok(None);
    }
    let Some(site) = rooms.site.kept() else {
        return Ok(None);
    };
    let key = match (rooms.site.part(), &site.taken) {
        (SitePart::TakesIn, Some(taken)) => SiteKey::open(&taken.sealed_key()?, &rooms.machine)?,
        _ => SiteKey::of(&rooms.machine)?,
    };
    Ok(Some((PathBuf::from(site.folder), key)))
}
