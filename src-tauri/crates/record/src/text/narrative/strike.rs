use super::allow::signs;
use super::markup::attributes;

/// Elements without an end, in which no text can stand.
const VOID: [&str; 9] = [
    "br", "hr", "img", "col", "input", "wbr", "embed", "source", "area",
];

/// Whether the style of an element strikes its text out: without it the text reads as valid.
pub(super) fn strikes_out(name: &str, written: &str) -> bool {
    // Most elements have no style at all.
    written.contains('-')
        && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
        && attributes(written).into_iter().any(|(name, value)| {
            let style = name.eq_ignore_ascii_case("style");
            let value = if style { value } else { "" }.to_ascii_lowercase();
            value.contains("text-decoration") && value.contains("line-through")
        })
}

/// Elements that strike out and are left out themselves: signs stand where they begin and end.
pub(super) struct Unmarked {
    /// Their names, and how many open elements of the same name stand in each.
    open: Vec<(String, usize)>,
}

impl Unmarked {
    pub(super) const fn new() -> Self {
        Self { open: Vec::new() }
    }

    /// An element that is left out begins.
    pub(super) fn open(&mut self, name: &str, struck: bool, out: &mut String) {
        if struck {
            self.open.push((name.to_ascii_lowercase(), 0));
            out.push_str(signs("s").0);
        } else if let Some((open, inside)) = self.open.last_mut() {
            *inside += usize::from(name.eq_ignore_ascii_case(open));
        }
    }

    /// An element that is left out ends.
    pub(super) fn close(&mut self, name: &str, out: &mut String) {
        let ended = match self.open.last_mut() {
            Some((open, inside)) if name.eq_ignore_ascii_case(open) => {
                let ended = *inside == 0;
                *inside = inside.saturating_sub(1);
                ended
            }
            _ => false,
        };
        if ended {
            self.open.pop();
            out.push_str(signs("s").1);
        }
    }

    /// The text ends.
    pub(super) fn close_all(&mut self, out: &mut String) {
        out.extend(self.open.drain(..).map(|_| signs("s").1));
    }
}
