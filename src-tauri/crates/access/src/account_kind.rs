use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of account it is. There is no shared one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// 個人: one person's own.
    Personal,
    /// 緊急用: sealed in an envelope, and opened when nobody with an account of their own is there.
    Emergency,
}
