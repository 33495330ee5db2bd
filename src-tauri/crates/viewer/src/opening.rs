//! Opening a profile, and making a new one. Never makes a key or a store over one that does not
//! open: nothing is overwritten or deleted here.

use std::sync::Arc;
use std::time::Duration;

use access::{FileSecrets, Grants, MachineSecret, SecretStore};
use audit::Audit;
use cache::{Desk, Inbox};
use tokio::sync::broadcast;

use crate::accounts_file::{read_grants, read_rules, read_wraps};
use crate::audit_heads::Heads;
use crate::emergency::{Emergencies, Told};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::line::Line;
use crate::machine_stores::{MachineStores, note_restored};
use crate::options::{Pace, ViewerOptions};
use crate::profile::{ProfileFacts, ProfileFolder, SecretPlace};
use crate::rooms::{Opened, Rooms, blocking};
use crate::rules::SiteRules;
use crate::site::Site;
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
        let rooms = Rooms::new(opened, line, news).with_clock(options.clock.clone());
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
    let mut opened = open_stores(options, folder, facts, machine)?;
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

/// Opens the stores of machine scope with the profile's secret, and reads what they remember.
pub(crate) fn open_stores(
    options: &ViewerOptions,
    folder: ProfileFolder,
    facts: ProfileFacts,
    machine: MachineSecret,
) -> Result<Opened, CommandError> {
    let stores = MachineStores::open(&folder, &machine)?;
    let remembered = Remembered::read(&stores.desk, &stores.audit)?;
    // A profile that cannot work is told as the line's fault by the first look, not here: the
    // cache stays readable whatever is wrong with the service.
    let transport = service_file::stored_transport(&folder, &facts, &machine).ok();
    let secrets = secret_store(options, facts.secret_place, &folder);
    Ok(Opened {
        heads: Heads::new(&machine, secrets)?,
        inbox: open_inbox(&folder)?,
        sealing_public: remembered.sealing_public,
        folder,
        facts,
        machine,
        desk: stores.desk,
        audit: stores.audit,
        restored: stores.restored,
        rules: remembered.rules,
        grants: remembered.grants,
        site: remembered.site,
        emergencies: remembered.emergencies,
        transport,
    })
}

/// What the site has decided and what goes on, as the stores remember it.
struct Remembered {
    sealing_public: [u8; 32],
    rules: SiteRules,
    grants: Grants,
    site: Site,
    emergencies: Emergencies,
}

impl Remembered {
    fn read(desk: &Desk, audit: &Audit) -> Result<Self, CommandError> {
        Ok(Self {
            sealing_public: read_wraps(desk)?.sealing_public()?,
            rules: read_rules(desk)?,
            grants: read_grants(desk)?,
            site: Site::load(desk)?,
            emergencies: Emergencies::load(desk, |row| Told::after(audit, row))?,
        })
    }
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
) -> Arc<dyn SecretStore + Send + Sync> {
    match place {
        SecretPlace::OsKeyring => options.keyring.clone(),
        SecretPlace::File => Arc::new(FileSecrets::new(&folder.secret_folder())),
    }
}
