//! The account file of the first format, which is read for ever: one role, no second factor.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::lock_out::Failures;
use crate::password_hash::PasswordHash;
use crate::{PasswordCost, Role};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountsOne {
    #[serde(rename = "format")]
    _format: u32,
    pub(crate) cost: PasswordCost,
    pub(crate) accounts: Vec<AccountOne>,
    pub(crate) decoy: PasswordHash,
    pub(crate) strangers: BTreeMap<u16, Failures>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountOne {
    pub(crate) account: String,
    pub(crate) display_name: String,
    pub(crate) staff_number: String,
    pub(crate) role: Role,
    pub(crate) created_at: Timestamp,
    pub(crate) password: PasswordHash,
    #[serde(rename = "second_factor")]
    _second_factor: NotEnrolled,
    pub(crate) failures: Failures,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NotEnrolled {
    NotEnrolled,
}
