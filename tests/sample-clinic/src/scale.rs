use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    SampleClinicError,
    random::Random,
    rules::{PatientRule, Rules},
};

/// Patient number `at` of a scaled clinic: the written ones first, then variations of them.
pub(crate) fn variation(
    rules: &Rules,
    written: &[PatientRule],
    at: usize,
) -> Result<PatientRule, SampleClinicError> {
    let missing = SampleClinicError::Missing("patient to vary");
    if let Some(rule) = written.get(at) {
        return Ok(rule.clone());
    }
    let mut random = Random::new(rules.clinic.seed, &format!("variation/{at}"));
    let mut rule = written
        .get(at % written.len().max(1))
        .ok_or(missing)?
        .clone();
    let names = &rules.clinic.names;
    let given = if rule.gender == "male" {
        &names.male
    } else {
        &names.female
    };
    let family = names.family.get(random.below(names.family.len()));
    let given = given.get(random.below(given.len()));
    if let (Some([family, family_kana]), Some([given, given_kana])) = (family, given) {
        rule.name = format!("{family} {given}");
        rule.kana = format!("{family_kana} {given_kana}");
    }
    rule.id = format!("v{at:06}");
    rule.chart = format!("8{at:08}");
    rule.member = format!("39391234:試:{at}:00");
    rule.birth = format!(
        "{}-{:02}-{:02}",
        1930 + random.below(70),
        1 + random.below(12),
        1 + random.below(28)
    );
    rule.former_member = None;
    rule.clinical_name = None;
    Ok(rule)
}

/// What is out of the ordinary in a yearly checkup: something not done, not measurable or found.
/// Never a number: those are of one body over the years, and single ones stand in the data.
pub(crate) fn unusual(random: &mut Random) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    let mut put = |key: &str, value: Value| values.insert(key.to_owned(), value);
    match random.below(4) {
        0 => put("尿蛋白", json!("not-performed:検体不足のため")),
        1 => put("眼底所見", json!("error:瞬目のため撮影不能")),
        2 => {
            put("心電図", json!(1));
            put("心電図所見", json!("洞性徐脈"))
        }
        _ => put(
            "医師の診断",
            json!("血圧がやや高めです。減塩を心がけてください。"),
        ),
    };
    values
}
