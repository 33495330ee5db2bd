use std::fmt::Write as _;

/// Code points that take no room or turn the direction of reading.
const HIDDEN: &[(u32, u32)] = &[
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180E),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
];
/// 外字.
const PRIVATE: &[(u32, u32)] = &[(0xE000, 0xF8FF), (0xF0000, 0x10_FFFF)];

/// `text` with each hidden character replaced by its number in brackets (`[U+202E]`), and each 外字
/// followed by it.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        let number = u32::from(character);
        let within =
            |ranges: &[(u32, u32)]| ranges.iter().any(|(a, b)| (*a..=*b).contains(&number));
        let mark = format!("[U+{number:04X}]");
        if within(HIDDEN) {
            shown.push_str(&mark);
        } else if within(PRIVATE) && !rest.starts_with(&mark) {
            let _ = write!(shown, "{character}{mark}");
        } else {
            shown.push(character);
        }
    }
    shown
}
