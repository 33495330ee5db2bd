use zeroize::Zeroizing;

use super::birth_date;
use super::fold::fold;

/// What was typed, ready for comparing.
pub(super) struct Query {
    /// All of it as one: 斎藤 花子 finds the name whatever spaces it is kept with.
    pub(super) whole: Term,
    /// Its parts between spaces, when there are several: each must fit somewhere.
    pub(super) parts: Vec<Term>,
}

/// One thing to look for. Any of its writings will do.
pub(super) struct Term {
    /// As typed, folded.
    pub(super) text: Zeroizing<String>,
    /// A number without the zeros before it.
    pub(super) bare: Option<Zeroizing<String>>,
    /// When it can be a birth date: the key it begins with.
    pub(super) born: Option<Zeroizing<String>>,
}

impl Query {
    pub(super) fn read(query: &str) -> Self {
        let parts: Vec<Term> = query
            .split_whitespace()
            .map(Term::read)
            .filter(|term| !term.text.is_empty())
            .collect();
        Self {
            whole: Term::read(query),
            parts: if parts.len() > 1 { parts } else { Vec::new() },
        }
    }
}

impl Term {
    fn read(text: &str) -> Self {
        let folded = fold(text);
        let bare = folded.trim_start_matches('0');
        let bare = (bare.len() < folded.len() && !bare.is_empty() && is_number(&folded))
            .then(|| Zeroizing::new(bare.to_owned()));
        Self {
            bare,
            born: birth_date::typed(text).map(Zeroizing::new),
            text: folded,
        }
    }
}

/// Numbers are looked for among numbers, everything else among words.
pub(super) fn is_number(folded: &str) -> bool {
    folded
        .chars()
        .all(|c| c.is_ascii_digit() || c == birth_date::MARK)
}
