use std::io::Read;

/// How a stream of zstd begins.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Longest stream that is unpacked whole, in bytes; of a longer one the beginning.
const MOST: u64 = 64 << 20;

/// What zstd packed into these bytes, stream by stream, as far as each can be unpacked.
pub(crate) fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let starts = bytes.windows(MAGIC.len()).enumerate();
    let starts = starts.filter(|(_, window)| *window == MAGIC);
    let streams = starts.map(|(at, _)| stream(bytes.get(at..).unwrap_or_default()));
    streams.filter(|stream| !stream.is_empty()).collect()
}

fn stream(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    if let Ok(decoder) = zstd::stream::read::Decoder::with_buffer(packed) {
        // What was unpacked before something broke is looked at as well.
        let _ = decoder.single_frame().take(MOST).read_to_end(&mut plain);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_unpacked_wherever_they_stand_and_as_far_as_they_go() {
        let text = "縞馬".repeat(1000);
        let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
        let file = [b"before", packed.as_slice(), b"between", &packed].concat();
        assert_eq!(unpacked(&file), [text.as_bytes(), text.as_bytes()]);
        assert!(unpacked(b"nothing (\xb5/\xfd packed").is_empty());
    }
}
