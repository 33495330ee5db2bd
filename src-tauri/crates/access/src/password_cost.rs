use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::AccessError;

/// The largest cost we would ever store, 512 MiB.
const MOST_KIB: u32 = 512 * 1024;

/// Argon2id parameters, kept beside each hash and wrap so that they can rise later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl PasswordCost {
    /// What the program uses: 64 MiB, 3 passes, 1 lane; about 0.2 s on a clinic PC.
    pub const STANDARD: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// Other parameters, for tests that would otherwise spend their time hashing.
    #[must_use]
    pub const fn explicit(memory_kib: u32, passes: u32, lanes: u32) -> Self {
        Self {
            memory_kib,
            passes,
            lanes,
        }
    }

    /// Argon2id of a password, 32 bytes.
    pub(crate) fn hash(
        self,
        password: &str,
        salt: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, AccessError> {
        // A damaged file must not make us ask for all memory of the PC.
        if self.memory_kib > MOST_KIB || self.passes > 16 || self.lanes > 16 {
            return Err(AccessError::KeyDerivation);
        }
        let mut hash = Zeroizing::new([0; 32]);
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| AccessError::KeyDerivation)?;
        // Own memory, because the library does not wipe what it takes for itself.
        let mut memory = Zeroizing::new(Vec::new());
        memory
            .try_reserve_exact(params.block_count())
            .map_err(|_| AccessError::OutOfMemory)?;
        memory.resize(params.block_count(), Block::default());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                password.as_bytes(),
                salt,
                hash.as_mut_slice(),
                memory.as_mut_slice(),
            )
            .map_err(|_| AccessError::KeyDerivation)?;
        Ok(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a test vector of the reference implementation.
    #[test]
    fn is_argon2id() {
        let hash = PasswordCost::explicit(256, 2, 1)
            .hash("password", b"somesalt")
            .unwrap();
        let shown: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            shown,
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
        );
    }

    #[test]
    fn impossible_and_huge_costs_are_refused() {
        for cost in [
            PasswordCost::explicit(MOST_KIB + 1, 1, 1),
            PasswordCost::explicit(64, 17, 1),
            PasswordCost::explicit(0, 0, 0),
        ] {
            assert_eq!(cost.hash("x", &[0; 16]), Err(AccessError::KeyDerivation));
        }
    }
}
