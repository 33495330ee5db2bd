#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]

use access::Enrolment;
use jiff::Timestamp;
use totp_rs::{Builder, Secret};

/// The app on a person's phone.
pub struct Phone([u8; 20]);

impl Phone {
    /// Takes the secret as it is typed into an app.
    pub fn scan(enrolment: &Enrolment) -> Self {
        let letters: Vec<u8> = enrolment.secret().bytes().filter(|b| *b != b' ').collect();
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut bits = String::new();
        for letter in letters {
            let value = alphabet.iter().position(|known| *known == letter).unwrap();
            bits += &format!("{value:05b}");
        }
        let mut secret = [0; 20];
        for (index, byte) in secret.iter_mut().enumerate() {
            *byte = u8::from_str_radix(bits.get(index * 8..index * 8 + 8).unwrap(), 2).unwrap();
        }
        Self(secret)
    }

    /// What it shows.
    pub fn code(&self, now: Timestamp) -> String {
        let totp = Builder::new().with_secret(Secret::new_stack(self.0));
        let second = u64::try_from(now.as_second()).unwrap();
        totp.build().unwrap().generate(second).to_string()
    }

    pub fn secret(&self) -> &[u8; 20] {
        &self.0
    }
}
