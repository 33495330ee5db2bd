use rustc_hash::FxHashMap;

use crate::json::{Member, Node};
use crate::problem::{Problem, Severity};

/// Tells it of a row when what it was read from repeats itself.
pub(super) fn tell(repeated: bool, pointer: &str, problems: &mut Vec<Problem>) {
    if repeated {
        problems.push(Problem::new(Severity::Warning, "repeated_member", pointer));
    }
}

/// Members up to which each is compared with each: nearly every object.
const FEW: usize = 16;

/// Members that hold one text: a list of several says as many things.
const SINGLE: [&str; 5] = ["code", "display", "status", "system", "text"];

/// Whether an object in here has a member twice that says two things. The rows read the first where
/// nothing else is said of it, so that the reader has to be told.
pub(super) fn repeats(node: &Node<'_>) -> bool {
    match node {
        Node::Object(members) => {
            contradicts_itself(members) || members.iter().any(|(_, value)| repeats(value))
        }
        Node::Array(items) => items.iter().any(repeats),
        _ => false,
    }
}

fn contradicts_itself(members: &[Member<'_>]) -> bool {
    if members.iter().any(several_texts) {
        return true;
    }
    let said = || members.iter().filter(|(_, value)| !value.is_null());
    if members.len() <= FEW {
        return said().enumerate().any(|(at, (name, value))| {
            said()
                .skip(at + 1)
                .any(|(other, again)| name == other && value != again)
        });
    }
    let mut first: FxHashMap<&str, &Node<'_>> = FxHashMap::default();
    said().any(|(name, value)| *first.entry(name).or_insert(value) != value)
}

fn several_texts((name, value): &Member<'_>) -> bool {
    let Node::Array(items) = value else {
        return false;
    };
    let mut texts = items.iter().filter(|item| matches!(item, Node::String(_)));
    let first = texts.next();
    SINGLE.contains(&&**name) && texts.any(|text| Some(text) != first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn only_a_member_that_says_two_things_is_told() {
        let told = |json: &str| repeats(&parse(json.as_bytes()).unwrap());
        assert!(told(r#"{"a":1,"a":2}"#));
        assert!(told(r#"{"x":[{"y":{"a":"1","b":1,"a":"2"}}]}"#));
        assert!(told(r#"{"coding":[{"code":["a","b"]}]}"#));
        assert!(!told(
            r#"{"coding":[{"code":["a","a"]}],"category":["a","b"]}"#
        ));
        assert!(!told(r#"{"a":1,"a":1}"#));
        assert!(!told(r#"{"a":1,"a":null}"#));
        assert!(!told(r#"[{"a":1},{"a":2}]"#));
        let many: Vec<_> = (0..40).map(|n| format!(r#""k{n}":{n}"#)).collect();
        assert!(!told(&format!("{{{}}}", many.join(","))));
        assert!(told(&format!(r#"{{{},"k3":0}}"#, many.join(","))));
    }
}
