use super::admit::Standing;
use super::observation::Measured;
use super::result::status_note;
use super::row_key::identifier;
use crate::fhir::brief::brief;
use crate::fhir::facility::facility;
use crate::fhir::scope::Scope;
use crate::fhir::tagged;
use crate::json::Node;
use crate::view::{FacilityView, ResultStatus};

/// What results that follow each other share: read once for all of them, for one Observation may have
/// thousands of components, and one entry thousands of members.
pub(super) struct Shared<'s, 'a> {
    scope: &'s Scope<'a>,
    entry: Option<(&'a Node<'a>, LabEntry)>,
    observation: Option<(&'a Node<'a>, Standing, Option<ResultStatus>)>,
}

/// What all results of one entry say alike.
pub(super) struct LabEntry {
    pub(super) facility: FacilityView,
    /// The facility's own identifier.
    pub(super) identifier: Option<String>,
    pub(super) long_term: bool,
    standing: Standing,
}

impl LabEntry {
    fn read<'a>(scope: &Scope<'a>, outer: &'a Node<'a>) -> Self {
        Self {
            facility: facility(scope, outer),
            identifier: identifier(outer).map(|id| brief(id).into_owned()),
            long_term: tagged(outer, "LTS"),
            standing: Standing::of(outer),
        }
    }
}

impl<'s, 'a> Shared<'s, 'a> {
    pub(super) const fn new(scope: &'s Scope<'a>) -> Self {
        Self {
            scope,
            entry: None,
            observation: None,
        }
    }

    /// The entry a result travelled in.
    pub(super) fn entry(&mut self, outer: &'a Node<'a>) -> &LabEntry {
        let known = self.entry.take();
        let known = known.filter(|(node, _)| std::ptr::eq(*node, outer));
        let read = || (outer, LabEntry::read(self.scope, outer));
        &self.entry.insert(known.unwrap_or_else(read)).1
    }

    /// What the Observation says of its result as a row, and the entry around it.
    pub(super) fn standing(&mut self, measured: &Measured<'a>) -> Standing {
        let around = self.entry(measured.outer).standing;
        let (_, standing, _) = self.observation(measured.observation);
        standing.within(around)
    }

    pub(super) fn status_note(&mut self, observation: &'a Node<'a>) -> Option<ResultStatus> {
        self.observation(observation).2
    }

    fn observation(
        &mut self,
        observation: &'a Node<'a>,
    ) -> (&'a Node<'a>, Standing, Option<ResultStatus>) {
        let known = self.observation.take();
        let known = known.filter(|(node, ..)| std::ptr::eq(*node, observation));
        let read = || {
            let standing = Standing::of(observation);
            (observation, standing, status_note(observation))
        };
        *self.observation.insert(known.unwrap_or_else(read))
    }
}
