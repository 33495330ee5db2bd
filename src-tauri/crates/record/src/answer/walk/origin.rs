use rustc_hash::FxHashMap;

use super::{Drawn, Walk, address};
use crate::answer::elements::Element;
use crate::answer::leaf::Place;
use crate::answer::view::{Field, Piece, PieceRole};
use crate::interface::FhirRestNames;
use crate::json::{Node, Path};
use crate::section::told_by_several;
use crate::view::PrescriptionOrigin;

/// Resources of 処方 by address, with the other origins that report the same fill.
pub(super) type Fills = FxHashMap<*const (), Vec<PrescriptionOrigin>>;

impl<'t, 'a> Walk<'t, 'a> {
    /// 由来 of a 処方 in our words, and whether another origin reports the same fill. A source we do
    /// not know is a URI for machines.
    pub(super) fn origin(
        &mut self,
        element: &'static Element,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
    ) {
        let known = node.as_text();
        let known = known.and_then(|uri| FhirRestNames::get().prescription_origin(uri));
        let Some(said) = known.and_then(word) else {
            self.unknown(node, place, path);
            return;
        };
        let mut drawn = Drawn::default();
        drawn.words(said);
        let others: Vec<&str> = self.same_fill().iter().copied().filter_map(word).collect();
        if !others.is_empty() {
            drawn.pieces.push(Piece {
                text: format!(
                    "（{}にある処方と同じもの。別の処方ではありません）",
                    others.join("・")
                )
                .into(),
                role: PieceRole::Words,
                pointer: None,
                of: None,
            });
        }
        fields.extend(drawn.field(element.label, element.order));
    }

    /// The other origins of the resource being read.
    fn same_fill(&mut self) -> &[PrescriptionOrigin] {
        let Some(around) = self.around.last() else {
            return &[];
        };
        let scope = self.scope;
        let fills = self.fills.get_or_insert_with(|| {
            let told = told_by_several(scope).into_iter();
            told.map(|(node, others)| (address(node), others)).collect()
        });
        fills.get(&around.resource).map_or(&[], Vec::as_slice)
    }
}

fn word(origin: PrescriptionOrigin) -> Option<&'static str> {
    Some(match origin {
        PrescriptionOrigin::EPrescription => "電子処方箋",
        PrescriptionOrigin::Dispensing => "調剤",
        PrescriptionOrigin::Receipt => "レセプト",
        PrescriptionOrigin::Document => "文書",
        PrescriptionOrigin::NotStated => return None,
    })
}
