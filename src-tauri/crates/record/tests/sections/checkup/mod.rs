//! 健診 documents built in code.

mod part;
mod report;
mod row;

use record::view::{CheckupContent, CheckupRow};

use crate::support::bundle;

pub(crate) const ITEM: &str = "urn:oid:1.2.392.200119.6.1005";

/// An Observation `id` of item `code` with this value and further members.
pub(crate) fn item(id: &str, code: &str, name: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"{id}","status":"final","effectiveDateTime":
        "2026-04-10","code":{{"coding":[{{"system":"{ITEM}","code":"{code}","display":"{name}"}}]}}
        {rest}}}"#
    )
}

/// A numeric item.
pub(crate) fn number(code: &str, name: &str, value: &str, rest: &str) -> String {
    let rest = format!(r#","valueQuantity":{{"value":{value},"unit":"u"}}{rest}"#);
    item(code, code, name, &rest)
}

/// A 健診 document examined on `day`; all items stand in section 01011.
pub(crate) fn document(identifier: &str, category: &str, day: &str, items: &[String]) -> Vec<u8> {
    let ids: Vec<String> = items
        .iter()
        .filter_map(|i| Some(i.split(r#""id":""#).nth(1)?.split('"').next()?.to_owned()))
        .collect();
    with_sections(identifier, category, day, &[("01011", &ids)], items)
}

/// A 健診 document with these sections of entry ids.
pub(crate) fn with_sections(
    identifier: &str,
    category: &str,
    day: &str,
    sections: &[(&str, &[String])],
    items: &[String],
) -> Vec<u8> {
    let sections: Vec<String> = sections
        .iter()
        .map(|(code, ids)| {
            let entries: Vec<String> = ids
                .iter()
                .map(|id| format!(r#"{{"reference":"Observation/{id}"}}"#))
                .collect();
            format!(
                r#"{{"code":{{"coding":[{{"code":"{code}"}}]}},"entry":[{}]}}"#,
                entries.join(",")
            )
        })
        .collect();
    let mut resources = vec![
        format!(
            r#"{{"resourceType":"Composition","title":"健康診断結果報告書","date":"2026-05-01",
            "category":[{{"coding":[{{"system":"urn:oid:2.16.840.1.113883.2.2.1.6.1001",
            "code":"{category}"}}]}}],"event":[{{"code":[{{"coding":[{{"code":"010","system":
            "urn:oid:1.2.392.200119.6.1002"}}]}}]}}],"encounter":{{"reference":"Encounter/e"}},
            "author":[{{"reference":"Organization/o"}},{{"reference":"Practitioner/d"}}],
            "section":[{}]}}"#,
            sections.join(",")
        ),
        format!(
            r#"{{"resourceType":"Encounter","id":"e","period":{{"start":"{day}"}},
            "serviceProvider":{{"reference":"Organization/o"}}}}"#
        ),
        r#"{"resourceType":"Practitioner","id":"d","name":[{"text":"架空 一郎"}]}"#.to_owned(),
        r#"{"resourceType":"Organization","id":"o","name":"見本健診センター","identifier":
            [{"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no",
            "value":"1319999999"}]}"#
            .to_owned(),
    ];
    resources.extend_from_slice(items);
    bundle(
        "document",
        &format!(r#""identifier":{{"value":"{identifier}"}},"#),
        &resources,
    )
}

pub(crate) fn row<'a>(content: &'a CheckupContent, name: &str) -> &'a CheckupRow {
    content.rows.iter().find(|r| r.name == name).unwrap()
}
