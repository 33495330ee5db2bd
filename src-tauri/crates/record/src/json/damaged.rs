use super::{Node, Path, Pointer};

/// Texts and names in `node` that hold U+FFFD, in order, at most `most` of them. `base` is the pointer
/// of `node`.
pub(crate) fn damaged(node: &Node<'_>, base: &str, most: usize) -> Vec<Pointer> {
    let mut found = Vec::new();
    seek(node, &Path::At(base), most, &mut found);
    found
}

fn seek(node: &Node<'_>, path: &Path<'_>, most: usize, found: &mut Vec<Pointer>) {
    if found.len() >= most {
        return;
    }
    match node {
        Node::String(text) if is_damaged(text) => found.push(path.pointer()),
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                seek(item, &Path::Index(path, index), most, found);
            }
        }
        Node::Object(members) => {
            for (name, value) in members {
                let here = Path::Key(path, name);
                if is_damaged(name) && found.len() < most {
                    found.push(here.pointer());
                }
                seek(value, &here, most, found);
            }
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

fn is_damaged(text: &str) -> bool {
    text.contains(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn texts_and_names_are_found_up_to_a_limit() {
        let node =
            parse(b"{\"a\":[1,\"x\",\"y\xFF\"],\"b\xFF\":{\"c\":\"\xFF\"},\"d\":\"\\ufffd\"}")
                .unwrap();
        let all = ["/0/a/2", "/0/b\u{FFFD}", "/0/b\u{FFFD}/c", "/0/d"];
        let found = |most| damaged(&node, "/0", most);
        assert!(found(9).iter().map(|p| &**p).eq(all));
        assert!(found(3).iter().map(|p| &**p).eq(all.into_iter().take(3)));
    }
}
