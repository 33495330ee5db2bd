use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::entry::{Entry, entries};
use super::facility::number_and_name;
use super::reference::Target;
use super::tagged;
use crate::json::Node;
use crate::problem::{Problem, Severity};

/// The resources of one version of a set (all its parts), and the way from a reference to one.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    /// Every entry in the order sent; an exact copy of an earlier entry is left out.
    pub(crate) entries: Vec<Entry<'a>>,
    /// The roots of the parts that could be read.
    pub(crate) roots: Vec<&'a Node<'a>>,
    /// Entries of Bundles inside an entry: references may name them, but they are no entries of the
    /// set. Indexed behind `entries`.
    enclosed: Vec<Entry<'a>>,
    by_url: FxHashMap<&'a str, usize>,
    by_type: FxHashMap<(&'a str, &'a str), usize>,
    by_id: FxHashMap<&'a str, usize>,
    /// By the value of an identifier; made when a reference first names one by that alone.
    guarded: OnceCell<FxHashMap<&'a str, &'a Node<'a>>>,
    /// Names of facilities by their numbers; made when one is first asked for.
    facility_names: OnceCell<FxHashMap<&'a str, Option<&'a str>>>,
    /// The resources contained in one that has many, by their ids; made when one is first asked for.
    inside: RefCell<FxHashMap<*const Node<'a>, ById<'a>>>,
    undelivered: bool,
}

type ById<'a> = FxHashMap<&'a str, &'a Node<'a>>;

/// Contained resources, and members of what contains them, that are looked through for each reference.
const FEW: usize = 32;

impl<'a> Scope<'a> {
    /// Indexes the parts. What is wrong with them goes into `problems`.
    pub(crate) fn read(parts: &'a [Node<'a>], problems: &mut Vec<Problem>) -> Self {
        let mut scope = Self::default();
        for root in parts {
            match entries(root, problems) {
                Ok(found) => {
                    scope.roots.push(root);
                    // A resource that came by itself is judged where it is read.
                    let set = root.text("resourceType") == Some("Bundle");
                    if set && root.get("implicitRules").is_some() {
                        problems.push(Problem::new(Severity::Warning, "implicit_rules", ""));
                    }
                    for entry in found {
                        scope.add(entry, problems);
                    }
                }
                Err(error) => problems.push(Problem::new(Severity::Error, error.code(), "")),
            }
        }
        scope.enclose();
        scope.undelivered = scope
            .roots
            .iter()
            .any(|root| root.text("resourceType") == Some("Bundle") && tagged(root, "UNDELIVERED"));
        scope
    }

    /// Indexes what stands in Bundles inside entries; what the answer itself names goes first.
    fn enclose(&mut self) {
        let mut open: Vec<&'a Node<'a>> =
            self.of_kind("Bundle").map(|entry| entry.resource).collect();
        while let Some(bundle) = open.pop() {
            for entry in entries(bundle, &mut Vec::new()).unwrap_or_default() {
                if entry.kind == "Bundle" {
                    open.push(entry.resource);
                }
                let index = self.entries.len() + self.enclosed.len();
                if let Some(id) = entry.resource.text("id") {
                    self.by_type.entry((entry.kind, id)).or_insert(index);
                    self.by_id.entry(id).or_insert(index);
                }
                if let Some(url) = entry.full_url {
                    self.by_url.entry(url).or_insert(index);
                }
                self.enclosed.push(entry);
            }
        }
    }

    /// 未提供 of a whole set: the tag stands on its Bundle.
    pub(crate) const fn undelivered(&self) -> bool {
        self.undelivered
    }

    /// A resource that must not be named freely (未提供, 未告知), by the value of an identifier:
    /// a reference may name it by that alone.
    pub(crate) fn guarded(&self, identifier: &str) -> Option<&'a Node<'a>> {
        let guarded = self.guarded.get_or_init(|| self.guard());
        guarded.get(identifier).copied()
    }

    fn guard(&self) -> FxHashMap<&'a str, &'a Node<'a>> {
        let mut guarded = FxHashMap::default();
        let all = self.entries.iter().chain(&self.enclosed);
        for node in all.map(|entry| entry.resource) {
            if tagged(node, "UNDELIVERED") || tagged(node, "UNINFORMED") {
                let identifiers = node.items("identifier");
                for value in identifiers.filter_map(|known| known.text("value")) {
                    guarded.entry(value).or_insert(node);
                }
            }
        }
        guarded
    }

    fn add(&mut self, entry: Entry<'a>, problems: &mut Vec<Problem>) {
        let index = self.entries.len();
        let id = entry.resource.text("id");
        if let Some(id) = id {
            let name = (entry.kind, id);
            let known = self.by_type.get(&name).and_then(|i| self.entries.get(*i));
            if known.is_some_and(|k| k.resource == entry.resource) {
                // Overlapping pages carry the same included Patient again and again.
                if !entry.included {
                    problems.push(Problem::new(
                        Severity::Info,
                        "repeated_entry",
                        &entry.pointer,
                    ));
                }
                return;
            }
            self.by_type.entry(name).or_insert(index);
            self.by_id.entry(id).or_insert(index);
        }
        if let Some(url) = entry.full_url {
            self.by_url.entry(url).or_insert(index);
        }
        self.entries.push(entry);
    }

    /// Entries of one resource type.
    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(move |e| e.kind == kind)
    }

    /// The resource a reference inside `from` points to; none is normal.
    pub(crate) fn resolve(
        &self,
        from: &'a Node<'a>,
        reference: &'a Node<'a>,
    ) -> Option<&'a Node<'a>> {
        match Target::read(reference) {
            Target::Contained(id) => self.contained(from, id),
            other => self.entry(&other).map(|e| e.resource),
        }
    }

    /// The resource contained in `from` under this id.
    pub(crate) fn contained(&self, from: &'a Node<'a>, id: &str) -> Option<&'a Node<'a>> {
        let many = from.members().len() > FEW || from.items("contained").nth(FEW).is_some();
        if !many {
            return contained(from, id);
        }
        let mut inside = self.inside.borrow_mut();
        let by_id = inside.entry(std::ptr::from_ref(from)).or_insert_with(|| {
            let mut by_id = FxHashMap::default();
            for node in from.items("contained") {
                if let Some(id) = node.text("id") {
                    by_id.entry(id).or_insert(node);
                }
            }
            by_id
        });
        by_id.get(id).copied()
    }

    /// The name of the facility with this number: that of the first Organization that has it.
    pub(crate) fn facility_name(&self, number: &str) -> Option<&'a str> {
        let names = self.facility_names.get_or_init(|| {
            let mut names = FxHashMap::default();
            for entry in self.of_kind("Organization") {
                if let (Some(number), name) = number_and_name(entry.resource) {
                    names.entry(number).or_insert(name);
                }
            }
            names
        });
        names.get(number).copied().flatten()
    }

    /// The entry a reference points to, when it is one of this scope.
    pub(crate) fn entry(&self, target: &Target<'_>) -> Option<&Entry<'a>> {
        let index = match target {
            Target::Contained(_) | Target::None | Target::Identifier { .. } => None,
            // A fullUrl without its "urn:uuid:" occurs.
            Target::Url(url) => self.by_url.get(url).or_else(|| {
                let bare = url.rsplit(':').next()?;
                self.by_url.get(bare).or_else(|| self.by_id.get(bare))
            }),
            Target::Typed { kind, id } => self.by_type.get(&(*kind, *id)),
            Target::Bare(id) => self.by_id.get(id).or_else(|| self.by_url.get(id)),
        };
        let index = *index?;
        self.entries
            .get(index)
            .or_else(|| self.enclosed.get(index.checked_sub(self.entries.len())?))
    }
}

/// The resource contained in `from` under this id.
pub(crate) fn contained<'a>(from: &'a Node<'a>, id: &str) -> Option<&'a Node<'a>> {
    from.items("contained").find(|c| c.text("id") == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn every_form_of_reference_resolves_or_is_quietly_absent() {
        let part = parse(
            br##"{"resourceType":"Bundle","entry":[
              {"fullUrl":"urn:uuid:aa","resource":{"resourceType":"Patient","id":"p1"}},
              {"fullUrl":"bb","resource":{"resourceType":"Organization","id":"o1"}},
              {"resource":{"resourceType":"Condition","id":"c1",
                "contained":[{"resourceType":"Practitioner","id":"dr"}],
                "refs":[{"reference":"urn:uuid:aa"},{"reference":"Patient/p1"},
                        {"reference":"p1"},{"reference":"https://x/fhir/Patient/p1"},
                        {"reference":"urn:uuid:bb"},{"reference":"#dr"},
                        {"reference":"Patient/none"},{"display":"x"}]}}]}"##,
        )
        .unwrap();
        let parts = [part];
        let scope = Scope::read(&parts, &mut Vec::new());
        let condition = scope.of_kind("Condition").next().unwrap().resource;
        let kinds: Vec<_> = condition
            .list("refs")
            .into_iter()
            .map(|r| {
                scope
                    .resolve(condition, r)
                    .and_then(|n| n.text("resourceType"))
            })
            .collect();
        let (patient, none) = (Some("Patient"), None);
        assert_eq!(
            kinds,
            [
                patient,
                patient,
                patient,
                patient,
                Some("Organization"),
                Some("Practitioner"),
                none,
                none
            ]
        );
    }

    #[test]
    fn exact_copies_are_one_entry_but_equal_ids_are_not() {
        let part = parse(
            br#"{"resourceType":"Bundle","entry":[
              {"resource":{"resourceType":"Condition","id":"1","x":1}},
              {"resource":{"resourceType":"Condition","id":"1","x":1}},
              {"resource":{"resourceType":"Condition","id":"1","x":2}}]}"#,
        )
        .unwrap();
        let mut problems = Vec::new();
        let parts = [part];
        assert_eq!(Scope::read(&parts, &mut problems).entries.len(), 2);
        assert_eq!(problems[0].code, "repeated_entry");
    }
}
