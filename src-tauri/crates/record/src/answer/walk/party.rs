use super::coded::{ours, words};
use super::{Drawn, Walk, at, each, named};
use crate::absent::absent_words;
use crate::answer::leaf::Place;
use crate::answer::view::PieceRole;
use crate::fhir::system::{RP_GROUP_END, RP_INDEX_END};
use crate::json::{Node, Path};
use crate::tables::{same_system, term};
use crate::vocabulary::MemberId;

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
        // A local number says nothing without the facility that gave it.
        if let Some(facility) = node.text("system").and_then(facility_of) {
            drawn.pieces.push(ours(format!("（{facility}）")));
        }
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
        let hollow = is_hollow(node).then(|| words("（中身のない添付）"));
        let missing = absent_words(node, "data").map(ours).or(hollow);
        drawn.then(Drawn {
            pieces: missing.into_iter().collect(),
            fields: Vec::new(),
        });
        const KNOWN: [&str; 4] = ["title", "creation", "url", "data"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }
}

/// There is a place for a file or a link, and nothing in it.
fn is_hollow(attachment: &Node<'_>) -> bool {
    let keys = ["data", "url"];
    let there = |key: &str| attachment.members().iter().any(|(name, _)| name == key);
    keys.iter().any(|key| there(key))
        && keys
            .iter()
            .flat_map(|key| attachment.items(key))
            .all(|sent| matches!(sent, Node::String(text) if text.trim().is_empty()))
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

/// The ten digits of the facility whose local number it is.
fn facility_of(system: &str) -> Option<&str> {
    let system = same_system(system);
    let mut digits = [CHART_NUMBER, DOCTOR_NUMBER]
        .into_iter()
        .filter_map(|local| system.strip_prefix(local));
    digits.find(|rest| rest.len() == 10 && rest.bytes().all(|b| b.is_ascii_digit()))
}
