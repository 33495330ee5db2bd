use jiff::civil::Date;
use record::vocabulary::{Category, MemberId};
use url::Url;
use url::form_urlencoded::Serializer;

/// 感染症 is recognised by these code systems alone.
const INFECTION_SYSTEMS: [&str; 2] = [
    "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS",
    "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC11/JP_CLINS_ObsLabResult_InfectionLabo_CS",
];
const DOCUMENT_TYPES: &str = "http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes";
/// 健診結果報告書.
const CHECKUP_DOCUMENT: &[&str] = &["53576-5"];
/// 診療情報提供書, 退院時サマリー, 患者サマリー.
const ADDRESSED_DOCUMENTS: &[&str] = &["57133-1", "18842-5", "56447-6"];

/// What is sent: a GET, or a POST when there is a form.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) url: Url,
    pub(crate) form: Option<String>,
}

impl Question {
    pub(crate) const fn get(url: Url) -> Self {
        Self { url, form: None }
    }
}

/// The search of one category and its name in the cache.
pub(crate) struct Search {
    /// Stable and without patient data.
    pub(crate) scope: &'static str,
    resource: &'static str,
    narrowed: Vec<(&'static str, String)>,
}

impl Search {
    pub(crate) fn of(category: Category) -> Self {
        let narrowed_laboratory = || vec![("category", "laboratory".to_owned())];
        let (scope, resource, narrowed) = match category {
            // One search for both: which half an entry belongs to is for `record` to say.
            Category::DrugAllergy | Category::OtherAllergy => {
                ("AllergyIntolerance", "AllergyIntolerance", vec![])
            }
            Category::Condition => ("Condition", "Condition", vec![]),
            Category::Infection => {
                let mut narrowed = narrowed_laboratory();
                narrowed.push(("code", INFECTION_SYSTEMS.map(any_code_of).join(",")));
                ("Observation?code=InfectionLabo", "Observation", narrowed)
            }
            Category::Laboratory => (
                "Observation?category=laboratory",
                "Observation",
                narrowed_laboratory(),
            ),
            Category::Prescription => ("MedicationRequest", "MedicationRequest", vec![]),
            Category::Checkup => (
                "DocumentReference?type=53576-5",
                "DocumentReference",
                vec![("type", of_types(CHECKUP_DOCUMENT))],
            ),
            Category::Document => (
                "DocumentReference?type=57133-1,18842-5,56447-6",
                "DocumentReference",
                vec![("type", of_types(ADDRESSED_DOCUMENTS))],
            ),
        };
        Self {
            scope,
            resource,
            narrowed,
        }
    }

    /// The first page for one patient. The Patient itself is asked for too, so that the answer
    /// says whom it is about.
    pub(crate) fn first_page(&self, base: &Url, patient: &str) -> Option<Question> {
        let mut url = base.join(self.resource).ok()?;
        url.query_pairs_mut()
            .append_pair("patient", patient)
            .extend_pairs(&self.narrowed)
            .append_pair("_include", &format!("{}:subject", self.resource))
            .append_pair("_count", "100");
        // AllergyIntolerance names its person "patient", every other resource "subject".
        if self.resource == "AllergyIntolerance" {
            let query = url.query()?.replace("%3Asubject", "%3Apatient");
            url.set_query(Some(&query));
        }
        Some(Question::get(url))
    }
}

fn any_code_of(system: &str) -> String {
    format!("{system}|")
}

fn of_types(codes: &[&str]) -> String {
    let tokens: Vec<String> = codes
        .iter()
        .map(|code| format!("{DOCUMENT_TYPES}|{code}"))
        .collect();
    tokens.join(",")
}

/// Shows that the line works.
pub(crate) fn metadata(base: &Url) -> Option<Question> {
    Some(Question::get(base.join("metadata").ok()?))
}

/// The card checks of a day, their patients and those patients' consents.
pub(crate) fn reception(base: &Url, day: Date) -> Option<Question> {
    let mut url = base.join("Encounter").ok()?;
    url.query_pairs_mut()
        .append_pair("date", &day.to_string())
        .append_pair("class", "AMB")
        .append_pair("_include", "Encounter:subject")
        .append_pair("_revinclude:iterate", "Consent:patient")
        .append_pair("_count", "50");
    Some(Question::get(url))
}

/// By POST, so that the number stays out of every log on the way.
pub(crate) fn patient(base: &Url, member: &MemberId) -> Option<Question> {
    let token = format!("{}|{member}", MemberId::SYSTEM);
    let form = Serializer::new(String::new())
        .append_pair("identifier", &token)
        .finish();
    Some(Question {
        url: base.join("Patient/_search").ok()?,
        form: Some(form),
    })
}
