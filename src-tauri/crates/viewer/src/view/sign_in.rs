use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SessionView;

/// How far a sign-in is (サインインの段階). Nothing of a patient is shown before `signed_in`; a sign-in
/// that is not gone on with for three minutes is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum SignInStep {
    /// Done.
    SignedIn {
        /// Who.
        session: Box<SessionView>,
    },
    /// A code is asked for: `give_second_factor`.
    SecondFactor {},
    /// The password was issued and has to be changed: `set_first_password`.
    NewPassword {
        /// Least number of characters.
        #[ts(type = "number")]
        least: usize,
    },
    /// The site wants a second factor and the account has none: `begin_second_factor`,
    /// `confirm_second_factor`, `continue_sign_in`.
    EnrolSecondFactor {},
    /// The role reads clinical content and the account holds no key on this PC:
    /// `give_clinical_key`.
    ClinicalKey {
        /// This PC keeps the key under a former password of the account.
        former_password: bool,
    },
}

/// A second factor that is being enrolled. Made on this PC; nothing of it is looked up anywhere.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EnrolmentView {
    /// What an app reads from the square.
    pub uri: String,
    /// The secret in groups of four letters, for typing.
    pub secret: String,
    /// The square as SVG path data, dark parts, in units of one.
    pub qr: String,
    /// Units of its side, with the quiet margin.
    #[ts(type = "number")]
    pub size: usize,
}

/// A sheet of printed one-time codes (ワンタイムコード); shown once, stored nowhere.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct OneTimeCodesView {
    /// Ten codes, each of which works once.
    pub codes: Vec<String>,
}

/// A code for a lost second factor; shown once, stored nowhere.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct IssuedCodeView {
    /// To be told to the person: one sign-in.
    pub code: String,
    /// Until when.
    #[ts(type = "string")]
    pub until: Timestamp,
}

/// How people sign in at this site (サインインの規則).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignInRulesView {
    /// Failures in a row that lock an account for 15 minutes, 3 to 10.
    #[ts(type = "number")]
    pub tries: u32,
    /// Nobody is let in with a password alone (二要素必須).
    pub second_factor_required: bool,
    /// A PC that has not seen the site file for 72 hours lets only administrators in.
    pub stop_after_grace: bool,
}
