use super::day::day;
use super::names::{Names, text_of};
use crate::json::Node;
use crate::vocabulary::{Gender, Identity, MemberId};

/// Everybody whom the message is about: each 資格情報, under whichever of its names. The numbers of
/// the message are those of the first.
pub(in crate::answer) fn people(message: &Node<'_>) -> Vec<Identity> {
    let mut found = Vec::new();
    each_object(message, &mut |node| {
        for header in ["QualificationsInfo", "QuaInf"] {
            found.extend(node.items(header).map(person));
        }
    });
    if let Some(first) = found.first_mut() {
        first.member_ids = numbers(message);
    }
    found
}

fn person(header: &Node<'_>) -> Identity {
    let names = Names::get();
    Identity {
        name: below(header, "Name").unwrap_or_default().to_owned(),
        kana: any_below(header, &names.kana).map(str::to_owned),
        birth_date: any_below(header, &names.birth_date).and_then(day),
        gender: match any_below(header, &names.gender) {
            Some("1") => Some(Gender::Male),
            Some("2") => Some(Gender::Female),
            Some("3") => Some(Gender::Other),
            _ => None,
        },
        member_ids: Vec::new(),
    }
}

/// Every distinct 被保険者番号 of the message: 保険者番号・記号・番号・枝番, each in an element of its
/// own, side by side or (of one number only) anywhere.
pub(in crate::answer) fn numbers(message: &Node<'_>) -> Vec<MemberId> {
    let mut found: Vec<MemberId> = Vec::new();
    each_object(message, &mut |node| {
        let beside = |names: &[String]| names.iter().find_map(|name| text_of(node.first(name)?));
        let number = member_id(beside);
        let known = |number: &MemberId| found.iter().any(|known| known.same_as(number));
        found.extend(number.filter(|number| !known(number)));
    });
    if found.is_empty() {
        found.extend(member_id(|names| any_below(message, names)));
    }
    found
}

fn member_id<'t>(part: impl Fn(&[String]) -> Option<&'t str>) -> Option<MemberId> {
    let names = Names::get();
    let (insurer, number) = (part(&names.insurer)?, part(&names.number)?);
    let symbol = part(&names.symbol).unwrap_or_default();
    let branch = part(&names.branch).unwrap_or_default();
    MemberId::parse(&format!("{insurer:0>8}:{symbol}:{number}:{branch}")).ok()
}

fn each_object<'t, 'a>(node: &'t Node<'a>, visit: &mut impl FnMut(&'t Node<'a>)) {
    match node {
        Node::Object(members) => {
            visit(node);
            members
                .iter()
                .for_each(|(_, value)| each_object(value, visit));
        }
        Node::Array(items) => items.iter().for_each(|item| each_object(item, visit)),
        _ => {}
    }
}

fn any_below<'t>(node: &'t Node<'_>, names: &[String]) -> Option<&'t str> {
    names.iter().find_map(|name| below(node, name))
}

fn below<'t>(node: &'t Node<'_>, name: &str) -> Option<&'t str> {
    text_of(find(node, name)?)
}

/// The first element of this name, at any depth.
fn find<'t, 'a>(node: &'t Node<'a>, name: &str) -> Option<&'t Node<'a>> {
    match node {
        Node::Object(members) => members
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
            .or_else(|| members.iter().find_map(|(_, value)| find(value, name))),
        Node::Array(items) => items.iter().find_map(|item| find(item, name)),
        _ => None,
    }
}
