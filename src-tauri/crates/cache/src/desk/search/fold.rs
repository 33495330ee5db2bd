//! What counts as the same writing.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::variants::standard;

/// The text as it is compared: full width where it stands for half width and the other way round,
/// katakana for hiragana, large kana for small, one form for variant characters, 佐佐木 for 佐々木;
/// small letters; no spaces and no punctuation.
pub(super) fn fold(text: &str) -> Zeroizing<String> {
    // Room at once: growing would leave copies behind.
    let mut folded = Zeroizing::new(String::with_capacity(text.len().saturating_mul(3)));
    let mut last = None;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let c = match c {
            '々' => last,
            _ if is_dash(c) => last.filter(|c| is_kana(*c)).map(|_| 'ー'),
            _ if c.is_alphanumeric() || STAND_INS.contains(&c) => Some(standard(kana(c))),
            _ => None,
        };
        folded.extend(c);
        last = c.or(last);
    }
    folded
}

/// Signs that stand where a character could not be written.
const STAND_INS: [char; 3] = ['●', '〓', '■'];

/// Typed for ー in kana; between digits they only divide.
const fn is_dash(c: char) -> bool {
    matches!(
        c,
        'ー' | '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '─' | '~' | '〜'
    )
}

const fn is_kana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

fn kana(c: char) -> char {
    let c = match c {
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    };
    match c {
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        // Sound alike and are written for each other in names.
        'ヂ' => 'ジ',
        'ヅ' => 'ズ',
        'ヰ' => 'イ',
        'ヱ' => 'エ',
        'ヲ' => 'オ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_name_are_one() {
        let same = |texts: &[&str]| {
            for text in texts {
                assert_eq!(*fold(text), *fold(texts[0]), "{text}");
            }
        };
        same(&[
            "サイトウ ショウコ",
            "ｻｲﾄｳ ｼｮｳｺ",
            "さいとう　しょうこ",
            "サイトウシヨウコ",
        ]);
        same(&["斎藤", "斉藤", "齋藤", "齊藤"]);
        same(&["髙﨑", "高崎", "高嵜"]);
        same(&["佐々木", "佐佐木"]);
        same(&["ワタナベ", "わたなべ", "ﾜﾀﾅﾍﾞ"]);
        same(&["コーノ", "コ－ノ", "こーの", "ｺｰﾉ"]);
        same(&["Smith John", "ＳＭＩＴＨ　ＪＯＨＮ"]);
        same(&["000-123", "０００１２３", "000ー123"]);
        // A character with a selector of its form, and a compatibility character.
        same(&["辻", "辻\u{E0100}"]);
        same(&["神", "\u{FA19}"]);
    }

    #[test]
    fn other_names_stay_other_names() {
        assert_ne!(*fold("ハナコ"), *fold("バナコ"));
        assert_ne!(*fold("オオタ"), *fold("オータ"));
        assert_eq!(*fold("々　・"), "");
    }
}
