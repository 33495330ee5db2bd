use super::day::day;
use super::names::{Names, text_of};
use crate::json::Node;
use crate::vocabulary::{Gender, Identity, MemberId};

/// 資格情報 of the header, under whichever of its names.
pub(super) fn identity(message: &Node<'_>) -> Option<Identity> {
    let header = ["QualificationsInfo", "QuaInf"]
        .iter()
        .find_map(|name| find(message, name))?;
    let names = Names::get();
    let text = |names: &[String]| names.iter().find_map(|name| below(header, name));
    Some(Identity {
        name: below(header, "Name").unwrap_or_default().to_owned(),
        kana: text(&names.kana).map(str::to_owned),
        birth_date: text(&names.birth_date).and_then(day),
        gender: match text(&names.gender) {
            Some("1") => Some(Gender::Male),
            Some("2") => Some(Gender::Female),
            Some("3") => Some(Gender::Other),
            _ => None,
        },
        member_ids: member_id(message).into_iter().collect(),
    })
}

/// 保険者番号・記号・番号・枝番, each in an element of its own.
fn member_id(message: &Node<'_>) -> Option<MemberId> {
    let part = |name| below(message, name).unwrap_or_default();
    let (insurer, number) = (
        part("InsurerNumber"),
        part("InsuredPersonIdentificationNumber"),
    );
    let (symbol, branch) = (part("InsuranceCardSymbol"), part("BranchNumber"));
    if insurer.is_empty() || number.is_empty() {
        return None;
    }
    MemberId::parse(&format!("{insurer:0>8}:{symbol}:{number}:{branch}")).ok()
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
