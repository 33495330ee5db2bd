use std::env;
use std::fs;
use std::path::Path;

use access::{
    ClinicalKeys, KeyringFault, MachineSecret, OsKeyring, RecoveryFile, RecoveryKey,
    SecretStore as _,
};
use anyhow::{Context, Result, bail, ensure};
use cache::{Desk, StoreKey};

/// Names the step that a started process is to do.
pub(super) const STEP: &str = "CLINS_KEYRING_STEP";

/// Our profile, and the name under which its secret comes back where that one is taken.
const PROFILE: &str = "ours";
const BESIDE: &str = "ours-again";
/// Its entry in the keyring.
const ENTRY: &str = "machine-ours";

/// Does one step with the keyring of this session, and prints what it was told.
pub(in crate::store) fn step(folder: &Path) -> Result<()> {
    let keyring = OsKeyring::new();
    let (profile, paper) = (folder.join("profile"), folder.join("paper"));
    match env::var(STEP).context("no step")?.as_str() {
        "make" => make(&keyring, &profile, &paper)?,
        "lose" => keyring.delete(ENTRY)?,
        "litter" => keyring.set(ENTRY, b"not a secret")?,
        "exchange" => keyring.set(ENTRY, &[7; 32])?,
        "mistake" => {
            MachineSecret::create(&keyring, "other")?;
            let other = keyring.get("machine-other")?.context("no other secret")?;
            keyring.set(ENTRY, &other)?;
        }
        "lose-while-open" => {
            let machine = MachineSecret::open(&keyring, PROFILE)?;
            keyring.delete(ENTRY)?;
            opens(&machine, &profile)?;
        }
        "ask" => println!("ANSWER {}", ask(&keyring, &profile)?),
        "open" => opens(&MachineSecret::open(&keyring, PROFILE)?, &profile)?,
        "recover" => recover(&keyring, PROFILE, &profile, &paper)?,
        "recover-beside" => {
            let taken = keyring.get(ENTRY)?.context("the entry is gone")?;
            ensure!(
                recover(&keyring, PROFILE, &profile, &paper).is_err(),
                "what was not ours was replaced"
            );
            recover(&keyring, BESIDE, &profile, &paper)?;
            ensure!(keyring.get(ENTRY)? == Some(taken), "the entry changed");
        }
        other => bail!("no step {other}"),
    }
    Ok(())
}

/// A profile with a store under the secret, and the recovery key on paper.
fn make(keyring: &OsKeyring, profile: &Path, paper: &Path) -> Result<()> {
    fs::create_dir_all(profile)?;
    let machine = MachineSecret::create(keyring, PROFILE)?;
    drop(Desk::create(&profile.join("desk.db"), &key(&machine))?);
    let recovery = RecoveryKey::generate()?;
    let file = RecoveryFile::new(&machine, &ClinicalKeys::generate()?, &recovery)?;
    fs::write(profile.join("recovery.json"), file.to_bytes()?)?;
    fs::write(paper, recovery.to_printable().as_bytes())?;
    Ok(())
}

/// What the program is told at its start. Where the place is taken or cannot tell, making a new
/// secret must be refused as well.
fn ask(keyring: &OsKeyring, profile: &Path) -> Result<String> {
    let known = file(profile)?.check();
    Ok(
        match MachineSecret::open_known(keyring, PROFILE, known.as_ref()) {
            Ok(_) => "it opens".to_owned(),
            // Here nothing keeps a first start from making one; that a profile is there does.
            Err(KeyringFault::Absent) => format!("{:?}", KeyringFault::Absent),
            Err(fault) => {
                let made = MachineSecret::create(keyring, PROFILE);
                ensure!(
                    made.is_err(),
                    "a new secret was made in the state {fault:?}"
                );
                format!("{fault:?}")
            }
        },
    )
}

fn recover(keyring: &OsKeyring, name: &str, profile: &Path, paper: &Path) -> Result<()> {
    let typed = RecoveryKey::parse(&fs::read_to_string(paper)?)?;
    let file = file(profile)?;
    let machine = file.open(&typed)?.machine.context("no secret in it")?;
    machine.adopt(keyring, name)?;
    let known = file.check();
    opens(
        &MachineSecret::open_known(keyring, name, known.as_ref())?,
        profile,
    )
}

fn opens(machine: &MachineSecret, profile: &Path) -> Result<()> {
    drop(Desk::open(&profile.join("desk.db"), &key(machine))?);
    Ok(())
}

fn key(machine: &MachineSecret) -> StoreKey {
    StoreKey::new(*machine.desk_key())
}

fn file(profile: &Path) -> Result<RecoveryFile> {
    Ok(RecoveryFile::from_bytes(&fs::read(
        profile.join("recovery.json"),
    )?)?)
}
