//! The app on a person's phone, by its own clock.

use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};
use viewer::Seat;

use super::{PASSWORD, call};

/// Seconds of a step.
const STEP: i64 = 30;

/// An app that has read the square.
pub(crate) struct Phone(Totp);

impl Phone {
    /// Takes the secret out of what the square says, as an app does.
    pub(crate) fn scan(enrolment: &Value) -> Self {
        let uri = enrolment["uri"].as_str().unwrap();
        let secret = uri.split_once("secret=").unwrap().1;
        let letters = secret.split('&').next().unwrap();
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
        for letter in letters.bytes() {
            let value = alphabet.iter().position(|known| *known == letter).unwrap();
            bits = bits << 5 | u32::try_from(value).unwrap();
            held += 5;
            if held >= 8 {
                held -= 8;
                bytes.push(u8::try_from(bits >> held & 255).unwrap());
            }
        }
        let secret = Secret::new_stack(bytes.try_into().unwrap());
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    /// The code of now, or of so many steps later. Each works once, so a test asks for later ones.
    pub(crate) fn code(&self, steps_later: i64) -> String {
        let now = jiff::Timestamp::now().as_second() + steps_later * STEP;
        self.0.generate(u64::try_from(now).unwrap()).to_string()
    }

    /// Enrols whoever is signed in here. A code of the step before leaves the code of now unused.
    pub(crate) async fn enrol(seat: &Seat) -> (Self, Vec<String>) {
        let begun = call(seat, "begin_second_factor", json!({"password": PASSWORD}));
        let begun = begun.await.unwrap();
        let phone = Self::scan(&begun);
        let code = json!({"code": phone.code(-1)});
        let printed = call(seat, "confirm_second_factor", code).await.unwrap();
        let codes = printed["codes"].as_array().unwrap();
        let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned());
        (phone, codes.collect())
    }
}
