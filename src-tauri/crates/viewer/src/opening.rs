//! Opening a profile, and making a new one. Never makes a key or a store over one that does not
//! open: nothing is overwritten or deleted here.

use std::sync::Arc;
use std::time::Duration;

use access::{FileSecrets, MachineSecret, SecretStore, Wraps};
use cache::Inbox;
use tokio::sync::broadcast;

use crate::accounts_file::{read_rules, read_wraps};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::line::Line;
use crate::machine_stores::{MachineStores, note_restored};
use crate::options::{Pace, ViewerOptions};
use crate::profile::{ProfileFacts, ProfileFolder, SecretPlace};
use crate::rooms::{Opened, Rooms, blocking};
use crate::{retiring, service_file};

/// Opens the profile; none when set-up has not been done.
pub(crate) async fn open(
    options: &ViewerOptions,
    news: broadcast::Sender<ViewerEvent>,
) -> Result<Option<Rooms>, CommandError> {
    let asked = options.clone();
    let opening = blocking(move || open_folder(&asked));
    // A message bus that never answers must not hold the start screen for ever.
    let opened = match tokio::time::timeout(KEYRING_PATIENCE, opening).await {
        Ok(opened) => opened?,
        Err(_) => return Err(ErrorCode::KeyringUnavailable.into()),
    };
    Ok(opened.map(|opened| {
        let line = Line::new(Pace::of(opened.facts.kind));
        let rooms = Rooms::new(opened, line, news);
        note_restored(&rooms);
        rooms
    }))
}

/// Long enough for a person to type the keyring's own password.
const KEYRING_PATIENCE: Duration = Duration::from_secs(60);

fn open_folder(options: &ViewerOptions) -> Result<Option<Opened>, CommandError> {
    let folder = ProfileFolder::lock(&options.profile)?;
    retiring::settle(options, &folder)?;
    let Some(facts) = folder.facts()? else {
        return Ok(None);
    };
    let secrets = secret_store(options, facts.secret_place, &folder);
    let known = facts.machine_check.as_ref();
    let machine = MachineSecret::open_known(secrets.as_ref(), facts.secret_name(), known)?;
    let mut opened = open_stores(folder, facts, machine)?;
    note_check(&mut opened)?;
    Ok(Some(opened))
}

/// A profile of an earlier version learns the check value of its secret once its stores have opened
/// with it.
fn note_check(opened: &mut Opened) -> Result<(), CommandError> {
    if opened.facts.machine_check.is_some() {
        return Ok(());
    }
    opened.facts = opened.facts.clone().of(&opened.machine);
    opened.folder.write_facts(&opened.facts)
}

/// Opens the stores of machine scope with the profile's secret.
pub(crate) fn open_stores(
    folder: ProfileFolder,
    facts: ProfileFacts,
    machine: MachineSecret,
) -> Result<Opened, CommandError> {
    let MachineStores {
        desk,
        audit,
        restored,
    } = MachineStores::open(&folder, &machine)?;
    let wraps: Wraps = read_wraps(&desk)?;
    let rules = read_rules(&desk)?;
    // A profile that cannot work is told as the line's fault by the first look, not here: the
    // cache stays readable whatever is wrong with the service.
    let transport = service_file::stored_transport(&folder, &facts, &machine).ok();
    Ok(Opened {
        inbox: open_inbox(&folder)?,
        sealing_public: wraps.sealing_public()?,
        folder,
        facts,
        machine,
        desk,
        audit,
        restored,
        rules,
        transport,
    })
}

/// An inbox folder that was removed is made again: what lay in it is gone, and the cache must stay
/// readable.
fn open_inbox(folder: &ProfileFolder) -> Result<Inbox, CommandError> {
    match Inbox::open(&folder.inbox()) {
        Ok(inbox) => Ok(inbox),
        Err(_) => Ok(Inbox::create(&folder.inbox())?),
    }
}

/// Where the secret of a profile lies.
pub(crate) fn secret_store(
    options: &ViewerOptions,
    place: SecretPlace,
    folder: &ProfileFolder,
) -> Arc<dyn SecretStore> {
    match place {
        SecretPlace::OsKeyring => options.keyring.clone(),
        SecretPlace::File => Arc::new(FileSecrets::new(&folder.secret_folder())),
    }
}
