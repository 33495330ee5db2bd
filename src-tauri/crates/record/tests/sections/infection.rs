use record::vocabulary::Category;

use crate::support::{infections, labs, read, searchset, sent};

fn result(id: &str, system: &str, display: &str, day: &str, value: &str) -> String {
    sent(
        "Observation",
        id,
        "1319999999",
        &format!(
            r#""meta":{{"tag":[{{"system":
            "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication","code":"LTS"}}]}},
            "code":{{"text":"{display}","coding":[{{"code":"5F016141002306311","system":
            "http://jpfhir.jp/fhir/clins/CodeSystem/{system}","display":"{display}"}}]}},
            "effectiveDateTime":"{day}","valueCodeableConcept":{{"text":"{value}"}}"#
        ),
    )
}

#[test]
fn the_system_alone_makes_an_infection_in_every_form_of_its_name() {
    let page = searchset(&[
        result(
            "1",
            "JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS",
            "HBs抗原(定性)",
            "2009",
            "陰性(-)",
        ),
        result(
            "2",
            "JP_CLINS_ObsLabResult_InfectionLabo_CS",
            "HBs抗原(定性)",
            "2026-05-01",
            "陽性(+)",
        ),
        result(
            "3",
            "JLAC11/JP_CLINS_ObsLabResult_InfectionLabo_CS",
            "HBs抗体(定性)",
            "2026-05-01",
            "陰性",
        ),
        result(
            "4",
            "JP_CLINS_ObsLabResult_LocalCode_CS",
            "HBs抗原",
            "2026-05-01",
            "陰性",
        ),
    ]);
    let section = read(Category::Infection, &page);
    assert_eq!(section.entries, 3);
    let content = infections(section);
    let names: Vec<_> = content.items.iter().map(|i| i.name.as_str()).collect();
    // Antigen and antibody are different items, whatever their common name "HBs".
    assert_eq!(names, ["HBs抗体(定性)", "HBs抗原(定性)"]);
    let antigen = &content.items[1];
    assert_eq!(antigen.latest.value, "陽性(+)");
    assert_eq!(antigen.earlier[0].date.as_ref().unwrap().as_str(), "2009");
    assert!(antigen.long_term);
    assert_eq!(labs(read(Category::Laboratory, &page)).series.len(), 1);
}
