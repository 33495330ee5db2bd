use super::document::group;
use super::elements::owner;
use super::leaf::{Place, XML, count};
use super::path::Path;
use super::view::{Answer, AnswerKind, Values};
use super::walk::Walk;
use super::{Pointers, unreadable};
use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::Node;
use crate::vocabulary::{Gender, Identity, MemberId, PartialDate};
use crate::xml::parse_xml;

/// The older answers of 特定健診 and 薬剤情報: `XmlMsg` with a header and a body.
pub(super) fn read(bytes: &[u8], pointers: Pointers) -> Answer<'_> {
    let root = match parse_xml(bytes) {
        Ok(root) => root,
        Err(error) => return unreadable(error),
    };
    let Some(message) = root.first(XML) else {
        return unreadable(ReadError::UnknownXml);
    };
    let scope = Scope::default();
    let mut walk = Walk::new(&scope, std::iter::empty(), pointers == Pointers::Kept);
    let place = Place::of(XML);
    let fields = walk.message(owner(XML), message, place, &Path::At("/XmlMsg"));
    let mut block = group("サービスXML", Vec::new());
    block.fields = fields;
    let mut answer = Answer::empty(AnswerKind::ServiceXml);
    answer.readable = true;
    answer.patient = identity(message);
    answer.facility = below(message, "MedicalInstitutionCode").map(str::to_owned);
    answer.document_date = below(message, "EffectiveTime")
        .map(|text| day(text).map_or_else(|| text.to_owned(), |day| day.as_str().to_owned()));
    answer.values = Values {
        sent: count(message, place),
        placed: walk.placed,
        other: walk.other.len(),
    };
    answer.other = std::mem::take(&mut walk.other);
    answer.problems = std::mem::take(&mut walk.problems);
    answer.counts.checkup_item = elements_named(message, "ItemCode");
    answer.blocks = vec![block];
    answer
}

/// 資格情報 of the header, under whichever of its names.
fn identity(message: &Node<'_>) -> Option<Identity> {
    let header = ["QualificationsInfo", "QuaInf"]
        .iter()
        .find_map(|name| find(message, name))?;
    let text = |names: &[&str]| names.iter().find_map(|name| below(header, name));
    Some(Identity {
        name: text(&["Name"]).unwrap_or_default().to_owned(),
        kana: text(&["KanasName", "KanaName"]).map(str::to_owned),
        birth_date: text(&["Birthday", "Birthdate"]).and_then(day),
        gender: match text(&["AdministrativeGenderCode", "Sex1"]) {
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

/// `yyyyMMdd`, as the service writes days.
fn day(text: &str) -> Option<PartialDate> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    PartialDate::parse(&format!("{year}-{month}-{day}"))
}

fn below<'t>(node: &'t Node<'_>, name: &str) -> Option<&'t str> {
    find(node, name)?.as_text()
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

fn elements_named(node: &Node<'_>, name: &str) -> usize {
    match node {
        Node::Object(members) => members
            .iter()
            .map(|(key, value)| usize::from(key == name) + elements_named(value, name))
            .sum(),
        Node::Array(items) => items.iter().map(|item| elements_named(item, name)).sum(),
        _ => 0,
    }
}
