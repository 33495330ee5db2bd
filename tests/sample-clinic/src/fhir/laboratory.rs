use jiff::civil::Date;
use serde_json::{Value, json};

use super::observation::{Head, observation};
use crate::{
    SampleClinicError, date,
    json::decimal,
    number::{self, Range},
    rules::{Facility, LabItem, LabRule, find},
    scene::Scene,
};

const SYSTEMS: &str = "http://jpfhir.jp/fhir/clins/CodeSystem/";
/// Ranges were changed this long ago.
const RANGE_CHANGE_DAYS: i32 = 3 * 365;

/// 検査: every report of one facility's series, newest first.
pub(crate) fn laboratory(
    scene: &Scene<'_>,
    rule: &LabRule,
    start: usize,
) -> Result<Vec<(String, Value)>, SampleClinicError> {
    let facility = scene.rules.facility(&rule.at)?;
    let mut random = scene.random(&format!("lab/{}/{}{}", rule.at, rule.last, scene.edition));
    let mut made = Vec::new();
    for (report, back) in (0..rule.count).zip(0_i32..) {
        let jitter = if back == 0 {
            0
        } else {
            random.below(9) as i32 - 4
        };
        let day = date::offset(scene.today, rule.last - rule.every * back + jitter);
        for (key, values) in &rule.items {
            let item = find(&scene.rules.laboratory.items, "laboratory item", key)?;
            let value = walk(
                values,
                report,
                rule.count,
                random.around() * item.spread / 2.0,
                item.coded.is_some(),
            );
            let id = scene.id("lab", start + made.len());
            let (local, text) = (format!("L-{key}"), day.to_string());
            let head = Head {
                id: &id,
                facility,
                local: (&local, &item.name),
                coding: coding(item, key),
                day: &text,
                tag: None,
                status: rule.status.as_deref().filter(|_| report == 0),
                specimen: if key.starts_with("U-") {
                    "尿"
                } else {
                    "血液"
                },
            };
            let mut members = match &item.coded {
                Some(table) => answer(scene, table, value)?,
                None => quantity(scene, facility, item, value, day),
            };
            if report == 0
                && let Some(flag) = contradiction(scene, &rule.at, key)
                && let Some(members) = members.as_object_mut()
            {
                members.insert("interpretation".to_owned(), flag);
            }
            made.push((id.clone(), observation(scene, &head, members)));
        }
    }
    Ok(made)
}

/// The value of a report: newest and previous as written, before that a walk to the oldest.
fn walk(values: &[f64; 3], report: usize, count: usize, noise: f64, coded: bool) -> f64 {
    let [oldest, previous, newest] = *values;
    match report {
        0 => newest,
        1 => previous,
        _ if coded => {
            if report * 2 > count {
                oldest
            } else {
                previous
            }
        }
        _ => {
            let share = (report - 1) as f64 / (count.max(3) - 2) as f64;
            (previous + (oldest - previous) * share) * (1.0 + noise)
        }
    }
}

fn coding(item: &LabItem, key: &str) -> Value {
    let (system, code, display) = match &item.code {
        Some(code) if item.general => (
            "http://medis.or.jp/CodeSystem/master-JLAC10-17digits".to_owned(),
            code.as_str(),
            item.name.as_str(),
        ),
        Some(code) => (
            format!("{SYSTEMS}JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS"),
            code.as_str(),
            key,
        ),
        None => (
            format!("{SYSTEMS}JP_CLINS_ObsLabResult_Uncoded_CS"),
            "99999999999999999",
            "未標準化コード項目(JLAC)",
        ),
    };
    json!({"system": system, "code": code, "display": display})
}

fn answer(scene: &Scene<'_>, table: &str, value: f64) -> Result<Value, SampleClinicError> {
    let (system, words) = find(&scene.rules.laboratory.answers, "answer table", table)?;
    let code = value.round().max(1.0) as usize;
    let word = words.get(code - 1);
    let abnormal = table == "urine" && code > 2;
    Ok(json!({
        "valueCodeableConcept": {
            "coding": [{"system": system, "code": code.to_string(), "display": word}],
            "text": word,
        },
        "interpretation": abnormal.then(|| number::interpretation("A")),
    }))
}

fn quantity(scene: &Scene<'_>, facility: &Facility, item: &LabItem, base: f64, day: Date) -> Value {
    let chosen = if facility.units == "b" {
        item.b.as_ref()
    } else {
        None
    };
    let Some((unit, factor, decimals)) = chosen.or(item.a.as_ref()) else {
        return Value::Null;
    };
    let (comparator, shown) = match (item.below, item.above) {
        (Some(limit), _) if base < limit => (Some("<"), limit),
        (_, Some(limit)) if base > limit => (Some(">"), limit),
        _ => (None, base),
    };
    // Compared as sent: a value must not be flagged against a range it is shown to be in.
    let scaled = |value: f64| number::sent(value * factor, *decimals);
    let range = range(scene, facility, item, day).map(|range| range.map(|end| end.map(scaled)));
    let critical = item.critical.map(|ends| ends.map(|end| end * factor));
    let flag = range
        .filter(|_| facility.flags)
        .and_then(|range| number::flag(scaled(shown), range, critical))
        .map(number::interpretation);
    let sent = range
        .filter(|_| facility.ranges)
        .map(|range| number::reference_range(range, unit, *decimals));
    json!({
        "valueQuantity": {
            "value": decimal(shown * factor, *decimals), "unit": unit, "comparator": comparator,
        },
        "interpretation": flag,
        "referenceRange": sent,
    })
}

/// The flag this report is to carry against its range, if it is one of the listed ones.
fn contradiction(scene: &Scene<'_>, at: &str, key: &str) -> Option<Value> {
    let listed = &scene.rules.clinic.contradictions;
    let found = listed
        .iter()
        .find(|c| c.patient == scene.patient.id && c.at == at && c.item == key)?;
    Some(number::interpretation(&found.flag))
}

/// The range this facility used on that day, in the base unit.
fn range(scene: &Scene<'_>, facility: &Facility, item: &LabItem, day: Date) -> Option<Range> {
    let was_old = day < date::offset(scene.today, -RANGE_CHANGE_DAYS);
    let old = item.old.filter(|_| facility.old_ranges && was_old);
    let common = if scene.is_male() {
        item.range_m.or(item.range)
    } else {
        item.range
    };
    let [low, high] = old.or(common)?;
    Some([low, high.map(|high| high * facility.range_scale)])
}
