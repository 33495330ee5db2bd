use super::{Drawn, Walk};
use crate::answer::elements::{Datatype, Element};
use crate::json::Node;
use crate::section::input_limit;
use crate::view::Limit;

impl<'a> Walk<'_, 'a> {
    /// LX / HX: the number of a result is the end of what can be entered, and is no measurement.
    /// Said beside the number, because the judgement stands further down. A comparator says it as
    /// well.
    pub(super) fn limit(
        &self,
        element: &Element,
        datatype: Datatype,
        value: &Node<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        if datatype != Datatype::Quantity || drawn.pieces.is_empty() {
            return;
        }
        let limit = match &*element.name {
            "Observation.value[x]" => self.around.last().and_then(|around| around.limit),
            "Observation.component.value[x]" => self.limit_of_part,
            _ => None,
        };
        match limit {
            _ if value.get("comparator").is_some() => {}
            Some(Limit::Below) => drawn.words(" 未満（限界値）"),
            Some(Limit::Above) => drawn.words(" 超（限界値）"),
            None => {}
        }
    }

    /// Takes note of the judgement of a component before its members are read; answers the one
    /// before, to be put back.
    pub(super) fn enter_part(&mut self, of: Option<&Element>, node: &Node<'_>) -> Option<Limit> {
        let before = self.limit_of_part;
        if of.is_some_and(|of| of.name == "Observation.component") {
            self.limit_of_part = input_limit(node);
        }
        before
    }
}
