//! The texts of a service message, counted by a loop that knows nothing of how messages are read.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use record::{Pointers, read};

/// Elements of codes are no values, and neither are attributes of that name.
fn is_value(name: &str, text: &str) -> bool {
    let code = name.ends_with("Code") && name != "AdministrativeGenderCode"
        || ["Oid", "DataType", "ArbitraryFileIdentifier"].contains(&name);
    !code && !text.trim().is_empty()
}

/// Every text between tags and every attribute, sorted.
fn texts(xml: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut reader = Reader::from_str(xml);
    loop {
        let event = reader.read_event().unwrap();
        if matches!(event, Event::Start(_) | Event::Empty(_) | Event::End(_)) {
            let run = std::mem::take(&mut text);
            found.extend(open.last().filter(|name| is_value(name, &run)).map(|_| run));
        }
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap();
                    if is_value(attribute.key.as_ref(), &value) {
                        found.push(value.into_owned());
                    }
                }
                if matches!(event, Event::Start(_)) {
                    open.push(start.name().as_ref().to_owned());
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(run) => text.push_str(&run.xml10_content()),
            Event::CData(run) => text.push_str(&run.xml10_content()),
            Event::GeneralRef(name) => {
                let known = quick_xml::escape::resolve_predefined_entity(&name);
                text.push_str(known.unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found.sort();
    found
}

fn adds_up(xml: &str) {
    let answer = read(xml.as_bytes(), Pointers::Kept);
    assert!(answer.readable, "{:?}", answer.problems);
    let told = faults::told(&answer);
    let mut pointers: Vec<&str> = told.iter().map(|one| &*one.pointer).collect();
    pointers.sort_unstable();
    let all = pointers.len();
    pointers.dedup();
    assert_eq!(pointers.len(), all, "a text is told twice:\n{xml}");
    let mut told: Vec<String> = told.into_iter().map(|one| one.text).collect();
    told.sort();
    let sent = texts(xml);
    assert_eq!(told, sent, "{xml}");
    let values = answer.values;
    assert_eq!(
        (values.sent, values.placed + values.other),
        (sent.len(), sent.len())
    );
}

#[test]
fn every_text_of_the_samples_is_told_once() {
    let mut seen = 0;
    for sample in faults::samples::small() {
        if sample.name.ends_with("service.xml") {
            adds_up(std::str::from_utf8(&sample.bytes).unwrap());
            seen += 1;
        }
    }
    assert_eq!(seen, 1);
    adds_up(include_str!(
        "../../../clins/tests/offline/answers/service_xml.xml"
    ));
}

/// Names with a place, names with a meaning and names that nobody knows.
const NAMES: [&str; 22] = [
    "MessageHeader",
    "MessageBody",
    "SpecificHealthCheckupInfo",
    "EffectiveTime",
    "Item",
    "ItemCode",
    "ItemName",
    "DataType",
    "DataValue",
    "DataValueName",
    "Unit",
    "Oid",
    "CzDiMonthInf",
    "CzDiMonth",
    "CzDrugN",
    "DrugName",
    "AdministrativeGenderCode",
    "ResultCode",
    "MessageContents",
    "MedicalInstitutionCode",
    "Unknown",
    "UnknownCode",
];

const TEXTS: [&str; 9] = [
    "1",
    "9",
    "20260530",
    "1.2.392.200119.6.2102",
    "9A751000000000001",
    "陽性",
    "a &amp; b",
    "<![CDATA[<c>]]>",
    "  ",
];

fn element() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(&NAMES[..]);
    let text = || prop::sample::select(&TEXTS[..]);
    let attribute = prop::option::of((prop::sample::select(vec!["x", "EffectiveTime"]), text()))
        .prop_map(|one| match one {
            Some((name, value)) if !value.starts_with('<') => format!(" {name}='{value}'"),
            _ => String::new(),
        });
    let leaf = (name(), attribute.clone(), text())
        .prop_map(|(name, attribute, text)| format!("<{name}{attribute}>{text}</{name}>"));
    leaf.prop_recursive(5, 60, 8, move |inner| {
        let children = prop::collection::vec(
            prop_oneof![4 => inner, 1 => text().prop_map(str::to_owned)],
            0..8,
        );
        (name(), attribute.clone(), children).prop_map(|(name, attribute, children)| {
            format!("<{name}{attribute}>{}</{name}>", children.concat())
        })
    })
}

proptest! {
    #[test]
    fn every_text_of_any_message_is_told_once(body in prop::collection::vec(element(), 0..6)) {
        adds_up(&format!("<XmlMsg>{}</XmlMsg>", body.concat()));
    }
}
