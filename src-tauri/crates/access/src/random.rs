use zeroize::Zeroizing;

use crate::AccessError;

/// Random bytes from the operating system.
pub(crate) fn bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, AccessError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| AccessError::Random)?;
    Ok(bytes)
}
