//! Narratives (叙述): XHTML written by another institution, made harmless before any screen sees
//! it.
//!
//! Two walls, each enough by itself. `balance` reads the markup leniently and writes it anew from
//! the table of `allow`, so that nothing but known elements reaches the HTML parser, with its depth
//! and number bounded; `ammonia` parses the result as a browser does and sanitises the tree.
//! `rewrite` then makes hidden characters visible, references such as `&#x202e;` included, and
//! takes down the plain text. What is dropped is markup, scripts and style; never text.

mod allow;
mod balance;
mod markup;
mod plain;
mod rewrite;
mod strike;
#[cfg(test)]
mod vectors;

use std::sync::LazyLock;

use ammonia::Builder;

/// A narrative that can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Narrative {
    /// Sanitised HTML. Sanitising it again changes nothing.
    pub(crate) html: String,
    /// The plain text: a line for each block, tabs between cells.
    pub(crate) text: String,
}

/// Longer markup is shown as plain text: parsing it into a tree would take too long.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Parsing and writing may have to be repeated until the markup is what a browser makes of it.
const MAX_ROUNDS: usize = 5;

/// Makes `xhtml` harmless. `None` when it has no visible text.
pub(crate) fn narrative(xhtml: &str) -> Option<Narrative> {
    let source = xhtml.trim_start_matches('\u{FEFF}');
    let marked = if source.len() <= MAX_BYTES {
        settled(balance::balanced(source))
    } else {
        None
    };
    let narrative = marked.unwrap_or_else(|| sanitised(&balance::flat(source)));
    (!narrative.text.is_empty()).then_some(narrative)
}

/// Repeats until a browser would leave the markup as it is; `None` when that does not come.
fn settled(mut source: String) -> Option<Narrative> {
    for _ in 0..MAX_ROUNDS {
        let next = sanitised(&source);
        if next.html == source {
            return Some(next);
        }
        source = balance::balanced(&next.html);
    }
    None
}

fn sanitised(markup: &str) -> Narrative {
    static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::empty();
        builder
            .tags(allow::names().collect())
            .generic_attributes(["lang", "rowspan", "colspan", "start"].into())
            .tag_attributes([].into())
            .url_schemes([].into())
            .link_rel(None)
            .attribute_filter(|element, attribute, value| {
                allow::attribute(element, attribute, value).then_some(value.into())
            });
        builder
    });
    rewrite::rewritten(&SANITISER.clean(markup).to_string())
}
