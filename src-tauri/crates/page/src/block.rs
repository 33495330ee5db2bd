use record::Block;

use crate::card::card;
use crate::field::fields;
use crate::html::Html;
use crate::narrative::narrative;
use crate::piece::pieces;

/// HTML has six headings; deeper parts keep the last.
const HEADINGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

/// A part of the answer under its heading; `depth` counts the parts around it.
pub(crate) fn block(html: &mut Html, block: &Block<'_>, depth: usize) {
    let heading = HEADINGS.get(depth).copied().unwrap_or("h6");
    html.element("section", "", |html| {
        html.element(heading, "", |html| {
            if block.title.is_empty() {
                html.text("（見出しなし）");
            }
            pieces(html, &block.title);
        });
        fields(html, &block.fields);
        if let Some(told) = &block.narrative {
            narrative(html, told);
        }
        for inner in &block.cards {
            card(html, inner);
        }
        for inner in &block.blocks {
            self::block(html, inner, depth + 1);
        }
    });
}
