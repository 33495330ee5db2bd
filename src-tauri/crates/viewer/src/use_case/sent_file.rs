//! A file as a screen hands it over.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::error::{CommandError, ErrorCode};

/// The largest file that is read.
const MEBIBYTES: usize = 64;

/// The limit is held before anything is decoded.
pub(super) fn decoded(content: &str) -> Result<Vec<u8>, CommandError> {
    let too_large = || CommandError::new(ErrorCode::FileTooLarge).with("limit", MEBIBYTES);
    let limit = MEBIBYTES << 20;
    if content.len() > limit.div_ceil(3) * 4 {
        return Err(too_large());
    }
    let bytes = BASE64_STANDARD
        .decode(content)
        .map_err(|_| CommandError::new(ErrorCode::BadRequest).with("detail", "base64"))?;
    if bytes.len() > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_held_to_the_byte() {
        let of = |bytes: usize| decoded(&BASE64_STANDARD.encode(vec![b' '; bytes]));
        assert_eq!(of(MEBIBYTES << 20).unwrap().len(), MEBIBYTES << 20);
        let larger = of((MEBIBYTES << 20) + 1).unwrap_err();
        assert_eq!(larger.code, ErrorCode::FileTooLarge);
        assert_eq!(larger.fields["limit"], "64");
        assert_eq!(decoded("%").unwrap_err().code, ErrorCode::BadRequest);
    }
}
