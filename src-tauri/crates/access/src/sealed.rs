//! The sealed format: `CLINSEAL`, version (1 byte), nonce (12), AES-256-GCM ciphertext with its tag
//! (16). Tag, version and purpose are authenticated, so that one sealed thing cannot stand in for
//! another. Nonces are random: a key seals a handful of things in its life, never 2^32.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use crate::{AccessError, random};

const TAG: &[u8; 8] = b"CLINSEAL";
const VERSION: u8 = 1;
const NONCE: usize = 12;
const GCM_TAG: usize = 16;

pub(crate) fn seal(key: &[u8; 32], purpose: &str, plain: &[u8]) -> Result<Vec<u8>, AccessError> {
    let nonce = random::bytes::<NONCE>()?;
    let header = header(purpose);
    let sealed = cipher(key)?
        .encrypt(
            &Nonce::from(*nonce),
            Payload {
                msg: plain,
                aad: &header,
            },
        )
        .map_err(|_| AccessError::KeyDerivation)?;
    Ok([TAG.as_slice(), &[VERSION], nonce.as_slice(), &sealed].concat())
}

pub(crate) fn open(
    key: &[u8; 32],
    purpose: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, AccessError> {
    let rest = sealed.strip_prefix(TAG).ok_or(AccessError::NotSealed)?;
    let (version, rest) = rest.split_first().ok_or(AccessError::Truncated)?;
    match *version {
        VERSION => {}
        0 => return Err(AccessError::NotSealed),
        newer => {
            return Err(AccessError::TooNew {
                found: newer.into(),
            });
        }
    }
    let (nonce, rest) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(AccessError::Truncated)?;
    if rest.len() < GCM_TAG {
        return Err(AccessError::Truncated);
    }
    cipher(key)?
        .decrypt(
            &Nonce::from(*nonce),
            Payload {
                msg: rest,
                aad: &header(purpose),
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| AccessError::WrongKey)
}

fn header(purpose: &str) -> Vec<u8> {
    [TAG.as_slice(), &[VERSION], purpose.as_bytes()].concat()
}

fn cipher(key: &[u8; 32]) -> Result<Aes256Gcm, AccessError> {
    Aes256Gcm::new_from_slice(key).map_err(|_| AccessError::KeyDerivation)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn opens_what_it_sealed_and_hides_it() {
        let sealed = seal(&KEY, "certificate", b"a private key").unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"private"));
        assert_eq!(sealed.len(), 8 + 1 + 12 + 13 + 16);
        assert_eq!(
            *open(&KEY, "certificate", &sealed).unwrap(),
            b"a private key"
        );
        assert_ne!(
            sealed,
            seal(&KEY, "certificate", b"a private key").unwrap(),
            "fresh nonce"
        );
        assert!(
            open(&KEY, "x", &seal(&KEY, "x", b"").unwrap())
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn refuses_another_key_and_another_purpose() {
        let sealed = seal(&KEY, "certificate", b"a private key").unwrap();
        assert_eq!(
            open(&[8; 32], "certificate", &sealed),
            Err(AccessError::WrongKey)
        );
        assert_eq!(open(&KEY, "wrap", &sealed), Err(AccessError::WrongKey));
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let sealed = seal(&KEY, "certificate", b"a private key").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 0x40;
            let expected = match at {
                0..8 => AccessError::NotSealed,
                8 => AccessError::TooNew { found: 0x41 },
                _ => AccessError::WrongKey,
            };
            assert_eq!(
                open(&KEY, "certificate", &changed),
                Err(expected),
                "byte {at}"
            );
        }
    }

    #[test]
    fn every_shortening_is_noticed() {
        let sealed = seal(&KEY, "certificate", b"a private key").unwrap();
        for length in 0..sealed.len() {
            let expected = match length {
                0..8 => AccessError::NotSealed,
                8..37 => AccessError::Truncated,
                _ => AccessError::WrongKey,
            };
            assert_eq!(
                open(&KEY, "certificate", &sealed[..length]),
                Err(expected),
                "{length}"
            );
        }
        let longer = [sealed.as_slice(), b"!"].concat();
        assert_eq!(
            open(&KEY, "certificate", &longer),
            Err(AccessError::WrongKey)
        );
    }

    #[test]
    fn version_zero_and_newer_versions_are_told_apart() {
        let mut sealed = seal(&KEY, "certificate", b"x").unwrap();
        sealed[8] = 0;
        assert_eq!(
            open(&KEY, "certificate", &sealed),
            Err(AccessError::NotSealed)
        );
        sealed[8] = 2;
        assert_eq!(
            open(&KEY, "certificate", &sealed),
            Err(AccessError::TooNew { found: 2 })
        );
    }
}
