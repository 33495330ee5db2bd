/// What a note says, ready to be kept: exactly what a screen shows of it.
///
/// Hidden characters are written out already (`[U+202E]`), so that what is confirmed, shown and copied
/// is one text. Lines end with a line feed; no spaces stand around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText(String);

/// Why a text cannot be a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextProblem {
    /// It says nothing.
    Empty,
    /// It has so many characters, more than [`NoteText::LIMIT`].
    TooLong(usize),
}

impl NoteText {
    /// The most characters a note has.
    pub const LIMIT: usize = 2_000;

    /// A text as somebody typed it.
    ///
    /// # Errors
    /// When it is empty or too long, written out.
    pub fn typed(typed: &str) -> Result<Self, TextProblem> {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let text = record::written_out(lines.trim());
        let length = text.chars().count();
        if length == 0 {
            return Err(TextProblem::Empty);
        }
        if length > Self::LIMIT {
            return Err(TextProblem::TooLong(length));
        }
        Ok(Self(text.into_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_seen() -> Result<(), TextProblem> {
        let kept = |typed: &str| NoteText::typed(typed).map(|text| text.0);
        assert_eq!(
            kept(" 一行目\r\n二行目\r三行目 \n")?,
            "一行目\n二行目\n三行目"
        );
        assert_eq!(kept("eGFR \u{202E}12\u{200B}")?, "eGFR [U+202E]12[U+200B]");
        let code = "'); DROP TABLE note; -- <script>alert(1)</script>";
        assert_eq!(kept(code)?, code);
        Ok(())
    }

    #[test]
    fn too_long_is_counted_in_characters_as_they_are_shown() {
        let length = |text: String| NoteText::typed(&text).map(|text| text.0.chars().count());
        assert_eq!(length("記".repeat(2_000)), Ok(2_000));
        assert_eq!(length("記".repeat(2_001)), Err(TextProblem::TooLong(2_001)));
        let hidden = format!("{}\u{202E}", "記".repeat(1_999));
        assert_eq!(length(hidden), Err(TextProblem::TooLong(2_007)));
        assert_eq!(length(" \r\n\u{3000}".to_owned()), Err(TextProblem::Empty));
    }
}
