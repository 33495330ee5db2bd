use std::fmt::Write as _;

/// A JSON pointer (RFC 6901) as text.
pub type Pointer = Box<str>;

/// Where the reading stands: a chain on the stack, spelled out only when it is needed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'p> {
    /// A place known as text: the root (empty) or an entry.
    At(&'p str),
    /// A member of an object.
    Key(&'p Path<'p>, &'p str),
    /// An element of a list.
    Index(&'p Path<'p>, usize),
}

/// A longer name of a member is written with its beginning and its end: every value below it would
/// carry a copy of it.
const LONGEST_KEY: usize = 64;
const KEY_BEGIN: usize = 40;
const KEY_END: usize = 16;

/// What is written of a longer pointer at each end, in bytes.
const POINTER_BEGIN: usize = 240;
const POINTER_END: usize = 240;

impl Path<'_> {
    /// The pointer, with `…` for what is too long to be written again and again.
    pub(crate) fn pointer(&self) -> Pointer {
        let whole = self.room();
        let mut pointer = String::with_capacity(whole.min(POINTER_BEGIN + POINTER_END + 8));
        self.spell(whole, &mut pointer);
        pointer.into_boxed_str()
    }

    /// What it takes when nothing is left out.
    fn room(&self) -> usize {
        match self {
            Self::At(pointer) => pointer.len(),
            Self::Key(parent, key) => parent.room() + 1 + key_room(key),
            Self::Index(parent, index) => parent.room() + index_room(*index),
        }
    }

    /// Writes what stands near the ends of a pointer of `whole` bytes; answers where it has come to.
    fn spell(&self, whole: usize, pointer: &mut String) -> usize {
        let (start, room) = match self {
            Self::At(start) => {
                pointer.push_str(start);
                return start.len();
            }
            Self::Key(parent, key) => (parent.spell(whole, pointer), 1 + key_room(key)),
            Self::Index(parent, index) => (parent.spell(whole, pointer), index_room(*index)),
        };
        let end = start + room;
        let short = whole <= POINTER_BEGIN + POINTER_END;
        if short || end <= POINTER_BEGIN || whole - start <= POINTER_END {
            self.spell_last(pointer);
        } else if !pointer.ends_with("/…") {
            pointer.push_str("/…");
        }
        end
    }

    fn spell_last(&self, pointer: &mut String) {
        match self {
            Self::At(_) => {}
            Self::Key(_, key) => {
                pointer.push('/');
                let [begin, between, end] = shortened(key);
                escape(begin, pointer);
                pointer.push_str(between);
                escape(end, pointer);
            }
            Self::Index(_, index) => {
                // Writing to a String cannot fail.
                let _ = write!(pointer, "/{index}");
            }
        }
    }
}

fn shortened(key: &str) -> [&str; 3] {
    if key.len() <= LONGEST_KEY {
        return [key, "", ""];
    }
    let (begin, rest) = key.split_at(key.floor_char_boundary(KEY_BEGIN));
    let (_, end) = rest.split_at(rest.ceil_char_boundary(rest.len() - KEY_END));
    [begin, "…", end]
}

/// Each `~` and `/` takes two signs.
fn key_room(key: &str) -> usize {
    let escaped = |part: &str| part.bytes().filter(|b| matches!(b, b'~' | b'/')).count();
    let parts = shortened(key);
    parts.iter().map(|part| part.len() + escaped(part)).sum()
}

fn index_room(index: usize) -> usize {
    let digits = index.checked_ilog10().unwrap_or_default() + 1;
    1 + digits as usize
}

fn escape(key: &str, pointer: &mut String) {
    if key.contains(['~', '/']) {
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_spelled_as_the_standard_says() {
        let root = Path::At("/entry/0");
        let key = Path::Key(&root, "a/b~c");
        assert_eq!(&*Path::Index(&key, 3).pointer(), "/entry/0/a~1b~0c/3");
    }

    #[test]
    fn long_names_and_long_pointers_are_written_with_their_ends() {
        let (root, long) = (Path::At(""), "長".repeat(10_000) + "~end");
        let expected = format!("/{}…{}~0end", "長".repeat(13), "長".repeat(4));
        assert_eq!(&*Path::Key(&root, &long).pointer(), expected);

        let whole = "k".repeat(64);
        assert_eq!(Path::Key(&root, &whole).pointer().len(), 65);
        fn below(path: &Path<'_>, levels: usize) -> Pointer {
            match levels {
                0 => Path::Index(path, 7).pointer(),
                _ => below(&Path::Key(path, "a/member~of/some~length"), levels - 1),
            }
        }
        let pointer = below(&Path::At("/entry/0"), 60);
        assert!(pointer.len() <= 512, "{}", pointer.len());
        assert!(pointer.starts_with("/entry/0/a~1member~0of~1some~0length/"));
        assert!(pointer.ends_with("/a~1member~0of~1some~0length/7"));
        assert_eq!(pointer.matches('…').count(), 1);
    }
}
