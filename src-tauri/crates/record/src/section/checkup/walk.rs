use std::collections::HashSet;

use super::item::{Item, item, says_something};
use crate::fhir::concept::Concept;
use crate::fhir::scope::Scope;
use crate::fhir::tagged;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::section::status::is_error;
use crate::view::CheckupRowKind;

/// What a report holds.
pub(super) struct Walked {
    pub(super) items: Vec<Item>,
    /// 未提供: only counted.
    pub(super) undelivered: usize,
}

/// Every item of a report: what its sections list, the members of groups (which no section
/// lists), and whatever Observation is left.
pub(super) fn walk<'a>(
    scope: &Scope<'a>,
    composition: Option<&'a Node<'a>>,
    problems: &mut Vec<Problem>,
) -> Walked {
    let mut walk = Walk {
        scope,
        seen: HashSet::new(),
        depth: 0,
        walked: Walked {
            items: Vec::new(),
            undelivered: 0,
        },
    };
    if let Some(composition) = composition {
        walk.sections(composition, composition);
    }
    let rest: Vec<_> = scope.of_kind("Observation").collect();
    let (groups, singles): (Vec<_>, Vec<_>) = rest
        .into_iter()
        .partition(|e| !e.resource.list("hasMember").is_empty());
    for entry in groups.into_iter().chain(singles) {
        if walk.observation(entry.resource, CheckupRowKind::Examination, None)
            && composition.is_some()
        {
            problems.push(Problem::new(
                Severity::Info,
                "outside_sections",
                &entry.pointer,
            ));
        }
    }
    for item in &walk.walked.items {
        for (doubtful, code) in [
            (item.disagrees, "display_differs"),
            (item.unit_differs, "unit_differs"),
            (item.repeated, "repeated_member"),
        ] {
            if doubtful {
                problems.push(Problem::new(Severity::Warning, code, item.row.as_str()));
            }
        }
    }
    walk.walked
}

struct Walk<'s, 'a> {
    scope: &'s Scope<'a>,
    seen: HashSet<*const Node<'a>>,
    /// How many groups are being taken inside each other.
    depth: usize,
    walked: Walked,
}

/// Groups within groups that are followed.
const MAX_GROUPS: usize = 16;

impl<'a> Walk<'_, 'a> {
    fn sections(&mut self, holder: &'a Node<'a>, composition: &'a Node<'a>) {
        for section in holder.list("section") {
            let kind = kind_of(section);
            for reference in section.list("entry") {
                let found = self.scope.resolve(composition, reference);
                if let Some(observation) =
                    found.filter(|n| n.text("resourceType") == Some("Observation"))
                {
                    self.observation(observation, kind, None);
                }
            }
            self.sections(section, composition);
        }
    }

    /// Takes an Observation with its members; false when it was taken before.
    fn observation(
        &mut self,
        observation: &'a Node<'a>,
        kind: CheckupRowKind,
        group: Option<&str>,
    ) -> bool {
        if !self.seen.insert(std::ptr::from_ref(observation)) {
            return false;
        }
        if is_error(observation) {
            return true;
        }
        if tagged(observation, "UNDELIVERED") {
            self.walked.undelivered += 1;
            return true;
        }
        let members = observation.list("hasMember");
        if members.is_empty() || says_something(observation) {
            let item = item(self.scope, observation, kind, group);
            self.walked.items.push(item);
        }
        let heading = Concept::under(observation, "code").words();
        // A chain of groups longer than any real one is taken as single items: each of its members
        // costs room on the stack.
        if self.depth >= MAX_GROUPS {
            return true;
        }
        self.depth += 1;
        for reference in members {
            if let Some(member) = self.scope.resolve(observation, reference) {
                self.observation(member, CheckupRowKind::Group, heading.or(group));
            }
        }
        self.depth -= 1;
        true
    }
}

/// Section codes ending in 2 (01012 …) and 01920 hold 問診, 01990 任意追加項目.
fn kind_of(section: &Node<'_>) -> CheckupRowKind {
    let code = Concept::under(section, "code");
    let code = code.real().map(|c| c.code).next().unwrap_or_default();
    match code {
        "01990" => CheckupRowKind::Additional,
        "01920" | "01012" | "01022" | "01032" | "01042" | "01072" | "01082" => {
            CheckupRowKind::Questionnaire
        }
        _ => CheckupRowKind::Examination,
    }
}
