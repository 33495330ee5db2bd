use super::coded::words;
use super::marks::category;
use super::{Drawn, Walk, address, at, each, named};
use crate::answer::leaf::Place;
use crate::answer::path::Path;
use crate::answer::view::{Piece, PieceRole};
use crate::fhir::concept::Concept;
use crate::fhir::human_name::names;
use crate::fhir::reference::Target;
use crate::fhir::system::{RP_GROUP_END, RP_INDEX_END};
use crate::fhir::tagged;
use crate::json::Node;
use crate::tables::{same_system, term};
use crate::vocabulary::{Category, MemberId};

impl<'t, 'a> Walk<'t, 'a> {
    /// A name: the text, then family and given name as help.
    pub(super) fn human_name(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        let mut drawn = Drawn::default();
        self.add(
            node,
            "text",
            place,
            path,
            PieceRole::Sent,
            &mut drawn.pieces,
        );
        let mut parts = Drawn::default();
        let role = if drawn.pieces.is_empty() {
            PieceRole::Sent
        } else {
            PieceRole::Aside
        };
        for key in ["prefix", "family", "given", "suffix"] {
            let before = parts.pieces.len();
            if before > 0 {
                parts.words(" ");
            }
            let blank = parts.pieces.len();
            self.add(node, key, place, path, role, &mut parts.pieces);
            if parts.pieces.len() == blank {
                parts.pieces.truncate(before);
            }
        }
        self.period_of(node, place, path, &mut parts);
        let bracketed = !drawn.pieces.is_empty() && !parts.pieces.is_empty();
        if bracketed {
            drawn.words("〔");
        }
        drawn.pieces.append(&mut parts.pieces);
        if bracketed {
            drawn.words("〕");
        }
        drawn.fields.append(&mut parts.fields);
        // A former name must not look like the present one.
        if let Some(used) = node
            .text("use")
            .and_then(|code| term("HumanName.use", code))
        {
            drawn.words("　");
            drawn.words(used.ja);
        }
        const KNOWN: [&str; 6] = ["text", "prefix", "family", "given", "suffix", "period"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }

    /// An identifier: its value; of a clinical resource it is an id and counts for nothing.
    pub(super) fn identifier(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        let mut drawn = Drawn::default();
        if let Some(kind) = node.text("system").and_then(number_of) {
            drawn.words(kind);
            drawn.words(" ");
        }
        self.add(
            node,
            "value",
            place,
            path,
            PieceRole::Sent,
            &mut drawn.pieces,
        );
        for value in named(node, "type") {
            let kind = self.concept(value, place.member("type"), &Path::Key(path, "type"));
            drawn.then(kind);
        }
        self.period_of(node, place, path, &mut drawn);
        for value in named(node, "assigner") {
            let here = Path::Key(path, "assigner");
            let assigner = self.reference(value, place.member("assigner"), &here);
            drawn.then(assigner);
        }
        const KNOWN: [&str; 4] = ["value", "type", "period", "assigner"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }

    fn period_of(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        for value in named(node, "period") {
            let (inside, here) = (place.member("period"), Path::Key(path, "period"));
            let period = self.pair(value, inside, &here, ["start", "end"], "～");
            drawn.then(period);
        }
    }

    /// What the sender wrote for the reader; without that, what the resource it points to is called.
    pub(super) fn reference(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        let mut drawn = Drawn::default();
        let about = self.about(node);
        let role = if about.undelivered {
            PieceRole::Withheld
        } else {
            PieceRole::Sent
        };
        self.add(node, "display", place, path, role, &mut drawn.pieces);
        let named_by_sender = !drawn.pieces.is_empty();
        for value in named(node, "identifier") {
            let here = Path::Key(path, "identifier");
            let identifier = self.identifier(value, place.member("identifier"), &here);
            drawn.then(identifier);
        }
        if !named_by_sender {
            drawn.then(Drawn {
                pieces: self.behind(node, about).into_iter().collect(),
                fields: Vec::new(),
            });
        }
        if about.uninformed {
            drawn.words("（未告知）");
        }
        for piece in &mut drawn.pieces {
            piece.of = about.category;
        }
        const KNOWN: [&str; 2] = ["display", "identifier"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }

    /// 注記: its text, with who wrote it and when.
    pub(super) fn annotation(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        let mut drawn = Drawn::default();
        for key in ["text", "authorString", "time"] {
            let mut part = Drawn::default();
            self.add(node, key, place, path, PieceRole::Sent, &mut part.pieces);
            drawn.then(part);
        }
        for value in named(node, "authorReference") {
            let here = Path::Key(path, "authorReference");
            let author = self.reference(value, place.member("authorReference"), &here);
            drawn.then(author);
        }
        const KNOWN: [&str; 4] = ["text", "authorString", "time", "authorReference"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }

    /// An attachment: its title and date, and what it is by its first bytes. A link is shown and
    /// never followed.
    pub(super) fn attachment(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        let mut drawn = Drawn::default();
        let there = node.get("data").is_some() || node.get("url").is_some();
        self.attachments += usize::from(there);
        for key in ["title", "creation", "url"] {
            let mut part = Drawn::default();
            self.add(node, key, place, path, PieceRole::Sent, &mut part.pieces);
            drawn.then(part);
        }
        for value in named(node, "data") {
            let (inside, here) = (place.member("data"), Path::Key(path, "data"));
            for (index, item) in each(value) {
                let pieces = self.data(item, inside, &at(&here, index), node.text("contentType"));
                drawn.then(Drawn {
                    pieces,
                    fields: Vec::new(),
                });
            }
        }
        const KNOWN: [&str; 4] = ["title", "creation", "url", "data"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }

    /// The resource a reference points to: in this answer, or contained in a resource around it.
    fn target(&self, reference: &Node<'_>) -> Option<&'t Node<'t>> {
        match Target::read(reference) {
            Target::Contained(id) => self.around.iter().find_map(|outer| outer.get(id)),
            Target::Identifier { value, .. } => self.scope.guarded(value),
            other => self.scope.entry(&other).map(|entry| entry.resource),
        }
    }

    /// What must not be said, or not without a mark, of the resource a reference names.
    fn about(&mut self, reference: &Node<'_>) -> Named {
        let Some(target) = self.target(reference) else {
            return Named::default();
        };
        let known = self.named.entry(address(target));
        *known.or_insert_with(|| Named {
            category: category(target),
            undelivered: tagged(target, "UNDELIVERED"),
            uninformed: tagged(target, "UNINFORMED"),
        })
    }

    /// What the resource behind a reference is called; of one that is not in the answer, its name
    /// as a code, or that it is missing.
    fn behind(&mut self, reference: &Node<'_>, about: Named) -> Option<Piece<'a>> {
        if about.undelivered {
            return Some(words("（提供対象外の情報）"));
        }
        let found = self.target(reference).map(|node| {
            let known = self.titles.entry(address(node));
            known.or_insert_with(|| title(node)).clone()
        });
        let (text, role) = match (found, Target::read(reference)) {
            (Some(title), _) => (title?, PieceRole::Words),
            (None, Target::Typed { kind, id }) => (format!("{kind}/{id}"), PieceRole::Code),
            (None, Target::Bare(name)) => (name.to_owned(), PieceRole::Code),
            (None, Target::None | Target::Identifier { .. }) => return None,
            (None, Target::Contained(_) | Target::Url(_)) => (
                "（参照先の情報は含まれていません）".to_owned(),
                PieceRole::Words,
            ),
        };
        Some(Piece {
            text: text.into(),
            role,
            pointer: None,
            of: None,
        })
    }
}

/// What a reference names.
#[derive(Clone, Copy, Default)]
pub(super) struct Named {
    category: Option<Category>,
    undelivered: bool,
    uninformed: bool,
}

/// What kind of number an identifier is, by its system.
fn number_of(system: &str) -> Option<&'static str> {
    let system = same_system(system);
    let kinds = [
        (system.ends_with(RP_GROUP_END), "RP番号"),
        (system.ends_with(RP_INDEX_END), "RP内連番"),
        (system == MemberId::SYSTEM, "被保険者番号"),
        (system == MemberId::PUBLIC_PAYER_SYSTEM, "公費受給者番号"),
        (system.starts_with(CHART_NUMBER), "施設内患者番号"),
        (system.starts_with(DOCTOR_NUMBER), "施設内医師番号"),
    ];
    kinds.into_iter().find_map(|(is, kind)| is.then_some(kind))
}

/// 施設内患者番号, followed by the facility's ten digits.
const CHART_NUMBER: &str = "urn:oid:1.2.392.100495.20.3.51.1";
/// 施設内医師番号, likewise.
const DOCTOR_NUMBER: &str = "urn:oid:1.2.392.100495.20.3.41.1";

fn title(node: &Node<'_>) -> Option<String> {
    let named = names(node);
    named
        .written
        .or(named.kana)
        .or_else(|| node.text("name").map(str::to_owned))
        .or_else(|| {
            ["code", "type", "class"]
                .iter()
                .find_map(|key| Concept::under(node, key).words().map(str::to_owned))
        })
}
