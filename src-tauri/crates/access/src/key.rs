use std::ops::Deref;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

use crate::AccessError;

/// 32 secret bytes. They stay at one place of the heap from first to last: moving the value moves a
/// pointer and leaves no copy behind on a stack. Wiped when dropped; neither printable nor clonable.
pub(crate) struct Key(Box<[u8; 32]>);

impl Key {
    /// Room for a key that is about to be written into it.
    pub(crate) fn room() -> Self {
        Self(Box::new([0; 32]))
    }

    /// From the operating system.
    pub(crate) fn random() -> Result<Self, AccessError> {
        let mut key = Self::room();
        getrandom::fill(key.bytes_mut()).map_err(|_| AccessError::Random)?;
        Ok(key)
    }

    /// A copy of exactly 32 bytes; `None` for any other number.
    pub(crate) fn copied(bytes: &[u8]) -> Option<Self> {
        let mut key = Self::room();
        (bytes.len() == key.len()).then(|| {
            key.bytes_mut().copy_from_slice(bytes);
            key
        })
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }

    /// Compared in constant time.
    pub(crate) fn is(&self, other: &[u8]) -> bool {
        self.as_slice().ct_eq(other).into()
    }
}

impl Deref for Key {
    type Target = [u8; 32];

    fn deref(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_exactly_32_bytes() {
        assert!(Key::copied(&[1; 31]).is_none());
        assert!(Key::copied(&[1; 33]).is_none());
        let key = Key::copied(&[1; 32]).unwrap();
        assert!(key.is(&[1; 32]) && !key.is(&[2; 32]) && !key.is(&[1; 31]));
        assert!(!Key::random().unwrap().is(&Key::random().unwrap()[..]));
    }
}
