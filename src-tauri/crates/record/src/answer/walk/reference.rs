use std::rc::Rc;

use super::coded::{ours, words};
use super::named::Named;
use super::{Drawn, Walk, address, named};
use crate::answer::leaf::Place;
use crate::answer::view::{Piece, PieceRole};
use crate::fhir::human_name::names;
use crate::fhir::reference::Target;
use crate::fhir::scope::contained;
use crate::json::{Node, Path};
use crate::problem::{Problem, Severity};

/// Patients of an answer that a display is compared with at most.
const MOST_PATIENTS: usize = 16;

impl<'t, 'a> Walk<'t, 'a> {
    /// What the sender wrote for the reader, and what the resource it points to is called: the one
    /// alone where they agree. Whatever is a suspicion, denied or a mistake is named so.
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
        let named_by_sender = drawn.pieces.iter().any(|p| p.role != PieceRole::Words);
        if named_by_sender {
            self.own_name(&about, path, &mut drawn.pieces);
        }
        for value in named(node, "identifier") {
            let here = Path::Key(path, "identifier");
            let identifier = self.identifier(value, place.member("identifier"), &here);
            drawn.then(identifier);
        }
        if !named_by_sender {
            drawn.then(Drawn {
                pieces: self.behind(node, &about).into_iter().collect(),
                fields: Vec::new(),
            });
        }
        let said: String = drawn.pieces.iter().map(|piece| &*piece.text).collect();
        for warning in about.warnings(&said) {
            drawn.words(warning);
        }
        for piece in &mut drawn.pieces {
            piece.of = about.category;
        }
        if matches!(place.key, "subject" | "patient" | "beneficiary") {
            self.stranger(node, path);
        }
        const KNOWN: [&str; 2] = ["display", "identifier"];
        self.others(node, &KNOWN, place, path, &mut drawn.fields);
        drawn
    }

    /// Puts the name of the resource itself before a display that says something else: alone, the
    /// display would hide who or what it is.
    fn own_name(&mut self, about: &Named, path: &Path<'_>, pieces: &mut Vec<Piece<'a>>) {
        let Some(title) = about.title.as_ref().filter(|_| !about.undelivered) else {
            return;
        };
        let display: String = pieces.iter().map(|piece| &*piece.text).collect();
        if about.agrees(&display) {
            return;
        }
        for piece in &mut *pieces {
            if piece.role == PieceRole::Sent {
                piece.role = PieceRole::Aside;
            }
        }
        pieces.splice(0..0, [ours(title.clone()), words("〔")]);
        pieces.push(words("〕"));
        if about.patient && !about.knows(&display) {
            self.warn("patient_display_differs", &Path::Key(path, "display"));
        }
    }

    /// The resource a reference points to: in this answer, or contained in a resource around it.
    fn target(&self, reference: &Node<'_>) -> Option<&'t Node<'t>> {
        match Target::read(reference) {
            Target::Contained(id) => self.around.iter().find_map(|outer| outer.get(id)),
            Target::Identifier { value, .. } => self.scope.guarded(value),
            other => self.scope.entry(&other).map(|entry| entry.resource),
        }
    }

    /// What is known of the resource a reference names; nothing of one that is not in the answer.
    pub(super) fn about(&mut self, reference: &Node<'_>) -> Rc<Named> {
        match self.target(reference) {
            Some(target) => self.known(target),
            None => Rc::default(),
        }
    }

    fn known(&mut self, target: &'t Node<'t>) -> Rc<Named> {
        if let Some(known) = self.named.get(&address(target)) {
            return Rc::clone(known);
        }
        let told = self.person_of_role(target);
        let named = Rc::new(Named::read(target, told, self.scope.undelivered()));
        self.named.insert(address(target), Rc::clone(&named));
        named
    }

    /// Whose it is, where the reference leads to nobody in this answer and the answer has patients of
    /// its own: a display that is the name of none of them, or the id of somebody else.
    fn stranger(&mut self, reference: &Node<'_>, path: &Path<'_>) {
        let kind = match Target::read(reference) {
            Target::Typed { kind, .. } => kind,
            _ => "",
        };
        if !matches!(kind, "" | "Patient") || self.target(reference).is_some() {
            return;
        }
        let scope = self.scope;
        let patients: Vec<&'t Node<'t>> = scope
            .of_kind("Patient")
            .map(|entry| entry.resource)
            .take(MOST_PATIENTS + 1)
            .collect();
        if patients.is_empty() || patients.len() > MOST_PATIENTS {
            return;
        }
        if kind == "Patient" && patients.iter().all(|patient| patient.text("id").is_some()) {
            self.warn("patient_not_here", &Path::Key(path, "reference"));
        }
        let Some(display) = reference.text("display") else {
            return;
        };
        if !patients
            .iter()
            .any(|patient| self.known(patient).knows(display))
        {
            self.warn("patient_display_differs", &Path::Key(path, "display"));
        }
    }

    fn warn(&mut self, code: &'static str, path: &Path<'_>) {
        self.problems
            .push(Problem::new(Severity::Warning, code, path.pointer()));
    }

    /// A PractitionerRole has no name: its person's, with the place in brackets; or the place's.
    fn person_of_role(&self, node: &Node<'t>) -> Option<String> {
        if node.text("resourceType") != Some("PractitionerRole") {
            return None;
        }
        let called = |key| {
            let reference = node.first(key)?;
            let target = match Target::read(reference) {
                Target::Contained(id) => {
                    contained(node, id).or_else(|| self.around.iter().find_map(|o| o.get(id)))
                }
                _ => self.target(reference),
            };
            match target {
                Some(target) => names(target).written.or(names(target).kana),
                None => reference.text("display").map(str::to_owned),
            }
        };
        match (called("practitioner"), called("organization")) {
            (Some(person), Some(place)) => Some(format!("{person}（{place}）")),
            (person, place) => person.or(place),
        }
    }

    /// What the resource behind a reference is called; of one that is not in the answer, its name
    /// as a code, or that it is missing.
    fn behind(&self, reference: &Node<'_>, about: &Named) -> Option<Piece<'a>> {
        if about.undelivered {
            return Some(words("（提供対象外の情報）"));
        }
        if self.target(reference).is_some() {
            return about.title.clone().map(ours);
        }
        let code = |text: String| Piece {
            role: PieceRole::Code,
            ..ours(text)
        };
        match Target::read(reference) {
            Target::Typed { kind, id } => Some(code(format!("{kind}/{id}"))),
            Target::Bare(name) => Some(code(name.to_owned())),
            Target::None | Target::Identifier { .. } => None,
            Target::Contained(_) | Target::Url(_) => {
                Some(words("（参照先の情報は含まれていません）"))
            }
        }
    }
}
