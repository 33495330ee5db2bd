use rustc_hash::FxHashSet;

use crate::json::{Member, Node, Path};
use crate::problem::{Problem, Severity};

const CODE: &str = "repeated_member";

/// Places that are told one by one.
const TOLD: usize = 100;

/// Members up to which each name is compared with each: nearly every object.
const FEW: usize = 16;

/// Tells each member that an object has twice, be it a value, an object or a list: which of them counts
/// nobody can say. Those among `known` are told already. `base` is the pointer of `node`.
pub(super) fn repeated(node: &Node<'_>, base: &str, known: &[Problem]) -> Vec<Problem> {
    let known = known.iter().filter(|problem| problem.code == CODE);
    let mut search = Search {
        told: known.map(|problem| problem.pointer.clone()).collect(),
        found: Vec::new(),
    };
    search.below(node, &Path::At(base));
    search.found
}

struct Search {
    told: FxHashSet<String>,
    found: Vec<Problem>,
}

impl Search {
    fn below(&mut self, node: &Node<'_>, path: &Path<'_>) {
        match node {
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.below(item, &Path::Index(path, index));
                }
            }
            Node::Object(members) => {
                for name in twice(members) {
                    self.tell(&Path::Key(path, name));
                }
                for (name, value) in members {
                    if matches!(value, Node::Array(_) | Node::Object(_)) {
                        self.below(value, &Path::Key(path, name));
                    }
                }
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
        }
    }

    fn tell(&mut self, path: &Path<'_>) {
        if self.found.len() >= TOLD {
            return;
        }
        let pointer = String::from(path.pointer());
        if self.told.insert(pointer.clone()) {
            let problem = Problem::new(Severity::Warning, CODE, pointer);
            self.found.push(problem);
        }
    }
}

/// The names that stand more than once, null apart.
fn twice<'n>(members: &'n [Member<'_>]) -> Vec<&'n str> {
    let said = || {
        let said = members.iter().filter(|(_, value)| !value.is_null());
        said.map(|(name, _)| &**name)
    };
    if members.len() <= FEW {
        let again = said().enumerate();
        let again = again.filter(|(at, name)| said().take(*at).any(|other| other == *name));
        return again.map(|(_, name)| name).collect();
    }
    let mut seen = FxHashSet::default();
    said().filter(|name| !seen.insert(*name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn every_repeated_member_is_told_once_wherever_it_stands() {
        let json = br#"{"a":{"b":1,"b":2,"b":3},"a":[{"c":{},"c":{}}],"d":null,"d":1,"e":"x"}"#;
        let node = parse(json).unwrap();
        let found = |known: &[Problem]| -> Vec<String> {
            let found = repeated(&node, "/0", known);
            found.into_iter().map(|problem| problem.pointer).collect()
        };
        assert_eq!(found(&[]), ["/0/a", "/0/a/b", "/0/a/0/c"]);
        let known = [Problem::new(Severity::Warning, CODE, "/0/a/b")];
        assert_eq!(found(&known), ["/0/a", "/0/a/0/c"]);
        let many: String = (0..300).map(|n| format!(",\"n{}\":1", n / 2)).collect();
        let json = format!("{{\"x\":1{many}}}");
        let node = parse(json.as_bytes()).unwrap();
        assert_eq!(repeated(&node, "", &[]).len(), TOLD);
    }
}
