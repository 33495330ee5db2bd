use super::day::day;
use super::names::{Names, items, text_of};
use crate::json::{Node, Path, Pointer};

/// What is found in a message by the names of its elements, wherever they stand.
#[derive(Default)]
pub(super) struct Facts<'t> {
    /// The element that says the request was refused.
    pub(super) refused: Option<Pointer>,
    /// The element that says the request is still being worked on: this is not its answer yet.
    pub(super) pending: Option<Pointer>,
    /// `EffectiveTime`: the newest day, or the first text that is none.
    pub(super) effective: Option<String>,
    /// 医療機関コード of the sources.
    sources: Vec<&'t str>,
    /// 医療機関コード of the header: of whoever asked.
    asked_by: Option<&'t str>,
    pub(super) items: usize,
    pub(super) drugs: usize,
}

/// The header is an echo of the request.
const HEADER: &str = "MessageHeader";

impl<'t> Facts<'t> {
    pub(super) fn read(message: &'t Node<'_>, path: &Path<'_>) -> Self {
        let mut facts = Self::default();
        facts.below(message, path, false);
        facts
    }

    /// The facility that the answer comes from: none when it comes from several; that of the header
    /// only when nothing else is said.
    pub(super) fn facility(&self) -> Option<&'t str> {
        match self.sources.as_slice() {
            [] => self.asked_by,
            [first, others @ ..] => others.iter().all(|o| o == first).then_some(*first),
        }
    }

    fn below(&mut self, node: &'t Node<'_>, path: &Path<'_>, in_header: bool) {
        match node {
            Node::Array(all) => {
                for (index, item) in all.iter().enumerate() {
                    self.below(item, &Path::Index(path, index), in_header);
                }
            }
            Node::Object(members) => {
                self.items += items(node);
                self.drugs += Names::get().drugs(node);
                for (key, value) in members {
                    let here = Path::Key(path, key);
                    let in_header = in_header || key == HEADER;
                    self.elements(key, value, &here, in_header);
                    self.below(value, &here, in_header);
                }
            }
            _ => {}
        }
    }

    fn elements(&mut self, key: &str, value: &'t Node<'_>, path: &Path<'_>, in_header: bool) {
        match value {
            Node::Array(all) => {
                for (index, item) in all.iter().enumerate() {
                    self.element(key, item, &Path::Index(path, index), in_header);
                }
            }
            single => self.element(key, single, path, in_header),
        }
    }

    fn element(&mut self, key: &str, node: &'t Node<'_>, path: &Path<'_>, in_header: bool) {
        let Some(text) = text_of(node) else {
            return;
        };
        match key {
            "ResultCode" if text != "1" => self.refuse(path),
            "SegmentOfResult" if text == "9" => self.refuse(path),
            "SegmentOfResult" if matches!(text, "2" | "3") => {
                self.pending.get_or_insert_with(|| path.pointer());
            }
            "EffectiveTime" | "@EffectiveTime" => self.effective_at(text),
            _ if Names::get().facility_codes.iter().any(|name| name == key) => {
                if in_header {
                    self.asked_by.get_or_insert(text);
                } else {
                    self.sources.push(text);
                }
            }
            _ => {}
        }
    }

    fn refuse(&mut self, path: &Path<'_>) {
        self.refused.get_or_insert_with(|| path.pointer());
    }

    fn effective_at(&mut self, text: &str) {
        let said = day(text).map(|day| day.date_text().to_owned());
        match (&self.effective, said) {
            (None, None) => self.effective = Some(text.to_owned()),
            (Some(held), Some(said)) if day(held).is_some() && *held >= said => {}
            (_, Some(said)) => self.effective = Some(said),
            (Some(_), None) => {}
        }
    }
}
