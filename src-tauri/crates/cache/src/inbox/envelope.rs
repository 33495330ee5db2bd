//! The sealed form of a file: HPKE (RFC 9180) in base mode, X25519-HKDF-SHA256 with AES-256-GCM.
//!
//! `tag (8) | version (1) | encapsulated key (32) | ciphertext | SHA-256 of all before (32)`.
//! The hash at the end tells a damaged file from one sealed to another key, without any key.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{InboxError, KeptReason};

const TAG: &[u8; 8] = b"CLVINBOX";
const VERSION: u8 = 1;
const INFO: &[u8] = b"clins-viewer inbox 1";

type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Seals `plain` to the holder of the private key.
pub(super) fn seal(public_key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, InboxError> {
    // The library panics without random numbers: asked here first, where it can be said.
    getrandom::u64().map_err(|_| InboxError::Random)?;
    let public = Public::from_bytes(public_key).map_err(|_| InboxError::Key)?;
    let (encapsulated, mut context) =
        setup_sender::<AesGcm256, HkdfSha256, X25519HkdfSha256>(&OpModeS::Base, &public, INFO)
            .map_err(|_| InboxError::Key)?;
    let mut file = TAG.to_vec();
    file.push(VERSION);
    let sealed = context.seal(plain, &file).map_err(|_| InboxError::Pack)?;
    file.extend_from_slice(&encapsulated.to_bytes());
    file.extend_from_slice(&sealed);
    let hash = Sha256::digest(&file);
    file.extend_from_slice(&hash);
    Ok(file)
}

/// Opens a sealed file.
pub(super) fn open(private_key: &[u8; 32], file: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeptReason> {
    let head_length = TAG.len() + 1;
    let (head, _) = file
        .split_at_checked(head_length)
        .ok_or(KeptReason::Damaged)?;
    let (tag, version) = head
        .split_at_checked(TAG.len())
        .ok_or(KeptReason::Damaged)?;
    if tag != TAG {
        return Err(KeptReason::NotSealed);
    }
    if version > [VERSION].as_slice() {
        return Err(KeptReason::TooNew);
    }
    let (kept, hash) = file.split_last_chunk::<32>().ok_or(KeptReason::Damaged)?;
    if version != [VERSION] || Sha256::digest(kept).as_slice() != hash {
        return Err(KeptReason::Damaged);
    }
    let (_, rest) = kept
        .split_at_checked(head_length)
        .ok_or(KeptReason::Damaged)?;
    let (encapsulated, sealed) = rest.split_first_chunk::<32>().ok_or(KeptReason::Damaged)?;
    let private = Private::from_bytes(private_key).map_err(|_| KeptReason::OtherKey)?;
    let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| KeptReason::Damaged)?;
    let mut context = setup_receiver::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        INFO,
    )
    .map_err(|_| KeptReason::OtherKey)?;
    // The file is whole, so what does not open was sealed to another key.
    context
        .open(sealed, head)
        .map(Zeroizing::new)
        .map_err(|_| KeptReason::OtherKey)
}
