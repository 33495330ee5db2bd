use std::fmt::Write as _;

/// A JSON pointer (RFC 6901) as text.
pub type Pointer = Box<str>;

/// Where the reading stands: a chain on the stack, spelled out only when it is needed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'p> {
    /// A place known as text: the root (empty) or an entry.
    At(&'p str),
    /// A member of an object.
    Key(&'p Path<'p>, &'p str),
    /// An element of a list.
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    pub(super) fn pointer(&self) -> Pointer {
        let mut pointer = String::with_capacity(self.room());
        self.spell(&mut pointer);
        pointer.into_boxed_str()
    }

    /// What it takes when no key has to be escaped.
    fn room(&self) -> usize {
        match self {
            Self::At(pointer) => pointer.len(),
            Self::Key(parent, key) => parent.room() + 1 + key.len(),
            Self::Index(parent, index) => {
                let digits = index.checked_ilog10().unwrap_or_default() + 1;
                parent.room() + 1 + digits as usize
            }
        }
    }

    fn spell(&self, pointer: &mut String) {
        match self {
            Self::At(start) => pointer.push_str(start),
            Self::Key(parent, key) => {
                parent.spell(pointer);
                pointer.push('/');
                if key.contains(['~', '/']) {
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                } else {
                    pointer.push_str(key);
                }
            }
            Self::Index(parent, index) => {
                parent.spell(pointer);
                // Writing to a String cannot fail.
                let _ = write!(pointer, "/{index}");
            }
        }
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
}
