//! The chain as a file of lines, to be taken elsewhere and checked there without any key of the PC.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::chain::Walk;
use crate::verify::rows;
use crate::{Audit, AuditError, Head, SignedHead, SignerKey, Verification};

/// What a chain file begins with.
const FORMAT: &str = "clins-audit-chain/1";

#[derive(Serialize, Deserialize)]
struct Opening {
    format: String,
    pc: String,
    start: Head,
    key: SignerKey,
}

#[derive(Serialize, Deserialize)]
struct Row {
    number: i64,
    hash: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct Ending {
    head: SignedHead,
}

/// What checking a chain file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainFile {
    /// The PC it says it is of.
    pub pc: String,
    /// The key it says it is signed with.
    pub key: SignerKey,
    /// How the chain stands, against the file's own head and those kept elsewhere.
    pub verification: Verification,
    /// The head it ends with is signed with the key that is believed.
    pub signed: bool,
}

/// Why a chain file was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum ChainFileError {
    /// Reading or writing the file failed.
    #[error("the file: {0}")]
    Io(#[from] io::Error),
    /// The log failed.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// It is no chain file, or one of a newer version.
    #[error("not a chain of an audit log")]
    NotAChain,
}

impl Audit {
    /// Writes the whole chain as lines, ending with its signed head. Answers how many rows.
    ///
    /// # Errors
    /// When the log cannot be read or the lines not be written.
    pub fn write_chain(
        &self,
        head: &SignedHead,
        out: &mut dyn Write,
    ) -> Result<u64, ChainFileError> {
        let opening = Opening {
            format: FORMAT.to_owned(),
            pc: head.pc.clone(),
            start: self.start()?.map_or(Head::EMPTY, |start| start.head),
            key: head.key,
        };
        put(out, &opening)?;
        let (mut written, mut failed) = (0, None);
        self.store
            .read(|store| {
                rows(store, &mut |number, text, hash| {
                    let within = u64::try_from(number).is_ok_and(|at| at <= head.head.number);
                    if !within {
                        return false;
                    }
                    let row = Row {
                        number,
                        hash: hex::encode(hash),
                        text: text.to_owned(),
                    };
                    match put(out, &row) {
                        Ok(()) => written += 1,
                        Err(error) => failed = Some(error),
                    }
                    failed.is_none()
                })
            })
            .map_err(AuditError::from)?;
        if let Some(error) = failed {
            return Err(error);
        }
        put(out, &Ending { head: head.clone() })?;
        Ok(written)
    }
}

/// Checks a chain file against its own head and `known`. `key` is the PC's key as known from
/// elsewhere; without it the file's own word is taken, and a file made up whole is not noticed.
///
/// # Errors
/// When it cannot be read or is none.
pub fn verify_chain(
    file: &mut dyn BufRead,
    key: Option<SignerKey>,
    known: &[Head],
) -> Result<ChainFile, ChainFileError> {
    let mut line = String::new();
    file.read_line(&mut line)?;
    let opening: Opening = serde_json::from_str(&line).map_err(|_| ChainFileError::NotAChain)?;
    if opening.format != FORMAT {
        return Err(ChainFileError::NotAChain);
    }
    let key = key.unwrap_or(opening.key);
    let mut lines = Vec::new();
    let mut ending = None;
    for line in file.lines() {
        let line = line?;
        if let Ok(row) = serde_json::from_str::<Row>(&line) {
            lines.push(Some(row));
        } else if let Ok(Ending { head }) = serde_json::from_str(&line) {
            ending = Some(head);
        } else {
            lines.push(None);
        }
    }
    let mut all = known.to_vec();
    all.extend(ending.as_ref().map(|signed| signed.head));
    let mut walk = Walk::after(opening.start, &all);
    for row in &lines {
        let mut hash = [0; 32];
        match row {
            Some(row) if hex::decode_to_slice(&row.hash, &mut hash).is_ok() => {
                if !walk.step(row.number, &row.text, &hash) {
                    break;
                }
            }
            _ => {
                walk.unreadable();
                break;
            }
        }
    }
    let signed = ending.is_some_and(|head| head.pc == opening.pc && head.is_of(&key));
    Ok(ChainFile {
        pc: opening.pc,
        key,
        verification: walk.finish(),
        signed,
    })
}

fn put<T: Serialize>(out: &mut dyn Write, line: &T) -> Result<(), ChainFileError> {
    let text = serde_json::to_string(line).map_err(|_| AuditError::Entry)?;
    writeln!(out, "{text}")?;
    Ok(())
}
