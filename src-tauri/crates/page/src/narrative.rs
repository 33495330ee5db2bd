use record::Narrative;

use crate::html::Html;

/// The sender's own marked-up text, in a box of its own: its headings and tables must not be taken
/// for ours, nor flow over them. One in which nothing is to be seen has no box.
pub(crate) fn narrative(html: &mut Html, narrative: &Narrative<'_>) {
    if narrative.html().is_empty() {
        return;
    }
    html.told("p", "narrative-label", "叙述（送信元の文章と表）");
    html.element("div", "narrative", |html| html.narrative(narrative));
}
