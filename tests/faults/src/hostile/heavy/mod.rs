//! Answers of a given size, each the worst of its kind: for the bounds of time and memory.

mod crowds;
mod entries;
mod shapes;
mod texts;

/// One answer that is made when it is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Heavy {
    /// What it is.
    pub name: &'static str,
    make: fn(usize) -> Vec<u8>,
    /// Read in the short form too.
    pub short: bool,
}

impl Heavy {
    /// The answer, of about so many bytes.
    #[must_use]
    pub fn bytes(&self, size: usize) -> Vec<u8> {
        (self.make)(size)
    }
}

/// All of them.
pub fn heavy() -> impl Iterator<Item = Heavy> {
    let groups = [texts::ALL, shapes::ALL, entries::ALL, crowds::ALL];
    groups.into_iter().flatten().copied()
}

const fn heavy_of(name: &'static str, make: fn(usize) -> Vec<u8>) -> Heavy {
    Heavy {
        name,
        make,
        short: false,
    }
}

impl Heavy {
    const fn short(self) -> Self {
        Self {
            short: true,
            ..self
        }
    }
}

/// As many items as fit into `size` bytes between two ends.
fn filled(head: &str, tail: &str, size: usize, item: impl Fn(usize) -> String) -> Vec<u8> {
    let mut made = head.to_owned();
    for at in 0.. {
        let next = item(at);
        if at > 0 && made.len() + next.len() + tail.len() >= size {
            break;
        }
        if at > 0 {
            made.push(',');
        }
        made.push_str(&next);
    }
    made.push_str(tail);
    made.into_bytes()
}

/// A Bundle of as many resources as fit into `size` bytes.
fn bundle(size: usize, resource: impl Fn(usize) -> String) -> Vec<u8> {
    let head = r#"{"resourceType":"Bundle","type":"collection","entry":["#;
    filled(head, "]}", size, |at| {
        format!(r#"{{"resource":{}}}"#, resource(at))
    })
}
