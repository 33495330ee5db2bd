use jiff::civil::{Date, date};
use record::view::{
    AllergyContent, CheckupContent, ConditionContent, DocumentContent, InfectionContent,
    LaboratoryContent, PrescriptionContent, SectionContent,
};
use record::vocabulary::Category;
use record::{EarlierVersion, HeldSet, Section, section};

/// The reader's day in these tests.
pub(crate) fn today() -> Date {
    date(2026, 11, 21)
}

/// A Bundle of this type; `head` is JSON members with a comma at the end, or empty.
pub(crate) fn bundle(kind: &str, head: &str, resources: &[String]) -> Vec<u8> {
    let entries: Vec<String> = resources
        .iter()
        .map(|r| format!(r#"{{"resource":{r}}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Bundle",{head}"type":"{kind}","entry":[{}]}}"#,
        entries.join(",")
    )
    .into_bytes()
}

/// A searchset of these resources.
pub(crate) fn searchset(resources: &[String]) -> Vec<u8> {
    bundle("searchset", "", resources)
}

/// A resource as facility `number` sends it; `rest` is further JSON members.
pub(crate) fn sent(kind: &str, id: &str, number: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"{kind}","id":"{id}","identifier":[{{"system":
        "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier","value":"{number}-{id}"}}],
        "extension":[{{"url":"http://jpfhir.jp/fhir/clins/Extension/StructureDefinition/JP_eCS_InstitutionNumber",
        "valueIdentifier":{{"value":"{number}"}}}}],{rest}}}"#
    )
}

/// A set that holds this one part and was returned today.
pub(crate) fn held(part: &[u8]) -> HeldSet<'_> {
    HeldSet {
        key: "scope",
        fetched_on: today(),
        returned: true,
        parts: vec![part],
        earlier: Vec::new(),
    }
}

/// An older version fetched on this day.
pub(crate) fn earlier(day: Date, part: &[u8]) -> EarlierVersion<'_> {
    EarlierVersion {
        fetched_on: day,
        parts: vec![part],
    }
}

/// One section of one part.
pub(crate) fn read(category: Category, part: &[u8]) -> Section {
    section(category, &[held(part)], today())
}

macro_rules! content {
    ($name:ident, $content:ty, $($variant:ident)|+) => {
        /// The content of this section.
        pub(crate) fn $name(section: Section) -> $content {
            match section.content {
                $(SectionContent::$variant(content) => content,)+
                other => unreachable!("another section: {other:?}"),
            }
        }
    };
}
content!(allergies, AllergyContent, DrugAllergy | OtherAllergy);
content!(conditions, ConditionContent, Condition);
content!(infections, InfectionContent, Infection);
content!(labs, LaboratoryContent, Laboratory);
content!(drugs, PrescriptionContent, Prescription);
content!(checkups, CheckupContent, Checkup);
content!(documents, DocumentContent, Document);
