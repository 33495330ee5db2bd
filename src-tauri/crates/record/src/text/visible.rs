use std::borrow::Cow;
use std::fmt::Write as _;

/// How a character behaves on a screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// Takes no room, or turns the reading direction: two different texts could look the same.
    Hidden,
    /// 外字: looks different, or like nothing, from one computer to the next.
    Private,
}

const fn class(character: char) -> Class {
    match character {
        '\t' | '\n' | '\r' => Class::Plain,
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => Class::Hidden,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => Class::Private,
        _ => Class::Plain,
    }
}

/// The same text with every hidden character written out as `[U+202E]`, and every private use
/// character (外字) followed by its number. Variation selectors and the ideographic space stay.
/// Doing it twice changes nothing more.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !found::<false>(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let class = class(character);
        if class != Class::Hidden {
            shown.push(character);
        }
        if class != Class::Plain {
            let end = shown.len();
            // Writing to a String cannot fail.
            let _ = write!(shown, "[U+{:04X}]", u32::from(character));
            let said = shown.get(end..).is_some_and(|mark| {
                class == Class::Private && characters.as_str().starts_with(mark)
            });
            if said {
                shown.truncate(end);
            }
        }
    }
    Cow::Owned(shown)
}

/// Whether a text holds a character that takes no room or turns the reading direction, so that it could
/// look the same as another one.
#[must_use]
pub fn has_hidden(text: &str) -> bool {
    text.chars()
        .any(|character| class(character) == Class::Hidden)
}

/// Whether `document`, UTF-8 text or JSON source (escapes are looked into), may hold a character
/// that [`visible`] would touch. `false` is certain, so that a parser may skip the work per string.
pub(crate) fn suspicious(document: &[u8]) -> bool {
    found::<true>(document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document))
}

/// Bytes looked at together, in a loop without branches.
const STRIDE: usize = 64;

fn found<const JSON: bool>(bytes: &[u8]) -> bool {
    let chunk_has = |(chunk, part): (usize, &[u8])| {
        part.iter().fold(false, |any, byte| any | begins(*byte))
            && (chunk * STRIDE..chunk * STRIDE + part.len())
                .filter_map(|at| bytes.get(at..))
                .any(touched::<JSON>)
    };
    // Kana begin with E3 too: the one hidden character there is looked for by itself.
    bytes.chunks(STRIDE).enumerate().any(chunk_has)
        || memchr::memmem::find(bytes, "\u{3164}".as_bytes()).is_some()
}

/// For every byte, whether a character that matters can begin with it. A table, for it is quick at
/// every level of optimisation.
static BEGINNINGS: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &mut [bool] = &mut table;
    let mut byte = 0_u8;
    while let Some((begins, after)) = rest.split_first_mut() {
        *begins = match byte {
            b'\t' | b'\n' | b'\r' => false,
            0..=0x1F | 0x7F | b'\\' | 0xC2 | 0xCD | 0xD8 | 0xE1 | 0xE2 | 0xEE..=0xFF => true,
            _ => false,
        };
        byte = byte.wrapping_add(1);
        rest = after;
    }
    table
};

fn begins(byte: u8) -> bool {
    BEGINNINGS.get(usize::from(byte)) == Some(&true)
}

/// Whether the text beginning here begins with a character that matters.
fn touched<const JSON: bool>(rest: &[u8]) -> bool {
    match rest {
        [b'\t' | b'\n' | b'\r', ..] => false,
        [0..=0x1F | 0x7F, ..]
        | [0xC2, 0x80..=0x9F | 0xAD, ..]
        | [0xCD, 0x8F, ..]
        | [0xD8, 0x9C, ..]
        | [0xE1, 0x85, 0x9F | 0xA0, ..]
        | [0xE1, 0x9E, 0xB4 | 0xB5, ..]
        | [0xE1, 0xA0, 0x8B..=0x8E, ..]
        | [0xE2, 0x80, 0x8B..=0x8F | 0xA8..=0xAE, ..]
        | [0xE2, 0x81, 0xA0..=0xAF, ..]
        | [0xEE, ..]
        | [0xEF, 0x80..=0xA3, ..]
        | [0xEF, 0xBB, 0xBF, ..]
        | [0xEF, 0xBE, 0xA0, ..]
        | [0xEF, 0xBF, 0xB9..=0xBB, ..]
        | [0xF3, 0xA0, 0x80 | 0x81, ..]
        | [0xF3, 0xB0..=0xBF, ..]
        | [0xF4..=0xFF, ..] => true,
        [b'\\', escape @ ..] if JSON => escaped(escape),
        _ => false,
    }
}

/// Whether what follows a backslash of JSON stands for a character that matters.
fn escaped(escape: &[u8]) -> bool {
    match escape {
        [b'b' | b'f', ..] => true,
        [b'u', rest @ ..] => {
            let digits = rest.get(..4).and_then(|hex| std::str::from_utf8(hex).ok());
            match digits.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
                // The leading halves of the tags and of the private planes.
                Some(0xDB40 | 0xDB80..=0xDBFF) | None => true,
                Some(code) => char::from_u32(code).is_some_and(|c| class(c) != Class::Plain),
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hidden_character_is_written_out() {
        for (text, shown) in [
            ("a\u{0}b", "a[U+0000]b"),
            ("\u{1B}", "[U+001B]"),
            ("\u{7F}\u{85}", "[U+007F][U+0085]"),
            ("ソフト\u{AD}ハイフン", "ソフト[U+00AD]ハイフン"),
            ("\u{34F}\u{61C}", "[U+034F][U+061C]"),
            ("\u{115F}\u{1160}", "[U+115F][U+1160]"),
            ("\u{17B4}\u{17B5}", "[U+17B4][U+17B5]"),
            ("\u{180B}\u{180E}", "[U+180B][U+180E]"),
            ("5\u{200B}0 mg", "5[U+200B]0 mg"),
            ("\u{200C}\u{200D}\u{200F}", "[U+200C][U+200D][U+200F]"),
            ("一\u{2028}二\u{2029}", "一[U+2028]二[U+2029]"),
            ("佐藤\u{202E}子花\u{202C}", "佐藤[U+202E]子花[U+202C]"),
            ("\u{2060}\u{2066}\u{206F}", "[U+2060][U+2066][U+206F]"),
            ("\u{3164}\u{FFA0}", "[U+3164][U+FFA0]"),
            ("A\u{FEFF}B", "A[U+FEFF]B"),
            ("\u{FFF9}\u{FFFB}", "[U+FFF9][U+FFFB]"),
            ("\u{E0041}\u{E007F}", "[U+E0041][U+E007F]"),
            ("髙\u{E000}橋", "髙\u{E000}[U+E000]橋"),
            ("\u{F8FF}", "\u{F8FF}[U+F8FF]"),
            (
                "\u{F0000}\u{10FFFD}",
                "\u{F0000}[U+F0000]\u{10FFFD}[U+10FFFD]",
            ),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible(shown), shown, "shown twice");
            assert!(suspicious(text.as_bytes()));
        }
    }

    #[test]
    fn ordinary_text_is_not_touched_and_not_copied() {
        for text in [
            "",
            "plain\tASCII\r\n",
            "葛\u{E0100}飾区　辻\u{FE00}",
            "ｱｲｳ ＡＢＣ ①②℃ 10×10³/µL −5～",
            "𠮷野家 😀 ﾊﾟ",
            "あいうえおかきくけこ、アレルギー・なし。㈱",
        ] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
            assert!(!suspicious(text.as_bytes()), "{text}");
        }
        assert!(!suspicious("\u{FEFF}{\"a\":\"あ\"}".as_bytes()));
    }

    #[test]
    fn the_scan_of_bytes_agrees_with_the_table_of_characters() {
        let mut buffer = [0; 4];
        for character in '\0'..=char::MAX {
            let bytes = character.encode_utf8(&mut buffer).as_bytes();
            assert_eq!(
                suspicious(bytes) && character != '\u{FEFF}',
                class(character) != Class::Plain && character != '\u{FEFF}',
                "{:X}",
                u32::from(character)
            );
        }
    }

    #[test]
    fn escapes_of_json_are_looked_into() {
        for hidden in [
            r#""\u202e""#,
            r#""\u200B""#,
            r#""\u0000""#,
            r#""\b""#,
            r#""\f""#,
            r#""\uE000""#,
            r#""\udb40\udc41""#,
            r#""\udb80\udc00""#,
            r#""\u20"#,
        ] {
            assert!(suspicious(hidden.as_bytes()), "{hidden}");
        }
        for plain in [r#""\u3042\n\t\"\\""#, r#""\ud842\udfb7""#, r"\u0041"] {
            assert!(!suspicious(plain.as_bytes()), "{plain}");
        }
        assert_eq!(visible(r"C:\users\u202e"), r"C:\users\u202e");
    }

    #[test]
    fn a_character_across_two_strides_is_seen() {
        for before in 0..STRIDE + 4 {
            for hidden in ["\u{202E}", "\u{3164}", "\u{E0041}", r"\u202e"] {
                let text = format!("{}{hidden}末", "a".repeat(before));
                assert!(suspicious(text.as_bytes()), "{before}");
            }
        }
    }
}
