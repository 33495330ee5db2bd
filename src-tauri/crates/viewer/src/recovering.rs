//! Bringing the machine secret back from the recovery file with the printed recovery key. Nothing
//! is changed before the secret has been seen to open the stores, and nothing that lies in a keyring
//! is ever replaced.

use access::{KeyringFault, MachineSecret, RecoveryFile, RecoveryKey, RecoveryKeyError};
use cache::OpenError;

use crate::error::{CommandError, ErrorCode};
use crate::failure::store_open;
use crate::machine_stores::MachineStores;
use crate::opening::{open_stores, secret_store};
use crate::options::ViewerOptions;
use crate::profile::{ProfileFacts, ProfileFolder, SecretPlace};
use crate::retiring;
use crate::rooms::Opened;

/// Opens the profile with the recovery key as typed.
pub(crate) fn recover(options: &ViewerOptions, typed: &str) -> Result<Opened, CommandError> {
    let folder = ProfileFolder::lock(&options.profile)?;
    retiring::settle(options, &folder)?;
    let facts = folder.facts()?.ok_or(ErrorCode::NotSetUp)?;
    let secrets = secret_store(options, facts.secret_place, &folder);
    let known = facts.machine_check.as_ref();
    let fault = match MachineSecret::open_known(secrets.as_ref(), facts.secret_name(), known) {
        Ok(machine) => match MachineStores::try_desk(&folder, &machine) {
            Ok(()) => return open_stores(options, folder, facts, machine),
            // Of a profile that knows no check value of its secret.
            Err(OpenError::WrongKey) => KeyringFault::Changed,
            Err(error) => return Err(store_open("desk")(error)),
        },
        Err(fault) => fault,
    };
    let machine = from_recovery_file(&folder, typed)?;
    MachineStores::try_desk(&folder, &machine).map_err(store_open("desk"))?;
    let facts = keep_secret(options, &folder, facts, &machine, fault)?;
    folder.write_facts(&facts)?;
    open_stores(options, folder, facts, machine)
}

/// Reads a recovery key as typed; the fields say what is wrong with it.
pub(crate) fn parse(typed: &str) -> Result<RecoveryKey, CommandError> {
    RecoveryKey::parse(typed).map_err(key_problem)
}

/// What is wrong with a key as typed, in fields.
pub(crate) fn key_problem(error: RecoveryKeyError) -> CommandError {
    let problem = |name: &str| CommandError::new(ErrorCode::RecoveryKey).with("problem", name);
    match error {
        RecoveryKeyError::Group { group } => problem("group").with("group", group),
        RecoveryKeyError::Exchanged { group, other } => problem("exchanged")
            .with("group", group)
            .with("other", other),
        RecoveryKeyError::Missing { group } => problem("missing").with("group", group),
        RecoveryKeyError::Surplus { group } => problem("surplus").with("group", group),
        RecoveryKeyError::Length { found } => problem("length").with("found", found),
    }
}

/// A key that was typed well but is not this site's.
pub(crate) fn wrong_key() -> CommandError {
    CommandError::new(ErrorCode::RecoveryKey).with("problem", "wrong")
}

fn from_recovery_file(folder: &ProfileFolder, typed: &str) -> Result<MachineSecret, CommandError> {
    let recovery = parse(typed)?;
    let unusable = |detail: &str| CommandError::new(ErrorCode::RecoveryFile).with("detail", detail);
    let bytes = folder.recovery_file()?.ok_or_else(|| unusable("missing"))?;
    let file = RecoveryFile::from_bytes(&bytes).map_err(|_| unusable("damaged"))?;
    let recovered = file.open(&recovery).map_err(|_| wrong_key())?;
    recovered.machine.ok_or_else(|| unusable("first_format"))
}

/// Puts the secret where this PC keeps secrets, and answers the facts that name its place. What
/// lies under the former name and is not ours, or is readable by others, stays; the secret gets
/// another name then.
fn keep_secret(
    options: &ViewerOptions,
    folder: &ProfileFolder,
    facts: ProfileFacts,
    machine: &MachineSecret,
    fault: KeyringFault,
) -> Result<ProfileFacts, CommandError> {
    let mut facts = facts.of(machine);
    match fault {
        KeyringFault::Absent => {}
        KeyringFault::NoService => facts.secret_place = SecretPlace::File,
        KeyringFault::Foreign | KeyringFault::Changed | KeyringFault::OpenToOthers { .. } => {
            facts.name_secret_anew();
        }
        KeyringFault::Locked
        | KeyringFault::File(_)
        | KeyringFault::StillThere
        | KeyringFault::Failed => return Err(fault.into()),
    }
    if facts.secret_place == SecretPlace::File {
        folder.make_secret_folder()?;
    }
    let place = secret_store(options, facts.secret_place, folder);
    machine.adopt(place.as_ref(), facts.secret_name())?;
    Ok(facts)
}
