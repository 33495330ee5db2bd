//! What is inside the seal: a header that names every part with its length and SHA-256, then the
//! parts as received; compressed as one, behind the SHA-256 of the whole.

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{FetchedSets, NewSet, Part, SetKind};

const FORMAT: u32 = 1;
const ZSTD_LEVEL: i32 = 3;
/// An answer is limited to 64 MB when it is received; this leaves room for several documents.
const LARGEST: usize = 1 << 30;

#[derive(Serialize, Deserialize)]
struct Header {
    format: u32,
    person: PersonId,
    category: Category,
    origin: String,
    profile: String,
    fetched_at: Timestamp,
    complete_list: bool,
    sets: Vec<SetHeader>,
}

#[derive(Serialize, Deserialize)]
struct SetHeader {
    key: String,
    kind: SetKind,
    parts: Vec<PartHeader>,
}

#[derive(Serialize, Deserialize)]
struct PartHeader {
    content_type: String,
    length: usize,
    sha256: [u8; 32],
}

/// `SHA-256 of the rest, as it will be after unpacking | zstd(header length | header | parts)`.
pub(super) fn pack(fetched: &FetchedSets) -> Option<Zeroizing<Vec<u8>>> {
    let header = serde_json::to_vec(&header(fetched)).ok()?;
    let mut plain = Zeroizing::new(Vec::new());
    plain.extend_from_slice(&u32::try_from(header.len()).ok()?.to_be_bytes());
    plain.extend_from_slice(&header);
    for part in fetched.sets.iter().flat_map(|set| &set.parts) {
        plain.extend_from_slice(&part.bytes);
    }
    let length = u64::try_from(plain.len()).ok()?;
    let mut packed = Zeroizing::new(Sha256::digest(&*plain).to_vec());
    packed.extend_from_slice(&length.to_be_bytes());
    packed.extend_from_slice(&zstd::bulk::compress(&plain, ZSTD_LEVEL).ok()?);
    Some(packed)
}

/// The answer as it was packed; none when anything in it does not fit.
pub(super) fn unpack(packed: &[u8]) -> Option<FetchedSets> {
    let (sha256, rest) = packed.split_first_chunk::<32>()?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    if length > LARGEST {
        return None;
    }
    let plain = Zeroizing::new(zstd::bulk::decompress(rest, length).ok()?);
    if plain.len() != length || Sha256::digest(&*plain).as_slice() != sha256 {
        return None;
    }
    let (header_length, rest) = plain.split_first_chunk::<4>()?;
    let (header, bodies) =
        rest.split_at_checked(usize::try_from(u32::from_be_bytes(*header_length)).ok()?)?;
    let header: Header = serde_json::from_slice(header).ok()?;
    if header.format != FORMAT {
        return None;
    }
    Some(FetchedSets {
        person: header.person,
        category: header.category,
        origin: header.origin,
        profile: header.profile,
        fetched_at: header.fetched_at,
        complete_list: header.complete_list,
        sets: sets(header.sets, bodies)?,
    })
}

fn header(fetched: &FetchedSets) -> Header {
    let part = |part: &Part| PartHeader {
        content_type: part.content_type.clone(),
        length: part.bytes.len(),
        sha256: Sha256::digest(&part.bytes).into(),
    };
    let set = |set: &NewSet| SetHeader {
        key: set.key.clone(),
        kind: set.kind,
        parts: set.parts.iter().map(part).collect(),
    };
    Header {
        format: FORMAT,
        person: fetched.person,
        category: fetched.category,
        origin: fetched.origin.clone(),
        profile: fetched.profile.clone(),
        fetched_at: fetched.fetched_at,
        complete_list: fetched.complete_list,
        sets: fetched.sets.iter().map(set).collect(),
    }
}

fn sets(headers: Vec<SetHeader>, mut bodies: &[u8]) -> Option<Vec<NewSet>> {
    let mut sets = Vec::with_capacity(headers.len());
    for set in headers {
        let mut parts = Vec::with_capacity(set.parts.len());
        for part in set.parts {
            let (bytes, rest) = bodies.split_at_checked(part.length)?;
            bodies = rest;
            if Sha256::digest(bytes).as_slice() != part.sha256 {
                return None;
            }
            parts.push(Part {
                content_type: part.content_type,
                bytes: bytes.to_vec(),
            });
        }
        sets.push(NewSet {
            key: set.key,
            kind: set.kind,
            parts,
        });
    }
    bodies.is_empty().then_some(sets)
}
