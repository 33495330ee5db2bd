use super::Case;
use super::source::is_json;
use crate::samples::Sample;

/// The sample without everything from byte `at` on.
#[must_use]
pub fn cut_at(sample: &Sample, at: usize) -> Case {
    Case {
        name: format!("{} cut at {at}", sample.name),
        bytes: sample.bytes.get(..at).unwrap_or_default().to_vec(),
    }
}

/// The same, with every list and object closed again: what is left is JSON more often than not.
#[must_use]
pub fn closed(sample: &Sample, at: usize) -> Case {
    let Case { name, mut bytes } = cut_at(sample, at);
    let (mut open, mut in_text, mut escaped) = (Vec::new(), false, false);
    for byte in &bytes {
        match (byte, in_text) {
            _ if escaped => escaped = false,
            (b'\\', true) => escaped = true,
            (b'"', _) => in_text = !in_text,
            (b'{', false) => open.push(b'}'),
            (b'[', false) => open.push(b']'),
            (b'}' | b']', false) => drop(open.pop()),
            _ => {}
        }
    }
    if in_text {
        bytes.push(b'"');
    }
    match bytes.trim_ascii_end().last() {
        Some(b',') => bytes = bytes.trim_ascii_end().to_vec(),
        Some(b':') => bytes.extend(b"null"),
        _ => {}
    }
    if bytes.last() == Some(&b',') {
        bytes.pop();
    }
    bytes.extend(open.iter().rev());
    Case {
        name: format!("{name} and closed"),
        bytes,
    }
}

/// A cut at every byte.
pub fn every_byte(sample: &Sample) -> impl Iterator<Item = Case> {
    (0..sample.bytes.len()).map(|at| cut_at(sample, at))
}

/// A cut before and behind every sign of structure, as it is and closed again.
pub fn structural(sample: &Sample) -> impl Iterator<Item = Case> {
    let signs = if is_json(&sample.bytes) {
        "{}[],:"
    } else {
        "<>&;\""
    };
    sample
        .bytes
        .iter()
        .enumerate()
        .filter(move |(_, byte)| signs.as_bytes().contains(byte))
        .flat_map(|(at, _)| [cut_at(sample, at), closed(sample, at + 1)])
}

/// Cuts at so many places, scattered but always the same.
pub fn seeded(sample: &Sample, places: u64) -> impl Iterator<Item = Case> {
    let length = sample.bytes.len().max(1) as u64;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..places).map(move |_| {
        // xorshift64: enough to scatter.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        cut_at(sample, usize::try_from(state % length).unwrap_or_default())
    })
}
