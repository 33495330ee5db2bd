//! What the words of an answer say of each other: positive or not, and to which degree.

use unicode_normalization::UnicodeNormalization;

use super::concept::same_words;

/// Whether an answer affirms or denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    Positive,
    Negative,
    Neither,
}

impl Polarity {
    pub(crate) fn of(answer: &str) -> Self {
        match (says_positive(answer), says_negative(answer)) {
            (true, _) => Self::Positive,
            (_, true) => Self::Negative,
            _ => Self::Neither,
        }
    }

    /// One affirms what the other denies.
    pub(crate) fn opposes(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Positive, Self::Negative) | (Self::Negative, Self::Positive)
        )
    }
}

/// 陽性, 所見あり and every degree of ＋, but not ± (that is 疑陽性 at most) and not 陰性.
pub(crate) fn says_positive(text: &str) -> bool {
    let plain = plain(text);
    const SAID: [&str; 4] = ["陽性", "所見あり", "要再撮影", "精密検査必要"];
    SAID.iter().any(|said| plain.starts_with(said))
        || plain.contains("(+")
        || plain.contains("+)")
        || (plain.contains('+') && plain.chars().all(|c| c == '+' || c.is_ascii_digit()))
}

/// 陰性, 所見なし and －.
fn says_negative(text: &str) -> bool {
    let plain = plain(text);
    let sign = plain.trim_matches(['(', ')']);
    plain.starts_with("陰性")
        || plain.starts_with("所見なし")
        || matches!(sign, "-" | "\u{2212}" | "\u{2010}")
}

/// 「＋＋」 and 「２＋」 are one degree in two spellings.
pub(crate) fn same_degree(one: &str, other: &str) -> bool {
    degree(one).is_some_and(|found| degree(other) == Some(found))
}

/// Two answers, each with its list, that cannot both be so. Words of two lists contradict each other
/// only where one affirms what the other denies, or in their degree.
pub(crate) fn contradict(one: (&str, &str), other: (&str, &str)) -> bool {
    let ((list, one), (other_list, other)) = (one, other);
    if same_words(one, other) || same_degree(one, other) {
        return false;
    }
    let degrees = degree(one).is_some() && degree(other).is_some();
    list == other_list || degrees || Polarity::of(one).opposes(Polarity::of(other))
}

fn degree(text: &str) -> Option<usize> {
    let plain = plain(text);
    match plain.strip_suffix('+')? {
        "" => Some(1),
        more if more.chars().all(|c| c == '+') => Some(more.len() + 1),
        count => count.parse().ok(),
    }
}

fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_both_be_so_contradicts() {
        for (one, other) in [("陽性", "陰性"), ("－", "＋"), ("＋＋", "３＋")] {
            assert!(contradict(("a", one), ("b", other)), "{one}");
            assert!(contradict(("b", other), ("a", one)), "{one}");
        }
        for (one, other) in [
            ("陽性", "陽性"),
            ("＋＋", "２＋"),
            ("陽性", "＋"),
            ("陰性", "（－）"),
            ("Ａ", "Ａ型"),
        ] {
            assert!(!contradict(("a", one), ("b", other)), "{one}");
        }
        assert!(contradict(("a", "はい"), ("a", "いいえ")));
        assert_eq!(Polarity::of("低力価"), Polarity::Neither);
    }
}
