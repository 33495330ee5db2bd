use std::borrow::Cow;

/// Characters of a name that many rows repeat: a longer one would fill the memory. The whole of it stands
/// where it was sent, in 全記載.
const LONGEST: usize = 200;

/// What a row tells of another resource, or of one it shares with other rows.
pub(crate) fn brief(text: &str) -> Cow<'_, str> {
    let cut = text.char_indices().nth(LONGEST);
    match cut.and_then(|(end, _)| text.get(..end)) {
        Some(begin) => format!("{begin}…").into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_name_is_long_as_is_cut() {
        let name = "長".repeat(LONGEST);
        assert_eq!(brief(&name), name);
        assert_eq!(brief(&format!("{name}長")), format!("{name}…"));
    }
}
