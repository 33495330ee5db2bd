use super::roots::roots;
use super::service_xml::{numbers, people};
use super::{Form, form};
use crate::fhir::patient::identity;
use crate::json::{Node, parse_leading};
use crate::patient_match::{Difference, PatientMatch, difference, match_patient, plain};
use crate::stated::{StatedPatient, stated_in};
use crate::vocabulary::{Identity, MemberId};
use crate::xml::read_xml;

/// Whose a file is, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The person's.
    Agrees,
    /// The person's, under another name.
    NameDiffers,
    /// Nothing contradicts, but it says too little to tell, or not of everything in it.
    Incomplete,
    /// It does not say.
    NotStated,
    /// Somebody else's, or also somebody else's.
    Other(Difference),
}

/// Compares a person with everything that a file says of whom it is about: in every answer that
/// follows another in it, and at any depth. What cannot be read says nothing.
///
/// As [`match_patient`] does, and more strictly, for nobody asked for this file: where number, birth
/// date and sex do not tell, another name is another person. A number without its 枝番 is that of a
/// family; it can only contradict.
#[must_use]
pub fn whose(bytes: &[u8], expected: &Identity) -> Whose {
    let said = match form(bytes) {
        Form::Json => of_answers(bytes, expected),
        Form::Xml => of_messages(bytes, expected),
        Form::Pdf | Form::Zip | Form::Wide => None,
    };
    said.unwrap_or(Whose::NotStated)
}

fn of_answers(bytes: &[u8], expected: &Identity) -> Option<Whose> {
    let leading = parse_leading(bytes).ok()?;
    let roots = roots(&leading.nodes);
    let fhir = roots.iter().filter(|root| root.is_fhir());
    fhir.map(|root| of_resource(root.node, expected))
        .reduce(together)
}

fn of_resource(root: &Node<'_>, expected: &Identity) -> Whose {
    let Ok(stated) = stated_in(root) else {
        return Whose::NotStated;
    };
    match (judged(expected, &stated), somebody_else(root, expected)) {
        (Whose::Other(difference), _) | (_, Some(difference)) => Whose::Other(difference),
        (Whose::Agrees, None) if stated.unnamed_entries > 0 => Whose::Incomplete,
        (whose, None) => whose,
    }
}

/// What two answers of one file say together.
fn together(one: Whose, other: Whose) -> Whose {
    match one.max(other) {
        Whose::NotStated if one != other => Whose::Incomplete,
        worse => worse,
    }
}

/// A Patient wherever it stands: contained, in a parameter, in a Bundle inside a Bundle.
fn somebody_else(node: &Node<'_>, expected: &Identity) -> Option<Difference> {
    let below = |value| somebody_else(value, expected);
    match node {
        Node::Array(items) => items.iter().find_map(below),
        Node::Object(members) => {
            let here = node.text("resourceType") == Some("Patient");
            let here = here.then(|| difference(expected, &identity(node)));
            here.flatten()
                .or_else(|| members.iter().find_map(|(_, value)| below(value)))
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => None,
    }
}

fn of_messages(bytes: &[u8], expected: &Identity) -> Option<Whose> {
    let roots = read_xml(bytes).ok()?.roots;
    let messages = roots.iter().map(|root| of_message(root, expected));
    messages.reduce(together)
}

fn of_message(root: &Node<'_>, expected: &Identity) -> Whose {
    let mut told = Vec::new();
    for number in numbers(root) {
        match fits(expected, &number) {
            Some(true) => told.push(number),
            Some(false) => return Whose::Other(Difference::MemberId),
            None => {}
        }
    }
    let mut people = people(root);
    for person in &mut people {
        person.member_ids.clone_from(&told);
    }
    if people.is_empty() {
        return judged(expected, &stated(None, told));
    }
    let all = people.into_iter();
    all.map(|person| judged(expected, &stated(Some(person), Vec::new())))
        .reduce(together)
        .unwrap_or(Whose::NotStated)
}

fn stated(identity: Option<Identity>, entry_member_ids: Vec<MemberId>) -> StatedPatient {
    StatedPatient {
        identity,
        patient_refs: Vec::new(),
        logical_ids: Vec::new(),
        entry_member_ids,
        unnamed_entries: 0,
        further: Vec::new(),
    }
}

/// Whether a number is one of the person's; none where that cannot be told.
fn fits(expected: &Identity, number: &MemberId) -> Option<bool> {
    let known = &expected.member_ids;
    if known.iter().any(|known| known.same_as(number)) {
        return Some(true);
    }
    let family = |known: &MemberId| {
        let (known, number) = (known.normalised(), number.normalised());
        match (known.rsplit_once(':'), number.rsplit_once(':')) {
            (Some((one, of_one)), Some((other, of_other))) => {
                one == other && (of_one.is_empty() || of_other.is_empty())
            }
            _ => false,
        }
    };
    if known.is_empty() || known.iter().any(family) {
        return None;
    }
    Some(false)
}

fn judged(expected: &Identity, stated: &StatedPatient) -> Whose {
    match match_patient(expected, stated) {
        PatientMatch::Same => Whose::Agrees,
        PatientMatch::NameDiffers => Whose::NameDiffers,
        PatientMatch::Other(difference) => Whose::Other(difference),
        PatientMatch::NotStated => by_name(expected, stated),
    }
}

/// Where no number tells: what the name, birth date and sex say together.
fn by_name(expected: &Identity, stated: &StatedPatient) -> Whose {
    let Some(found) = &stated.identity else {
        let silent = stated.entry_member_ids.is_empty();
        return if silent {
            Whose::NotStated
        } else {
            Whose::Incomplete
        };
    };
    let day = |who: &Identity| who.birth_date.as_ref()?.day();
    let born = day(expected).is_some() && day(expected) == day(found);
    let sex = expected.gender.is_some() && expected.gender == found.gender;
    if another(&expected.name, &found.name) && !same_kana(expected, found) {
        return if born && sex {
            Whose::NameDiffers
        } else {
            Whose::Other(Difference::Name)
        };
    }
    let silent = found.name.trim().is_empty()
        && found.birth_date.is_none()
        && found.gender.is_none()
        && found.member_ids.is_empty();
    if silent {
        Whose::NotStated
    } else {
        Whose::Incomplete
    }
}

/// Whether both names are stated and differ.
fn another(expected: &str, found: &str) -> bool {
    let (expected, found) = (plain(expected), plain(found));
    !expected.is_empty() && !found.is_empty() && expected != found
}

fn same_kana(expected: &Identity, found: &Identity) -> bool {
    match (&expected.kana, &found.kana) {
        (Some(expected), Some(found)) => plain(expected) == plain(found),
        _ => false,
    }
}
