use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::AccessError;

/// HKDF-SHA256. The label ends in a version, so that a key can be changed without touching others.
pub(crate) fn derive(
    salt: &[u8],
    secret: &[u8],
    label: &str,
) -> Result<Zeroizing<[u8; 32]>, AccessError> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(label.as_bytes(), key.as_mut_slice())
        .map_err(|_| AccessError::KeyDerivation)?;
    Ok(key)
}
