//! Enrolling a second factor (二要素の登録).

use std::fmt::Write as _;

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::one_time_codes::OneTimeCodes;
use crate::second_factor::SecondFactor;
use crate::totp::{EnrolledTotp, SECRET};
use crate::{AccessError, Accounts, MachineSecret, Verified, random};

/// What stands before the account's name in the app.
const ISSUER: &str = "CLINS%20Viewer";
/// The alphabet of RFC 4648, in which apps take a secret.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A TOTP secret that is on its way into an app and enrolled by a first code. Wiped when dropped, and
/// stored nowhere before that.
pub struct Enrolment {
    account: String,
    secret: Zeroizing<[u8; SECRET]>,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(..)")
    }
}

impl Enrolment {
    /// A new secret for the account behind a verified password.
    ///
    /// # Errors
    /// `Random`.
    pub fn new(verified: &Verified) -> Result<Self, AccessError> {
        Ok(Self {
            account: verified.account().to_owned(),
            secret: random::bytes::<SECRET>()?,
        })
    }

    /// The secret in groups of four letters, for typing.
    #[must_use]
    pub fn secret(&self) -> Zeroizing<String> {
        let letters = base32(&self.secret);
        let mut grouped = Zeroizing::new(String::with_capacity(2 * letters.len()));
        for (index, letter) in letters.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(letter);
        }
        grouped
    }

    /// What an app reads from the square (otpauth).
    #[must_use]
    pub fn uri(&self) -> Zeroizing<String> {
        let mut uri = Zeroizing::new(String::with_capacity(256));
        // Account names are letters, digits, `.`, `_` and `-`: nothing in them needs an escape.
        let _ = write!(
            uri,
            "otpauth://totp/{ISSUER}:{}?secret={}&issuer={ISSUER}&algorithm=SHA1&digits=6&period=30",
            self.account,
            base32(&self.secret).as_str(),
        );
        uri
    }
}

impl Accounts {
    /// Enrols the secret with a first code of the app, in place of any factor the account had.
    /// Answers the printed one-time codes, which are shown once. Slow (Argon2, for each code).
    ///
    /// # Errors
    /// `WrongCode`; `NotProved` when the account has been changed meanwhile; `Random`.
    pub fn enrol(
        &mut self,
        verified: &mut Verified,
        enrolment: &Enrolment,
        code: &str,
        machine: &MachineSecret,
        now: Timestamp,
    ) -> Result<Vec<Zeroizing<String>>, AccessError> {
        let cost = self.cost;
        let held = self.sound(verified).map_err(|_| AccessError::NotProved)?;
        if held.account() != enrolment.account {
            return Err(AccessError::NotProved);
        }
        let key = machine.factor_key();
        let totp = EnrolledTotp::confirmed(&enrolment.secret, code, key, now)?;
        let totp = totp.ok_or(AccessError::WrongCode)?;
        let (codes, printed) = OneTimeCodes::new(cost, now)?;
        held.second_factor = SecondFactor::Totp { totp, codes };
        held.factor_code = None;
        verified.proved(crate::ProvedBy::Totp);
        Ok(printed)
    }

    /// Another sheet of printed one-time codes; those of the former one no longer work. Slow
    /// (Argon2, for each code).
    ///
    /// # Errors
    /// `NoSecondFactor`; `NotProved` when the account has been changed meanwhile; `Random`.
    pub fn new_codes(
        &mut self,
        verified: &Verified,
        now: Timestamp,
    ) -> Result<Vec<Zeroizing<String>>, AccessError> {
        let cost = self.cost;
        let held = self.sound(verified).map_err(|_| AccessError::NotProved)?;
        match &mut held.second_factor {
            SecondFactor::NotEnrolled => Err(AccessError::NoSecondFactor),
            SecondFactor::Totp { codes, .. } => {
                let (made, printed) = codes.renewed(cost, now)?;
                *codes = made;
                Ok(printed)
            }
        }
    }
}

/// 20 bytes are 32 letters without a rest.
fn base32(secret: &[u8; SECRET]) -> Zeroizing<String> {
    let mut letters = Zeroizing::new(String::with_capacity(32));
    for five in secret.chunks(5) {
        let bits = five
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let letter = BASE32.get((bits >> (5 * place) & 31) as usize);
            letters.push(letter.map_or('?', |byte| char::from(*byte)));
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_told_as_apps_read_it() {
        let enrolment = Enrolment {
            account: "yamada.t".to_owned(),
            secret: Zeroizing::new(*b"12345678901234567890"),
        };
        assert_eq!(
            *enrolment.secret(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        assert_eq!(
            *enrolment.uri(),
            "otpauth://totp/CLINS%20Viewer:yamada.t?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=CLINS%20Viewer&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{enrolment:?}"), "Enrolment(..)");
    }
}
