use super::super::coded::words;
use super::super::{Drawn, Walk, at, each};
use crate::answer::leaf::Place;
use crate::answer::service_xml::{Names, day, text_of};
use crate::answer::view::{Piece, PieceRole};
use crate::json::{Member, Node, Path};
use crate::tables::term;

impl<'t, 'a> Walk<'t, 'a> {
    /// The text of an element: of a day or a code of which the meaning is known that meaning, with
    /// the text as sent in brackets.
    pub(super) fn explained(
        &mut self,
        key: &str,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        match meaning(key, node) {
            None => self.own_text(node, place, path, PieceRole::Sent, &mut drawn.pieces),
            Some(meaning) => {
                drawn.pieces.push(meaning);
                drawn.words("〔");
                self.own_text(node, place, path, PieceRole::Aside, &mut drawn.pieces);
                drawn.words("〕");
            }
        }
    }

    /// The text of an element, be it with attributes or without, and why there is none (`nullFlavor`);
    /// other attributes are not told here.
    pub(super) fn own_text(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        role: PieceRole,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        if !matches!(node, Node::Object(_)) {
            self.sent(node, place, path, role, pieces);
            return;
        }
        for text in named_by(node, "#text") {
            let (inside, here) = (place.member("#text"), Path::Key(path, "#text"));
            self.sent(text, inside, &here, role, pieces);
        }
        let reasons = node.members().iter().filter(|(key, _)| key != "#text");
        for (key, value) in reasons.filter(|member| is_told_with_text(node, member)) {
            let (inside, here) = (place.member(key), Path::Key(path, key));
            for (index, code) in each(value) {
                self.no_answer(code, inside, &at(&here, index), pieces);
            }
        }
    }

    /// 回答なし in the word of its code, with the code as sent in brackets.
    fn no_answer(
        &mut self,
        code: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        let Some(said) = text_of(code) else {
            return;
        };
        if !pieces.is_empty() {
            pieces.push(words(" "));
        }
        pieces.extend([words(why_no_answer(said)), words("〔")]);
        self.sent(code, place, path, PieceRole::Aside, pieces);
        pieces.push(words("〕"));
    }

    /// All elements `name` below `node`, behind a blank and explained as `key`; what stands beside
    /// their text has no place here.
    pub(super) fn spaced_text(
        &mut self,
        node: &'t Node<'a>,
        (key, name): (&str, &str),
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        self.each_text(node, name, place, path, |walk, item, inside, here| {
            let mut one = Drawn::default();
            walk.explained(key, item, inside, here, &mut one);
            drawn.spaced(one.pieces);
        });
    }

    /// Hands each element `name` below `node` to `tell` for its text, and lists what stands beside
    /// that text.
    pub(super) fn each_text(
        &mut self,
        node: &'t Node<'a>,
        name: &str,
        place: Place<'_>,
        path: &Path<'_>,
        mut tell: impl FnMut(&mut Self, &'t Node<'a>, Place<'_>, &Path<'_>),
    ) {
        let (inside, here) = (place.member(name), Path::Key(path, name));
        for value in named_by(node, name) {
            for (index, item) in each(value) {
                let here = at(&here, index);
                tell(self, item, inside, &here);
                let Node::Object(members) = item else {
                    continue;
                };
                for (key, beside) in members
                    .iter()
                    .filter(|member| !is_told_with_text(item, member))
                {
                    self.unknown(beside, inside.member(key), &Path::Key(&here, key));
                }
            }
        }
    }
}

impl<'a> Drawn<'a> {
    /// Adds pieces behind a blank, when there are any on both sides.
    pub(super) fn spaced(&mut self, mut pieces: Vec<Piece<'a>>) {
        if !self.pieces.is_empty() && !pieces.is_empty() {
            self.words(" ");
        }
        self.pieces.append(&mut pieces);
    }
}

/// The values under `name`, as often as it was sent.
fn named_by<'t, 'a>(node: &'t Node<'a>, name: &str) -> impl Iterator<Item = &'t Node<'a>> {
    let members: &[_] = match node {
        Node::Object(members) => members,
        _ => &[],
    };
    members
        .iter()
        .filter(move |(key, _)| key == name)
        .map(|(_, value)| value)
}

/// The code system of the reasons for which something has no value.
const NULL_FLAVOR: &str = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";

/// An element or attribute that says why there is no answer.
fn is_no_answer(key: &str) -> bool {
    key.trim_start_matches('@')
        .eq_ignore_ascii_case("nullFlavor")
}

/// What is told with the text of an element: the text, and why there is none. Beside a text only a
/// reason we know is told, for 回答なし would contradict it.
pub(super) fn is_told_with_text(element: &Node<'_>, (key, value): &Member<'_>) -> bool {
    let reason = || {
        let known = text_of(value).and_then(reason_of).is_some();
        known || text_of(element).is_none()
    };
    key == "#text" || key.starts_with('@') && is_no_answer(key) && reason()
}

fn reason_of(code: &str) -> Option<&'static str> {
    term(NULL_FLAVOR, code).map(|reason| reason.ja)
}

fn why_no_answer(code: &str) -> &'static str {
    reason_of(code).unwrap_or("回答なし")
}

fn meaning(key: &str, node: &Node<'_>) -> Option<Piece<'static>> {
    let text = text_of(node)?;
    if is_no_answer(key) {
        return Some(words(why_no_answer(text)));
    }
    if Names::get().is_day(key) {
        let day = day(text)?.date_text().to_owned();
        return (day != text).then(|| Piece {
            text: day.into(),
            ..words("")
        });
    }
    Names::get().meaning(key, text).map(words)
}
