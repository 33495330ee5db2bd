//! The act itself, and finishing one that was broken off. Every step may be done twice.

use std::fs;
use std::path::Path;

use access::{KeyringFault, MachineSecret, SecretError, destroy_key_file};

use super::certificate::{Remained, Retired};
use super::inventory::{FOLDERS, FileKind, OwnFile, look};
use super::note::{Retiring, retired};
use super::proof::refused;
use crate::audit_heads;
use crate::clock::Clock;
use crate::error::{CommandError, ErrorCode};
use crate::opening::secret_store;
use crate::options::ViewerOptions;
use crate::profile::{ProfileFolder, SecretPlace};
use crate::view::RetirementObstacle;

/// Called after each step; a test breaks the act off there.
type AfterStep<'a> = &'a mut dyn FnMut() -> Result<(), CommandError>;

/// Begins the act that was decided and goes through with it. The stores are closed.
pub(crate) fn begin(options: &ViewerOptions, act: Retiring) -> Result<Retired, CommandError> {
    begin_until(options, act, &mut || Ok(()))
}

fn begin_until(
    options: &ViewerOptions,
    mut act: Retiring,
    after: AfterStep<'_>,
) -> Result<Retired, CommandError> {
    let folder = ProfileFolder::lock(&options.profile)?;
    act.files = look(folder.root()).map_err(unreadable)?.ours;
    let sealed = act.files.iter().filter(|file| file.is_sealed_set());
    if sealed.count() > act.decided.sealed {
        // It came while the profile was being closed.
        return Err(refused(RetirementObstacle::SealedSince));
    }
    act.write(&folder)?;
    let finished = after().and_then(|()| finish(options, &folder, act, after));
    finished.map_err(unfinished)
}

/// Finishes what was broken off. To be called before anything of a profile is opened.
///
/// # Errors
/// `Retired` when the use of this PC has ended; `RetirementUnfinished` when it cannot be finished
/// now, and then nothing may be opened either.
pub(crate) fn settle(options: &ViewerOptions, folder: &ProfileFolder) -> Result<(), CommandError> {
    if let Some(act) = Retiring::read(folder)? {
        finish(options, folder, act, &mut || Ok(())).map_err(unfinished)?;
    }
    match retired(folder.root())? {
        Some(_) => Err(ErrorCode::Retired.into()),
        None => Ok(()),
    }
}

fn finish(
    options: &ViewerOptions,
    folder: &ProfileFolder,
    act: Retiring,
    after: AfterStep<'_>,
) -> Result<Retired, CommandError> {
    let done = retired(folder.root())?.filter(|done| done.act.act == act.act);
    let done = match done {
        Some(done) => done,
        None => {
            destroy_secret(options, folder, &act)?;
            after()?;
            destroy_key_files(folder.root(), after)?;
            let remained = delete_files(folder.root(), after)?;
            let foreign = look(folder.root()).map_err(unreadable)?.foreign;
            let done = Retired::new(act, Clock::default().now(), remained, foreign).save();
            after()?;
            done.write(folder)?;
            after()?;
            done
        }
    };
    Retiring::forget(folder)?;
    Ok(done)
}

/// The secret of this PC goes first: with it the desk and audit stores, the wraps and the client
/// certificate are closed for ever. What lies in its place and is not ours is left.
fn destroy_secret(
    options: &ViewerOptions,
    folder: &ProfileFolder,
    act: &Retiring,
) -> Result<(), CommandError> {
    let (facts, check) = (&act.decided.facts, &act.decided.keys.machine);
    let place = secret_store(options, facts.secret_place, folder);
    // Not secret, but of no use to anybody without the log; one that stays harms nothing.
    let _ = place.delete(&audit_heads::keyring_name(&facts.id));
    match MachineSecret::open_known(place.as_ref(), facts.secret_name(), Some(check)) {
        Ok(machine) => Ok(machine.destroy(place.as_ref(), facts.secret_name())?),
        Err(KeyringFault::Absent | KeyringFault::Foreign | KeyringFault::Changed) => Ok(()),
        // Others may read the file, so it is no longer trusted; but it is the one to destroy.
        Err(KeyringFault::OpenToOthers { .. }) if facts.secret_place == SecretPlace::File => Ok(()),
        Err(fault) => Err(fault.into()),
    }
}

/// Every file with key material, a copy of the secret among them. Each must be gone before the
/// first other file goes.
fn destroy_key_files(root: &Path, after: AfterStep<'_>) -> Result<(), CommandError> {
    for file in of_kind(root, |kind| kind == FileKind::Key)? {
        destroy_key_file(&root.join(&file.place))?;
        after()?;
    }
    if of_kind(root, |kind| kind == FileKind::Key)?.is_empty() {
        Ok(())
    } else {
        Err(KeyringFault::StillThere.into())
    }
}

/// The rest. What cannot be deleted is told, and unreadable without its key.
fn delete_files(root: &Path, after: AfterStep<'_>) -> Result<Vec<Remained>, CommandError> {
    let mut remained = Vec::new();
    for file in of_kind(root, |kind| kind != FileKind::Key)? {
        if let Err(error) = fs::remove_file(root.join(&file.place)) {
            remained.push(Remained {
                place: file.place,
                kind: file.kind,
                problem: error.kind().to_string(),
            });
        }
        after()?;
    }
    for folder in FOLDERS {
        // A folder with something of others in it does not go.
        let _ = fs::remove_dir(root.join(folder));
    }
    Ok(remained)
}

fn of_kind(root: &Path, fits: impl Fn(FileKind) -> bool) -> Result<Vec<OwnFile>, CommandError> {
    let mut files = look(root).map_err(unreadable)?.ours;
    files.retain(|file| fits(file.kind));
    Ok(files)
}

fn unfinished(error: CommandError) -> CommandError {
    CommandError::new(ErrorCode::RetirementUnfinished).with("detail", error.code.name())
}

fn unreadable(error: std::io::Error) -> CommandError {
    KeyringFault::from(SecretError::Io(error.kind())).into()
}

#[cfg(test)]
mod tests;
