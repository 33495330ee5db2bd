use std::fmt;

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
        self.to_string().into_boxed_str()
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(pointer) => f.write_str(pointer),
            Self::Key(parent, key) if key.contains(['~', '/']) => {
                write!(f, "{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
            }
            Self::Key(parent, key) => write!(f, "{parent}/{key}"),
            Self::Index(parent, index) => write!(f, "{parent}/{index}"),
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
