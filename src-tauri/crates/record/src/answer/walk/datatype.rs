use super::coded::words;
use super::{Drawn, Walk};
use crate::answer::elements::{self, Datatype, Element};
use crate::answer::leaf::Place;
use crate::answer::view::{Piece, PieceRole};
use crate::json::{Node, Path};
use crate::section::uneven_amounts;
use crate::tables::term;

impl<'t, 'a> Walk<'t, 'a> {
    /// One value of a datatype. A primitive where an object belongs is read as it stands.
    pub(super) fn datatype(
        &mut self,
        element: &'static Element,
        datatype: Datatype,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) && datatype != Datatype::Data {
            let mut drawn = self.plain(node, place, path);
            drawn.name_code(&element.name, matches!(node, Node::Bool(_)));
            return drawn;
        }
        match datatype {
            Datatype::Backbone | Datatype::Choice => Drawn {
                pieces: Vec::new(),
                fields: self.members(Some(element), node, place, path),
            },
            Datatype::Structured(name) => Drawn {
                pieces: Vec::new(),
                fields: self.members(elements::owner(name), node, place, path),
            },
            Datatype::Data => Drawn {
                pieces: self.data(node, place, path, None),
                fields: Vec::new(),
            },
            // An object where a primitive belongs: its values have no place.
            Datatype::Primitive | Datatype::Code => self.plain(node, place, path),
            Datatype::Concept => {
                let mut drawn = self.concept(node, place, path);
                if drawn.pieces.iter().all(|p| p.role == PieceRole::Code) {
                    drawn.name_code(&element.name, false);
                }
                if element.name == "Dosage.additionalInstruction" {
                    drawn.uneven(node);
                }
                drawn
            }
            Datatype::Coding => self.lone_coding(node, place, path),
            Datatype::Quantity => self.quantity(node, place, path),
            Datatype::Range => self.pair(node, place, path, ["low", "high"], "～"),
            Datatype::Ratio => self.pair(node, place, path, ["numerator", "denominator"], " / "),
            Datatype::Period => self.pair(node, place, path, ["start", "end"], "～"),
            Datatype::HumanName => self.human_name(node, place, path),
            Datatype::Identifier => self.identifier(node, place, path),
            Datatype::Reference => self.reference(node, place, path),
            Datatype::Annotation => self.annotation(node, place, path),
            Datatype::Attachment => self.attachment(node, place, path),
            Datatype::Narrative => {
                let mut drawn = Drawn::default();
                if let Some(told) = self.narrative(node, place, path, &mut drawn.fields) {
                    drawn.pieces.push(Piece {
                        text: told.text().to_owned().into(),
                        role: PieceRole::Sent,
                        pointer: told.pointer,
                        of: None,
                    });
                }
                drawn
            }
            Datatype::Resource => {
                self.unknown(node, place, path);
                Drawn::default()
            }
        }
    }

    pub(super) fn plain(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        let mut drawn = Drawn::default();
        // Nearly always one: a first push would make room for four.
        drawn.pieces.reserve_exact(1);
        self.sent(node, place, path, PieceRole::Sent, &mut drawn.pieces);
        drawn
    }
}

impl Drawn<'_> {
    /// 不均等: words without an amount leave it to the code.
    fn uneven(&mut self, instruction: &Node<'_>) {
        let words = self.pieces.iter().filter(|p| p.role != PieceRole::Code);
        let said: String = words.map(|piece| &*piece.text).collect();
        for amount in uneven_amounts(instruction, &said) {
            self.words("（コードでは「");
            self.words(amount);
            self.words("」）");
        }
    }

    /// Puts our word before a code or a yes and no: an element of type `code` names its own list.
    fn name_code(&mut self, of: &str, yes_or_no: bool) {
        let gender = of.ends_with(".gender");
        let mut at = 0;
        while let Some(piece) = self.pieces.get_mut(at) {
            let word = match &*piece.text {
                "true" if yes_or_no => Some("はい"),
                "false" if yes_or_no => Some("いいえ"),
                code if piece.role == PieceRole::Code || gender => term(of, code).map(|t| t.ja),
                _ => None,
            };
            if let Some(word) = word {
                if piece.role == PieceRole::Sent {
                    piece.role = PieceRole::Aside;
                }
                self.pieces.splice(at..at, [words(word), words(" ")]);
                at += 2;
            }
            at += 1;
        }
    }
}
