use std::borrow::Cow;

use super::{Drawn, Walk, at, each, named};
use crate::answer::elements::extension;
use crate::answer::leaf::Place;
use crate::answer::view::{Field, Piece, PieceRole};
use crate::fhir::concept::same_words;
pub(super) use crate::fhir::polarity::same_degree;
use crate::fhir::polarity::{Polarity, contradict};
use crate::fhir::system::{CORE_LAB_PART, INFECTION_PART, placeholder};
use crate::json::{Node, Path};
use crate::problem::{Problem, Severity};
use crate::tables::{
    LabClass, answer, checkup_item, lab_item_by_code, names_another, same_system, term,
};

/// Pieces of a concept with text and one coding: 〔, display, blank, code and 〕 behind the text.
const USUAL: usize = 6;

impl<'t, 'a> Walk<'t, 'a> {
    /// The text as entered first; the codings behind it, as help.
    pub(super) fn concept(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        // A bare Coding, or a code, where a concept belongs.
        let bare = named(node, "coding").next().is_none()
            && (named(node, "code").next().is_some() || named(node, "display").next().is_some());
        if bare {
            return self.lone_coding(node, place, path);
        }
        let mut drawn = Drawn::default();
        drawn.pieces.reserve_exact(USUAL);
        self.add(
            node,
            "text",
            place,
            path,
            PieceRole::Sent,
            &mut drawn.pieces,
        );
        for value in named(node, "coding") {
            let (inside, here) = (place.member("coding"), Path::Key(path, "coding"));
            for (index, coding) in each(value) {
                self.coding(coding, inside, &at(&here, index), &mut drawn);
            }
        }
        if answers_contradict(node) {
            self.problems.push(display_differs(path));
        }
        self.others(node, &["text", "coding"], place, path, &mut drawn.fields);
        drawn
    }

    /// A Coding on its own.
    pub(super) fn lone_coding(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        let mut drawn = Drawn::default();
        self.coding(node, place, path, &mut drawn);
        drawn
    }

    /// Adds one coding: as the words themselves when nothing was said before it, in brackets else.
    fn coding(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        let start = drawn.pieces.len();
        if !matches!(node, Node::Object(_)) {
            self.sent(node, place, path, PieceRole::Sent, &mut drawn.pieces);
            return;
        }
        if start > 0 {
            drawn.words("〔");
        }
        let said = drawn.pieces.len();
        let meaning = Meaning::of(node);
        match meaning {
            Meaning::Term(term) if contradicted(node) => {
                self.both(node, term, place, path, drawn);
            }
            Meaning::Term(term) => {
                drawn.words(term);
                self.spaced(node, "display", place, path, PieceRole::Aside, said, drawn);
            }
            _ => {
                let role = if start > 0 {
                    PieceRole::Aside
                } else {
                    PieceRole::Sent
                };
                self.spaced(node, "display", place, path, role, said, drawn);
            }
        }
        self.note(node, meaning, drawn.pieces.len() > said, path, drawn);
        let real = !node
            .text("code")
            .is_some_and(|code| placeholder(code.trim()));
        if real {
            self.spaced(node, "code", place, path, PieceRole::Code, said, drawn);
        }
        // Several codes where one belongs.
        if named(node, "code").any(|code| matches!(code, Node::Array(codes) if codes.len() > 1)) {
            self.problems.push(Problem::new(
                Severity::Warning,
                "repeated_member",
                Path::Key(path, "code").pointer(),
            ));
        }
        if start > 0 {
            if drawn.pieces.len() == said {
                drawn.pieces.truncate(start);
            } else {
                drawn.words("〕");
            }
        }
        let known: &[&str] = if real {
            &["display", "code"]
        } else {
            &["display"]
        };
        let before = drawn.fields.len();
        self.others(node, known, place, path, &mut drawn.fields);
        drawn.ordinal_aside(before);
    }

    /// The term of a code and a display that says something else, as two statements.
    fn both(
        &mut self,
        node: &'t Node<'a>,
        term: &'static str,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        self.problems.push(display_differs(path));
        drawn.words("コードでは「");
        drawn.words(term);
        drawn.words("」、送られた名称では「");
        let pieces = &mut drawn.pieces;
        self.add(node, "display", place, path, PieceRole::Aside, pieces);
        drawn.words("」（矛盾）");
    }

    /// Adds a member behind a blank, when something of the same coding stands before it.
    #[allow(
        clippy::too_many_arguments,
        reason = "the member, where it stands and where it goes"
    )]
    fn spaced(
        &mut self,
        node: &'t Node<'a>,
        key: &'static str,
        place: Place<'_>,
        path: &Path<'_>,
        role: PieceRole,
        said: usize,
        drawn: &mut Drawn<'a>,
    ) {
        let before = drawn.pieces.len();
        if before > said {
            drawn.words(" ");
        }
        let blank = drawn.pieces.len();
        self.add(node, key, place, path, role, &mut drawn.pieces);
        if drawn.pieces.len() == blank {
            drawn.pieces.truncate(before);
        }
    }

    /// What the code table says, where it adds something: the meaning of a code sent without words,
    /// or words that differ from those sent.
    fn note(
        &mut self,
        node: &Node<'a>,
        meaning: Meaning,
        shown: bool,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        let meaning = match meaning {
            Meaning::Table(meaning) => meaning,
            Meaning::Name(name) => {
                if !shown {
                    drawn.words(name);
                }
                return;
            }
            Meaning::Term(_) | Meaning::Unknown => return,
        };
        match node.text("display") {
            None if !shown => drawn.words(meaning),
            Some(display) if !same_words(display, meaning) && !same_degree(display, meaning) => {
                self.problems.push(display_differs(path));
                drawn.words("（コード表では「");
                drawn.words(meaning);
                drawn.words("」）");
            }
            _ => {}
        }
    }
}

impl Drawn<'_> {
    /// 順序値 of an answer: help beside it, behind the words it orders; not a statement of its own.
    fn ordinal_aside(&mut self, since: usize) {
        let Some(ordinal) = extension("ordinalValue") else {
            return;
        };
        let plain = |field: &Field<'_>| field.order == ordinal.order && field.fields.is_empty();
        while let Some(at) = self.fields.iter().skip(since).position(plain) {
            let mut pieces = self.fields.remove(since + at).pieces;
            for piece in pieces.iter_mut().filter(|p| p.role == PieceRole::Sent) {
                piece.role = PieceRole::Aside;
            }
            self.words("（順序値 ");
            self.pieces.append(&mut pieces);
            self.words("）");
        }
    }
}

/// The display is a word of another code of the same list.
fn contradicted(coding: &Node<'_>) -> bool {
    let said = |key| coding.text(key).map(str::trim);
    match (said("system"), said("code"), said("display")) {
        (Some(system), Some(code), Some(display)) => {
            names_another(same_system(system), code, display)
        }
        _ => false,
    }
}

/// Codings of one answer that cannot all be so, or words that deny what a code affirms.
fn answers_contradict(concept: &Node<'_>) -> bool {
    let (mut first, mut said) = (None, None);
    concept.items("coding").any(|coding| {
        let Meaning::Table(word) = Meaning::of(coding) else {
            return false;
        };
        let this = (same_system(coding.text("system").unwrap_or_default()), word);
        let other = *first.get_or_insert(this);
        let said = *said.get_or_insert_with(|| concept.text("text").map(Polarity::of));
        contradict(other, this) || said.is_some_and(|said| said.opposes(Polarity::of(word)))
    })
}

fn display_differs(path: &Path<'_>) -> Problem {
    Problem::new(Severity::Warning, "display_differs", path.pointer())
}

/// What our tables know of a coding.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    /// An official display, with which a sent one has to agree.
    Table(&'static str),
    /// The official name of an item, for a code sent without words. Names vary between senders: they
    /// are not compared.
    Name(&'static str),
    /// Our term for a code of HL7, whose own displays are English.
    Term(&'static str),
    Unknown,
}

impl Meaning {
    /// In a word, when there is one.
    pub(super) const fn word(self) -> Option<&'static str> {
        match self {
            Self::Table(word) | Self::Name(word) | Self::Term(word) => Some(word),
            Self::Unknown => None,
        }
    }

    pub(super) fn of(coding: &Node<'_>) -> Self {
        let (Some(system), Some(code)) = (coding.text("system"), coding.text("code")) else {
            return Self::Unknown;
        };
        // Of two codes none is the meaning.
        let mut codes = coding.items("code");
        let first = codes.next();
        if codes.any(|other| Some(other) != first) {
            return Self::Unknown;
        }
        let (system, code) = (same_system(system), code.trim());
        let official = answer(system, code).map(if compared(system) {
            Self::Table
        } else {
            Self::Name
        });
        official
            .or_else(|| term(system, code).map(|term| Self::Term(term.ja)))
            .or_else(|| item_name(system, code).map(Self::Name))
            .unwrap_or(Self::Unknown)
    }
}

/// Tables of answers, where other words mean another answer. The names of sections and categories are
/// shortened by everybody.
fn compared(system: &str) -> bool {
    system.starts_with("urn:oid:1.2.392.200119.6.") || system.contains("/LaboResult/")
}

/// 健診項目, or an item of the shared laboratory lists.
fn item_name(system: &str, code: &str) -> Option<&'static str> {
    if let Some(item) = checkup_item(code) {
        return Some(item.name);
    }
    let class = if system.contains(INFECTION_PART) {
        LabClass::Infection
    } else if system.contains(CORE_LAB_PART) {
        LabClass::Laboratory
    } else {
        return None;
    };
    lab_item_by_code(class, code).map(|item| item.name)
}

/// The text of our own words as a piece.
pub(super) fn words(text: &'static str) -> Piece<'static> {
    of_ours(text.into())
}

/// Words of our own that were made for this one place.
pub(super) fn ours(text: String) -> Piece<'static> {
    of_ours(text.into())
}

fn of_ours(text: Cow<'static, str>) -> Piece<'static> {
    Piece {
        text,
        role: PieceRole::Words,
        pointer: None,
        of: None,
    }
}
