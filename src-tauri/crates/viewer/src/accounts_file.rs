//! The account file, the key wraps, the grants and the site rules as blobs of the desk store.

use access::{Accounts, Grants, Wraps};
use cache::Desk;

use crate::error::{CommandError, ErrorCode};
use crate::rules::SiteRules;

const ACCOUNTS: &str = "accounts";
const WRAPS: &str = "wraps";
const GRANTS: &str = "grants";

pub(crate) fn read_accounts(desk: &Desk) -> Result<Accounts, CommandError> {
    Ok(Accounts::from_bytes(&required(desk, ACCOUNTS)?)?)
}

pub(crate) fn write_accounts(desk: &Desk, accounts: &Accounts) -> Result<(), CommandError> {
    Ok(desk.put_blob(ACCOUNTS, &accounts.to_bytes()?)?)
}

pub(crate) fn read_wraps(desk: &Desk) -> Result<Wraps, CommandError> {
    Ok(Wraps::from_bytes(&required(desk, WRAPS)?)?)
}

pub(crate) fn write_wraps(desk: &Desk, wraps: &Wraps) -> Result<(), CommandError> {
    Ok(desk.put_blob(WRAPS, &wraps.to_bytes()?)?)
}

/// A site that never granted anything has none: the safe defaults hold.
pub(crate) fn read_grants(desk: &Desk) -> Result<Grants, CommandError> {
    match desk.blob(GRANTS)? {
        Some(bytes) => Ok(Grants::from_bytes(&bytes)?),
        None => Ok(Grants::default()),
    }
}

pub(crate) fn write_grants(desk: &Desk, grants: &Grants) -> Result<(), CommandError> {
    Ok(desk.put_blob(GRANTS, &grants.to_bytes()?)?)
}

pub(crate) fn read_rules(desk: &Desk) -> Result<SiteRules, CommandError> {
    serde_json::from_slice(&required(desk, SiteRules::BLOB)?).map_err(|_| {
        CommandError::new(ErrorCode::ProfileUnreadable).with("detail", SiteRules::BLOB)
    })
}

pub(crate) fn write_rules(desk: &Desk, rules: &SiteRules) -> Result<(), CommandError> {
    let bytes = serde_json::to_vec(rules).map_err(|_| ErrorCode::Internal)?;
    Ok(desk.put_blob(SiteRules::BLOB, &bytes)?)
}

/// Set-up wrote it; a store without it is damaged, and nothing is made in its place.
fn required(desk: &Desk, name: &'static str) -> Result<Vec<u8>, CommandError> {
    desk.blob(name)?
        .ok_or_else(|| CommandError::new(ErrorCode::ProfileUnreadable).with("detail", name))
}
