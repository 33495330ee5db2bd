use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::media::{Media, sniff};
use crate::error::ReadError;

/// Lenient about what senders forget (padding, unused bits); strict about the alphabet.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Characters decoded to tell the kind: a multiple of four, about 4 kB of content.
const HEAD: usize = 5_464;

/// What an attachment (添付) is, told without decoding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// By its first bytes, whatever was declared.
    pub(crate) media: Media,
    /// Length of the content in bytes.
    pub(crate) bytes: usize,
    /// The declared content type says something else than the content.
    pub(crate) declared_differs: bool,
}

/// Looks at base64 `data` declared as `content_type`.
///
/// # Errors
/// [`ReadError::NotBase64`] with the offset of the first character that does not fit.
pub(crate) fn look(data: &str, content_type: Option<&str>) -> Result<Attachment, ReadError> {
    let bytes = content_len(data)?;
    let head: Vec<u8> = data.bytes().filter(|b| !blank(*b)).take(HEAD).collect();
    let media = sniff(
        &BASE64
            .decode(head)
            .map_err(|_| ReadError::NotBase64 { at: 0 })?,
    );
    let declared_differs = content_type.is_some_and(|declared| !media.fits(declared));
    Ok(Attachment {
        media,
        bytes,
        declared_differs,
    })
}

/// The content of base64 `data`.
///
/// # Errors
/// [`ReadError::TooLarge`] when it is longer than `limit` bytes, told before decoding;
/// [`ReadError::NotBase64`] as [`look`].
pub(crate) fn decode(data: &str, limit: usize) -> Result<Vec<u8>, ReadError> {
    if content_len(data)? > limit {
        return Err(ReadError::TooLarge { limit });
    }
    let decoded = if data.bytes().any(blank) {
        BASE64.decode(data.bytes().filter(|b| !blank(*b)).collect::<Vec<u8>>())
    } else {
        BASE64.decode(data)
    };
    decoded.map_err(|_| ReadError::NotBase64 { at: data.len() })
}

/// The length of the content, from the length of the text: every character is checked.
fn content_len(data: &str) -> Result<usize, ReadError> {
    let (mut digits, mut padding) = (0_usize, 0_usize);
    for (at, byte) in data.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => digits += 1,
            b'=' if padding < 2 => padding += 1,
            byte if blank(byte) => {}
            _ => return Err(ReadError::NotBase64 { at }),
        }
    }
    let whole = digits % 4 != 1 && (padding == 0 || (digits + padding).is_multiple_of(4));
    if whole {
        Ok(digits / 4 * 3 + (digits % 4).saturating_sub(1))
    } else {
        Err(ReadError::NotBase64 { at: data.len() })
    }
}

const fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(bytes: &[u8]) -> String {
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    #[test]
    fn length_and_kind_are_told_for_every_length_and_with_line_breaks() {
        for len in 0..300 {
            let bytes: Vec<u8> = b"%PDF-1.7\n".iter().copied().cycle().take(len).collect();
            let data = encoded(&bytes);
            let unpadded = data.trim_end_matches('=');
            let lines = data
                .as_bytes()
                .chunks(76)
                .collect::<Vec<_>>()
                .join(&b"\r\n"[..]);
            let lines = String::from_utf8(lines).unwrap();
            for sent in [data.as_str(), unpadded, &lines] {
                let seen = look(sent, Some("application/pdf")).unwrap();
                assert_eq!(seen.bytes, len);
                assert_eq!(seen.media == Media::Pdf, len >= 5);
                assert_eq!(decode(sent, len).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn a_wrong_content_type_is_told_and_a_missing_one_is_none() {
        let pdf = encoded(b"%PDF-1.4 ...");
        let differs = |declared| look(&pdf, declared).unwrap().declared_differs;
        assert!(!differs(None));
        assert!(!differs(Some("application/pdf")));
        assert!(!differs(Some("application/octet-stream")));
        assert!(differs(Some("image/jpeg")));
        assert!(differs(Some("text/html")));
    }

    #[test]
    fn what_is_no_base64_is_told_with_its_place() {
        for (data, at) in [
            ("JVBE*i0x", 4),
            ("JVBERi0x-_", 8),
            ("JVBE=Ri0", 5),
            ("JVBE===", 6),
            ("JVBEJ", 5),
            ("JVBEJV=", 7),
            ("=", 1),
            ("漢字", 0),
        ] {
            let error = Err(ReadError::NotBase64 { at });
            assert_eq!(look(data, None).map(|a| a.bytes), error, "{data}");
            assert_eq!(decode(data, 1_000).map(|b| b.len()), error, "{data}");
        }
        assert_eq!(look("", None).unwrap().media, Media::Unknown);
    }

    #[test]
    fn the_limit_is_kept_before_decoding_and_the_head_is_all_that_is_decoded() {
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(1_000_000, b'x');
        let data = encoded(&large);
        let seen = look(&data, None).unwrap();
        assert_eq!((seen.media, seen.bytes), (Media::Pdf, 1_000_000));
        let limit = 999_999;
        assert_eq!(decode(&data, limit), Err(ReadError::TooLarge { limit }));
        assert_eq!(decode(&data, 1_000_000).map(|b| b.len()), Ok(1_000_000));
    }
}
