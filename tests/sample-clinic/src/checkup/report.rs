use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    item::{merge, question, result},
    person::Person,
};
use crate::{
    Document, SampleClinicError, date,
    documents::{Draft, Header},
    fhir,
    rules::{CheckupRule, Program, find},
    scene::Scene,
};

const SECTION: &str = "http://jpfhir.jp/fhir/eCheckup/CodeSystem/section-code";
const GROUP: &str = "http://jpfhir.jp/fhir/eCheckup/CodeSystem/observationGroup-codes";
const RELATION: &str =
    "http://jpfhir.jp/fhir/Common/Extension/StructureDefinition/observatioGroupRelationship";

/// One 健診結果報告書, or the deletion report that took it back.
pub(crate) fn checkup(person: &Person<'_>, number: usize) -> Result<Document, SampleClinicError> {
    let (scene, rule) = (person.scene, person.rule);
    let facility = scene.rules.facility(&rule.at)?;
    let program = find(&scene.rules.checkups.programs, "program", &rule.program)?;
    let day = person.day();
    let id = scene.id("ken", number);
    let mut draft = Draft::new(scene, &id);
    let organization = draft.add("organization", fhir::organization(facility, "org"));
    let practitioner = draft.add("practitioner", fhir::practitioner(facility, "dr"));
    let encounter = draft.add(
        "encounter",
        encounter(&day.to_string(), &draft.patient(), &organization),
    );
    let category = if rule.deleted {
        find(&scene.rules.checkups.deletions, "deletion", &rule.program)?
    } else {
        &program.category
    };
    let sections = if rule.deleted {
        Value::Null
    } else {
        json!([
            section(
                &program.exam,
                exam(person, program, &mut draft, &day.to_string())?
            ),
            section(
                &program.question,
                questions(scene, rule, program, &mut draft, &day.to_string())?
            ),
        ])
    };
    let written = date::offset(day, 14).min(date::offset(scene.today, -1));
    let composition = json!({
        "category": [{"coding": [{
            "system": "urn:oid:2.16.840.1.113883.2.2.1.6.1001",
            "code": category.first(), "display": category.last(),
        }]}],
        "encounter": {"reference": encounter},
        "author": [{"reference": practitioner}, {"reference": organization}],
        "custodian": {"reference": organization},
        "event": [{
            "code": [{"coding": [{
                "system": "urn:oid:1.2.392.200119.6.1002",
                "code": program.event.first(), "display": program.event.last(),
            }]}],
            "period": {"start": day.to_string(), "end": day.to_string()},
        }],
        "section": sections,
    });
    draft.finish(
        &Header {
            type_code: "53576-5",
            type_display: "検診・健診報告書",
            bundle_profile: "clins/StructureDefinition/JP_Bundle_eCheckupGeneral",
            composition_profile: "eCheckup/StructureDefinition/JP_Composition_eCheckupGeneral",
            title: &program.title,
            facility,
            year: day.year(),
            written: &written.to_string(),
            signature: None,
        },
        composition,
    )
}

fn encounter(day: &str, patient: &str, organization: &str) -> Value {
    json!({
        "resourceType": "Encounter",
        "meta": {"profile": [
            "http://jpfhir.jp/fhir/eCheckup/StructureDefinition/JP_Encounter_eCheckupGeneral",
        ]},
        "status": "finished",
        "class": {
            "system": "http://jpfhir.jp/fhir/eCheckup/CodeSystem/encounter-category",
            "code": "checkup", "display": "健診",
        },
        "subject": {"reference": patient},
        "period": {"start": day, "end": day},
        "serviceProvider": {"reference": organization},
    })
}

fn section([code, title]: &[String; 2], entry: Vec<String>) -> Value {
    let entry: Vec<_> = entry
        .into_iter()
        .map(|urn| json!({"reference": urn}))
        .collect();
    json!({
        "title": title,
        "code": {"coding": [{"system": SECTION, "code": code, "display": title}]},
        "entry": entry,
    })
}

/// The results; members of a group are entries of the Bundle but only the group is listed.
fn exam(
    person: &Person<'_>,
    program: &Program,
    draft: &mut Draft<'_>,
    day: &str,
) -> Result<Vec<String>, SampleClinicError> {
    let mut listed = Vec::new();
    let mut groups: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let rules = &person.scene.rules.checkups;
    for set in &program.sets {
        for key in find(&rules.sets, "item set", set)? {
            let Some(made) = result(person, key)? else {
                continue;
            };
            let about =
                json!({"subject": {"reference": draft.patient()}, "effectiveDateTime": day});
            let urn = draft.add(key, merge(made, about));
            let item = find(&rules.items, "checkup item", key)?;
            match &item.group {
                None => listed.push(urn),
                Some(group) => {
                    let relation = if item.reason { "RSON" } else { "COMP" };
                    groups.entry(group).or_default().push(json!({
                        "extension": [{"url": RELATION, "valueCode": relation}],
                        "reference": urn,
                    }));
                }
            }
        }
    }
    for (group, members) in groups {
        let [code, name] = find(&rules.groups, "group", group)?;
        listed.push(draft.add(group, json!({
            "resourceType": "Observation",
            "meta": {"profile": [
                "http://jpfhir.jp/fhir/eCheckup/StructureDefinition/JP_ObservationGroup_eCheckupGeneral",
            ]},
            "status": "final",
            "code": {"coding": [{"system": GROUP, "code": code, "display": name}]},
            "subject": {"reference": draft.patient()},
            "effectiveDateTime": day,
            "hasMember": members,
        })));
    }
    Ok(listed)
}

fn questions(
    scene: &Scene<'_>,
    rule: &CheckupRule,
    program: &Program,
    draft: &mut Draft<'_>,
    day: &str,
) -> Result<Vec<String>, SampleClinicError> {
    let mut listed = Vec::new();
    let asked = find(
        &scene.rules.checkups.questions,
        "questionnaire",
        &program.questions,
    )?;
    for (code, name, table, usual) in asked {
        let answer = rule.questions.get(name).unwrap_or(usual);
        let made = question(scene, (code, name, table), *answer)?;
        let about = json!({"subject": {"reference": draft.patient()}, "effectiveDateTime": day});
        listed.push(draft.add(name, merge(made, about)));
    }
    Ok(listed)
}
