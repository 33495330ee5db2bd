use serde_json::{Value, json};

use super::person::Person;
use crate::{
    SampleClinicError,
    json::decimal,
    number::{self, Range},
    rules::{CheckupItem, find},
    scene::Scene,
};

const ITEM_SYSTEM: &str = "urn:oid:1.2.392.200119.6.1005";
const TABLE_PREFIX: &str = "urn:oid:1.2.392.200119.6.";

/// Why there is no value: code of data-absent-reason and text.
type Absence<'a> = (&'a str, &'a str);

/// One result item; none when it is free text and nothing was written.
pub(crate) fn result(person: &Person<'_>, key: &str) -> Result<Option<Value>, SampleClinicError> {
    let (scene, rule) = (person.scene, person.rule);
    let item = person.item(key)?;
    let written = rule.values.get(key);
    if let Some(absence) = written.and_then(Value::as_str).and_then(absence) {
        return Ok(Some(merge(base(&item.code, &item.name), absent(absence))));
    }
    let value = if item.text {
        let Some(text) = written.and_then(Value::as_str).or(item.default.as_deref()) else {
            return Ok(None);
        };
        json!({"valueString": text})
    } else if let Some(table) = &item.table {
        let code = match written.and_then(Value::as_u64) {
            Some(code) => usize::try_from(code).unwrap_or_default(),
            None if key == "メタボ判定" => person.metabolic()?,
            None => item.base.unwrap_or(1.0).round() as usize,
        };
        let mut value = answer(scene, table, code, item.ordinal)?;
        if item.ordinal && table == "2102" && code > 2 {
            value = merge(
                value,
                json!({"interpretation": number::interpretation("H")}),
            );
        }
        value
    } else {
        quantity(item, person.range(item), person.number(key)?)
    };
    let detail = rule
        .values
        .get(&format!("{key}/detail"))
        .and_then(Value::as_str);
    let component = item
        .detail
        .as_ref()
        .zip(detail)
        .map(|([code, name], text)| json!([{"code": coded(code, name), "valueString": text}]));
    Ok(Some(merge(
        merge(base(&item.code, &item.name), value),
        json!({"component": component}),
    )))
}

/// One answer of the questionnaire (問診).
pub(crate) fn question(
    scene: &Scene<'_>,
    (code, name, table): (&str, &str, &str),
    answer_code: usize,
) -> Result<Value, SampleClinicError> {
    Ok(merge(
        base(code, name),
        answer(scene, table, answer_code, false)?,
    ))
}

/// `b`'s members added to `a`.
pub(crate) fn merge(mut a: Value, b: Value) -> Value {
    if let (Some(members), Value::Object(more)) = (a.as_object_mut(), b) {
        members.extend(more);
    }
    a
}

fn base(code: &str, name: &str) -> Value {
    json!({
        "resourceType": "Observation",
        "meta": {"profile": [
            "http://jpfhir.jp/fhir/eCheckup/StructureDefinition/JP_Observation_eCheckupGeneral",
        ]},
        "status": "final",
        "code": coded(code, name),
    })
}

fn coded(code: &str, name: &str) -> Value {
    json!({"coding": [{"system": ITEM_SYSTEM, "code": code, "display": name}]})
}

/// `not-performed:why` (未実施) or `error:why` (測定不能).
fn absence(written: &str) -> Option<Absence<'_>> {
    written
        .split_once(':')
        .filter(|(code, _)| ["not-performed", "error"].contains(code))
}

fn absent((code, why): Absence<'_>) -> Value {
    let word = if code == "error" {
        "測定不能"
    } else {
        "未実施"
    };
    json!({
        "status": "cancelled",
        "dataAbsentReason": {
            "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": code,
            }],
            "text": format!("{word}（{why}）"),
        },
    })
}

fn answer(
    scene: &Scene<'_>,
    table: &str,
    code: usize,
    ordinal: bool,
) -> Result<Value, SampleClinicError> {
    let words = find(&scene.rules.checkups.tables, "answer table", table)?;
    let extension = ordinal.then(|| {
        let url = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
        json!([{"url": url, "valueDecimal": code}])
    });
    Ok(json!({"valueCodeableConcept": {"coding": [{
        "extension": extension,
        "system": format!("{TABLE_PREFIX}{table}"),
        "code": code.to_string(),
        "display": words.get(code.saturating_sub(1)),
    }]}}))
}

fn quantity(item: &CheckupItem, range: Option<Range>, value: f64) -> Value {
    let Some((unit, ucum, decimals)) = &item.unit else {
        return Value::Null;
    };
    let (limited, limit) = match item.limits {
        Some([low, _]) if value < low => (low, Some("LX")),
        Some([_, high]) if value > high => (high, Some("HX")),
        _ => (value, None),
    };
    let flag = limit.or_else(|| {
        let value = number::sent(value, *decimals);
        range.map(|range| number::flag(value, range, None).unwrap_or("N"))
    });
    let system = (!ucum.is_empty()).then_some("http://unitsofmeasure.org");
    json!({
        "valueQuantity": {
            "value": decimal(limited, *decimals),
            "unit": system.map(|_| unit), "system": system, "code": system.map(|_| ucum),
        },
        "interpretation": flag.map(number::interpretation),
        "referenceRange": range.map(|range| number::reference_range(range, unit, *decimals)),
    })
}
