use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Text of an answer: a part of its bytes, or a copy where something had to be spelled out. Two words,
/// where a `Cow` takes three: a tree holds more texts than anything else.
#[derive(Clone)]
pub(crate) enum Text<'a> {
    /// As it stands in the answer.
    Sent(&'a str),
    /// With escapes resolved, or hiding characters written out. Boxed twice, for it is rare.
    #[allow(clippy::box_collection, reason = "keeps the size at two words")]
    Made(Box<String>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Sent(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::Sent(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Made(Box::new(text))
    }
}

impl<'a> From<Cow<'a, str>> for Text<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl<'a> From<&Text<'a>> for Cow<'a, str> {
    fn from(text: &Text<'a>) -> Self {
        match text {
            Text::Sent(text) => Self::Borrowed(text),
            Text::Made(text) => Self::Owned(String::clone(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_takes_two_words_and_compares_by_what_it_says() {
        assert_eq!(size_of::<Text<'_>>(), 2 * size_of::<usize>());
        let made = Text::from("a".to_owned());
        assert_eq!(made, Text::from("a"));
        assert!(matches!(Cow::from(&made), Cow::Owned(text) if text == "a"));
        assert!(matches!(Cow::from(&Text::from("a")), Cow::Borrowed("a")));
    }
}
