use record::Narrative;

use crate::escape::escape;

/// HTML being written. Elements and classes are ours; everything else is escaped.
#[derive(Default)]
pub(crate) struct Html(String);

impl Html {
    /// Markup of our own, as it is.
    pub(crate) fn ours(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    /// An element with what `inside` writes; an empty class is left out.
    pub(crate) fn element(
        &mut self,
        tag: &'static str,
        class: &'static str,
        inside: impl FnOnce(&mut Self),
    ) {
        self.ours("<");
        self.ours(tag);
        if !class.is_empty() {
            self.ours(" class=\"");
            self.ours(class);
            self.ours("\"");
        }
        self.ours(">");
        inside(self);
        self.ours("</");
        self.ours(tag);
        self.ours(">");
    }

    /// An element that holds one text.
    pub(crate) fn told(&mut self, tag: &'static str, class: &'static str, text: &str) {
        self.element(tag, class, |html| html.text(text));
    }

    /// A label and its text as a row of a definition list.
    pub(crate) fn row(&mut self, label: &str, text: &str) {
        self.element("div", "row", |html| {
            html.told("dt", "", label);
            html.told("dd", "", text);
        });
    }

    /// The HTML of a narrative: the one thing that is not escaped. `record` wrote it anew from its
    /// own list of elements; the type says that it went through there.
    pub(crate) fn narrative(&mut self, narrative: &Narrative<'_>) {
        self.0.push_str(narrative.html());
    }

    /// The HTML so far.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}
