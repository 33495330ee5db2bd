use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};

use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use hkdf::hmac::{Hmac, Mac};
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::connect::PAGE_SIZE;
use crate::key::SALT_LEN;
use crate::{StoreError, StoreKey};

/// Bytes at the end of each page that SQLCipher keeps for itself.
const RESERVED: usize = IV + CHECKSUM;
const IV: usize = 16;
const CHECKSUM: usize = 64;
/// Bytes of a page that are SQLite's.
pub(super) const USABLE: usize = PAGE_SIZE as usize - RESERVED;
const BLOCK: usize = 16;

/// The pages of one store file as SQLCipher 4 writes them: AES-256 in CBC mode, then an HMAC-SHA-512
/// over what was encrypted, its start value and the page's number.
pub(super) struct Pages<'a> {
    file: &'a File,
    count: u64,
    cipher: Aes256,
    checksum: Hmac<Sha512>,
}

impl<'a> Pages<'a> {
    pub(super) fn of(file: &'a File, key: &StoreKey) -> Result<Self, StoreError> {
        Ok(Self {
            file,
            count: file.metadata()?.len() / PAGE_SIZE,
            cipher: Aes256::new(key.bytes().into()),
            checksum: keyed(checksum_key(key).as_slice())?,
        })
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// What SQLite sees of a page; nothing when its checksum fails or it is not there.
    pub(super) fn read(&self, number: u32) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        if number == 0 || u64::from(number) > self.count {
            return Ok(None);
        }
        let raw = self.raw(number)?;
        // The first page begins with the salt, in the place of a text that is always the same.
        let from = if number == 1 { SALT_LEN } else { 0 };
        let (Some(signed), Some(checksum)) = (raw.get(from..USABLE + IV), raw.get(USABLE + IV..))
        else {
            return Ok(None);
        };
        let mut expected = self.checksum.clone();
        expected.update(signed);
        expected.update(&number.to_le_bytes());
        if expected.verify_slice(checksum).is_err() {
            return Ok(None);
        }
        let (encrypted, iv) = signed.split_at(signed.len() - IV);
        Ok(Some(self.decrypt(from, encrypted, iv)))
    }

    fn raw(&self, number: u32) -> Result<Vec<u8>, StoreError> {
        let mut file = self.file;
        let mut raw = vec![0; PAGE_SIZE as usize];
        file.seek(SeekFrom::Start(u64::from(number - 1) * PAGE_SIZE))?;
        match file.read_exact(&mut raw) {
            // A medium that cannot be read and a page that is cut off are bad pages, too.
            Err(error) if error.kind() != ErrorKind::UnexpectedEof && !is_medium(&error) => {
                Err(error.into())
            }
            _ => Ok(raw),
        }
    }

    fn decrypt(&self, from: usize, encrypted: &[u8], iv: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut page = Zeroizing::new(vec![0; from]);
        page.reserve_exact(USABLE);
        let mut before = iv;
        for block in encrypted.chunks_exact(BLOCK) {
            let mut clear = Array::default();
            clear.copy_from_slice(block);
            self.cipher.decrypt_block(&mut clear);
            page.extend(
                clear
                    .iter()
                    .zip(before)
                    .map(|(clear, before)| clear ^ before),
            );
            before = block;
        }
        page
    }
}

/// EIO: the disk has the place but not what was written there.
fn is_medium(error: &std::io::Error) -> bool {
    const EIO: i32 = 5;
    cfg!(unix) && error.raw_os_error() == Some(EIO)
}

/// PBKDF2 with two rounds over a salt that differs from the file's in each bit pattern `3a`.
fn checksum_key(key: &StoreKey) -> Zeroizing<[u8; 32]> {
    let mut result = Zeroizing::new([0; 32]);
    let Ok(keyed) = keyed(key.bytes()) else {
        return result;
    };
    let mut first = keyed.clone();
    first.update(&key.salt().map(|byte| byte ^ 0x3a));
    first.update(&1_u32.to_be_bytes());
    let first = first.finalize().into_bytes();
    let mut second = keyed;
    second.update(&first);
    let second = second.finalize().into_bytes();
    for (to, (first, second)) in result.iter_mut().zip(first.iter().zip(&second)) {
        *to = first ^ second;
    }
    result
}

fn keyed(key: &[u8]) -> Result<Hmac<Sha512>, StoreError> {
    Hmac::new_from_slice(key).map_err(|_| StoreError::Statement(0))
}
