use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AuditError, Head};

/// The key with which a PC signs the heads of its log (Ed25519).
pub struct Signer {
    pair: Ed25519KeyPair,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer(..)")
    }
}

/// The key that shows whether a PC signed a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SignerKey([u8; 32]);

/// A head with the signature of the PC whose log it is the head of. One line of JSON wherever it is
/// kept; nothing in it is secret or names anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// Version of this shape.
    pub format: u32,
    /// The PC whose log it is.
    pub pc: String,
    /// The head.
    pub head: Head,
    /// When it was signed, by the PC's clock.
    pub at: Timestamp,
    /// The key it is signed with.
    pub key: SignerKey,
    /// The signature, in hexadecimal.
    pub signature: String,
}

impl Signer {
    /// The key made from 32 secret bytes.
    ///
    /// # Errors
    /// [`AuditError::Signature`] when the library refuses them.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, AuditError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed);
        Ok(Self {
            pair: pair.map_err(|_| AuditError::Signature)?,
        })
    }

    /// What shows that something was signed here.
    ///
    /// # Errors
    /// [`AuditError::Signature`] when the library gives a key of another length.
    pub fn key(&self) -> Result<SignerKey, AuditError> {
        let bytes = self.pair.public_key().as_ref().try_into();
        Ok(SignerKey(bytes.map_err(|_| AuditError::Signature)?))
    }

    /// Signs a head.
    ///
    /// # Errors
    /// [`AuditError::Signature`] when the library cannot.
    pub fn sign(&self, pc: &str, head: Head, at: Timestamp) -> Result<SignedHead, AuditError> {
        let signature = self
            .pair
            .try_sign(&said(pc, head, at))
            .map_err(|_| AuditError::Signature)?;
        Ok(SignedHead {
            format: SignedHead::FORMAT,
            pc: pc.to_owned(),
            head,
            at,
            key: self.key()?,
            signature: hex::encode(signature.as_ref()),
        })
    }
}

impl SignedHead {
    /// The shape this version writes.
    pub const FORMAT: u32 = 1;

    /// Whether the PC with this key signed exactly this.
    #[must_use]
    pub fn is_of(&self, key: &SignerKey) -> bool {
        let Ok(signature) = hex::decode(&self.signature) else {
            return false;
        };
        self.format == Self::FORMAT
            && ParsedPublicKey::new(&ED25519, key.0).is_ok_and(|key| {
                let said = said(&self.pc, self.head, self.at);
                key.verify_sig(&said, &signature).is_ok()
            })
    }

    /// The line it is kept as.
    ///
    /// # Errors
    /// [`AuditError::Entry`], which does not happen.
    pub fn to_line(&self) -> Result<String, AuditError> {
        serde_json::to_string(self).map_err(|_| AuditError::Entry)
    }

    /// Reads such a line; none when it is not one.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        serde_json::from_str(line.trim()).ok()
    }
}

/// What is signed: with a purpose of its own, so that the signature says nothing else anywhere.
fn said(pc: &str, head: Head, at: Timestamp) -> Vec<u8> {
    format!("clins-viewer/audit-head/1\n{pc}\n{head}\n{at}").into_bytes()
}

impl std::fmt::Display for SignerKey {
    /// 64 hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::str::FromStr for SignerKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut key = [0; 32];
        hex::decode_to_slice(text, &mut key).map_err(|_| "a key is 64 hexadecimal digits")?;
        Ok(Self(key))
    }
}

impl TryFrom<String> for SignerKey {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SignerKey> for String {
    fn from(key: SignerKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_pc_signed_is_its_own() {
        let signer = Signer::from_seed(&[7; 32]).unwrap();
        let key = signer.key().unwrap();
        let head = Head {
            number: 3,
            hash: [1; 32],
        };
        let signed = signer.sign("pc-1", head, Timestamp::UNIX_EPOCH).unwrap();
        let kept = SignedHead::from_line(&signed.to_line().unwrap()).unwrap();
        assert_eq!(kept, signed);
        assert!(kept.is_of(&key));
        let other = Signer::from_seed(&[8; 32]).unwrap().key().unwrap();
        assert!(!kept.is_of(&other));
        let changed: [fn(&mut SignedHead); 4] = [
            |kept| kept.head.number = 2,
            |kept| kept.pc.push('x'),
            |kept| kept.at = Timestamp::MAX,
            |kept| kept.signature.clear(),
        ];
        for change in changed {
            let mut changed = kept.clone();
            change(&mut changed);
            assert!(!changed.is_of(&key));
        }
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!(SignedHead::from_line("{}"), None);
    }
}
