use serde_json::{Value, json};

use super::common::{contained, extensions, meta, resource_identifier};
use crate::{
    SampleClinicError, date,
    rules::{Facility, PrescriptionRule, Rp, find},
    scene::Scene,
};

const ID: &str = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/";
const UNIT: &str = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUnitMERIT9Code";

/// 処方: every drug of every RP group, the newest fill first.
pub(crate) fn prescriptions(
    scene: &Scene<'_>,
    rule: &PrescriptionRule,
    start: usize,
) -> Result<Vec<(String, Value)>, SampleClinicError> {
    let facility = scene.rules.facility(&rule.at)?;
    let sources = sources(scene, facility, rule)?;
    let mut made = Vec::new();
    for fill in 0..rule.repeat.unwrap_or(1) {
        let back = fill * rule.every.unwrap_or(28);
        let day = date::offset(scene.today, rule.on - back).to_string();
        for source in &sources {
            for (group, drugs) in rule.rp.iter().enumerate() {
                for (index, rp) in drugs.iter().enumerate() {
                    let id = scene.id("rx", start + made.len());
                    let place = Place {
                        id: &id,
                        day: &day,
                        source: *source,
                        group: group + 1,
                        index: index + 1,
                    };
                    made.push((id.clone(), request(scene, facility, rp, &place)?));
                }
            }
        }
    }
    Ok(made)
}

/// The origins that report the fills; one that is not told counts as one.
fn sources<'a>(
    scene: &'a Scene<'_>,
    facility: &Facility,
    rule: &PrescriptionRule,
) -> Result<Vec<Option<&'a str>>, SampleClinicError> {
    let uri = |name: &String| scene.rules.sources.uri(name);
    if rule.sources.is_empty() {
        return Ok(vec![facility.source.as_ref().map(uri).transpose()?]);
    }
    rule.sources
        .iter()
        .map(|name| uri(name).map(Some))
        .collect()
}

struct Place<'a> {
    id: &'a str,
    day: &'a str,
    /// URI of the origin.
    source: Option<&'a str>,
    group: usize,
    index: usize,
}

fn request(
    scene: &Scene<'_>,
    facility: &Facility,
    rp: &Rp,
    place: &Place<'_>,
) -> Result<Value, SampleClinicError> {
    let (text, yj, unit, unit_code) = find(&scene.rules.terms.drugs, "drug", &rp.drug)?;
    let (usage, usage_code, times_a_day) = find(&scene.rules.terms.usages, "usage", &rp.usage)?;
    let quantity =
        |value: u32| json!({"value": value, "unit": unit, "system": UNIT, "code": unit_code});
    let daily = match (&rp.uneven, rp.dose) {
        (Some(parts), _) => Some(parts.iter().sum()),
        (None, Some(dose)) if *times_a_day > 0 => Some(dose * times_a_day),
        _ => None,
    };
    let total = rp
        .total
        .or(rp.times.zip(rp.dose).map(|(times, dose)| times * dose));
    let total = total.or(daily.zip(rp.days).map(|(daily, days)| daily * days));
    let days = |days: u32| json!({"value": days, "unit": "日", "system": "http://unitsofmeasure.org", "code": "d"});
    let external = rp.total.is_some();
    let updated = date::at(place.day, "17:00");
    let mut meta = meta(
        "eCS/StructureDefinition/JP_MedicationRequest_eCS",
        &updated,
        None,
    );
    if let (Some(members), Some(source)) = (meta.as_object_mut(), place.source) {
        members.insert("source".to_owned(), json!(source));
    }
    Ok(json!({
        "resourceType": "MedicationRequest", "id": place.id,
        "meta": meta,
        "contained": contained(facility),
        "extension": extensions(facility),
        "identifier": [
            {"system": format!("{ID}Medication-RPGroupNumber"), "value": place.group.to_string()},
            {"system": format!("{ID}MedicationAdministrationIndex"), "value": place.index.to_string()},
            resource_identifier(facility, place.id),
        ],
        "status": "completed", "intent": "order",
        "category": [{"coding": [{
            "system": "http://jpfhir.jp/fhir/core/CodeSystem/JP_MedicationCategoryMERIT9_CS",
            "code": "OHO", "display": "院外処方",
        }]}],
        "medicationCodeableConcept": {"coding": [drug_coding(yj.as_deref(), text)], "text": text},
        "subject": scene.subject(),
        "encounter": {"reference": "#enc"},
        "authoredOn": date::at(place.day, "10:20"),
        "requester": {"reference": "#dr"},
        "dosageInstruction": [{
            "extension": [{
                "url": "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_PeriodOfUse",
                "valuePeriod": {"start": place.day},
            }],
            "text": words(rp, usage, unit),
            "additionalInstruction": rp.uneven.as_deref().map(|parts| uneven(parts, unit)),
            "timing": {
                "code": {"coding": [usage_coding(usage_code.as_deref(), usage)], "text": usage},
                "repeat": rp.days.map(|count| json!({"boundsDuration": days(count)})),
            },
            "asNeededBoolean": rp.times.map(|_| true),
            "site": rp.site.as_ref().map(|site| json!({"text": site})),
            "method": {"coding": [{
                "system": "http://jami.jp/CodeSystem/MedicationMethodBasicUsage",
                "code": if external { "2" } else { "1" },
                "display": if external { "外用" } else { "内服" },
            }]},
            "doseAndRate": (!external).then(|| json!([{
                "type": {"coding": [{
                    "system": "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationIngredientStrengthType",
                    "code": "1", "display": "製剤量",
                }]},
                "doseQuantity": rp.dose.map(quantity),
                "rateRatio": daily.map(|daily| json!({"numerator": quantity(daily), "denominator": days(1)})),
            }])),
        }],
        "dispenseRequest": {
            "extension": rp.times.map(|times| json!([{
                "url": "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationRequest_DispenseRequest_ExpectedRepeatCount",
                "valueInteger": times,
            }])),
            "quantity": total.map(quantity),
            "expectedSupplyDuration": rp.days.map(days),
        },
    }))
}

fn drug_coding(yj: Option<&str>, text: &str) -> Value {
    match yj {
        Some(yj) => json!({
            "system": "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code",
            "code": yj, "display": text,
        }),
        None => json!({
            "system": "http://jpfhir.jp/fhir/eCS/CodeSystem/MedicationCodeNocoded_CS",
            "code": "NOCODED", "display": "標準コードなし",
        }),
    }
}

fn usage_coding(code: Option<&str>, usage: &str) -> Value {
    match code {
        Some(code) => json!({
            "system": "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUsage_ePrescription",
            "code": code, "display": usage,
        }),
        None => json!({
            "system": "http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_MedicationUsage_Uncoded_CS",
            "code": "0X0XXXXXXXXX0000",
        }),
    }
}

/// One instruction per time of the day, as JAMI's supplementary usage codes have it.
fn uneven(parts: &[u32], unit: &str) -> Value {
    let instruction = |(at, amount): (usize, &u32)| {
        let nth = at + 1;
        json!({
            "coding": [{
                "system": "http://jami.jp/CodeSystem/MedicationUsageAdditional",
                "code": format!("V{nth}{amount}NNNNN"),
                "display": format!("不均等・{nth}回目・{amount}単位量"),
            }],
            "text": format!("不均等・{nth}回目・{amount}{unit}"),
        })
    };
    Value::Array(parts.iter().enumerate().map(instruction).collect())
}

/// The whole dosage in words, as a facility prints it.
fn words(rp: &Rp, usage: &str, unit: &str) -> String {
    match (&rp.uneven, rp.dose) {
        (Some(parts), _) => {
            let parts: Vec<_> = parts
                .iter()
                .map(|amount| format!("{amount}{unit}"))
                .collect();
            format!("{usage}（{}）", parts.join("－"))
        }
        (None, Some(dose)) if rp.times.is_some() => format!("{usage} 1回{dose}{unit}"),
        (None, Some(dose)) => format!("1回{dose}{unit} {usage}"),
        (None, None) => usage.to_owned(),
    }
}
