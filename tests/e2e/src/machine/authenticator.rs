use anyhow::{Context, Result};
use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

/// Seconds of a step.
const STEP: i64 = 30;
/// The alphabet of RFC 4648, in which a screen shows a secret.
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// An app on somebody's phone (認証アプリ), which was given a secret as the screen shows it.
pub(crate) struct Authenticator {
    totp: Totp,
    last: i64,
}

impl Authenticator {
    /// Types the secret in, groups or not.
    pub(crate) fn with(secret: &str) -> Result<Self> {
        let secret = decoded(secret)?;
        let totp = Builder::new()
            .with_secret(Secret::new_stack(secret))
            .build();
        let totp = totp.map_err(|error| anyhow::anyhow!("making codes: {error}"))?;
        Ok(Self { totp, last: 0 })
    }

    /// A code that was not given before. Waits when the next step is too far away to be taken.
    pub(crate) async fn code(&mut self) -> Result<String> {
        let now = || Timestamp::now().as_second().div_euclid(STEP);
        let step = now().max(self.last + 1);
        while step > now() + 1 {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        self.last = step;
        let second = u64::try_from(step * STEP).context("before 1970")?;
        Ok(self.totp.generate(second).to_string())
    }
}

fn decoded(secret: &str) -> Result<[u8; 20]> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in secret.chars().filter(|letter| !letter.is_whitespace()) {
        let value = BASE32.find(letter).context("no letter of a secret")?;
        bits = (bits << 5) | u32::try_from(value)?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xFF)?);
        }
    }
    bytes.try_into().ok().context("a secret has 20 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_is_shown() {
        let secret = decoded("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ").unwrap();
        assert_eq!(&secret, b"12345678901234567890");
        decoded("GEZD").unwrap_err();
        decoded("0000").unwrap_err();
    }
}
