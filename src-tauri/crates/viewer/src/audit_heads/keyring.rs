//! One head in the keyring of the operating system, outside the profile folder.

use access::SecretError;

use crate::rooms::Rooms;

/// Names the head of a profile in its place of secrets.
pub(crate) fn name(profile: &str) -> String {
    format!("audit-head-{profile}")
}

pub(super) fn line(rooms: &Rooms) -> Result<Option<String>, SecretError> {
    let kept = rooms.heads.secrets.get(&name(&rooms.facts.id))?;
    Ok(kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

pub(super) fn put(rooms: &Rooms, line: &str) -> Result<(), SecretError> {
    let name = name(&rooms.facts.id);
    rooms.heads.secrets.set(&name, line.as_bytes())
}
