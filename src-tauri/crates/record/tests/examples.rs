//! Reads every example of `../shared/fhir-examples` (beside the workspace), when it is there:
//! each is read without an error, and its items are placed.

#[cfg(test)]
mod examples {
    use record::view::SectionContent;
    use record::vocabulary::Category;
    use record::{HeldSet, Severity, section, stated_patient};

    /// Rows placed, the count of 未提供 included.
    fn placed(content: &SectionContent) -> usize {
        match content {
            SectionContent::DrugAllergy(c) | SectionContent::OtherAllergy(c) => {
                c.items.len() + c.past.len()
            }
            SectionContent::Condition(c) => c.items.len() + c.ended.len() + c.undelivered,
            SectionContent::Infection(c) => c.items.iter().map(|i| 1 + i.earlier.len()).sum(),
            SectionContent::Laboratory(c) => c.series.len(),
            SectionContent::Prescription(c) => {
                c.current.len() + c.ended.len() + c.unknown.len() + c.older.len()
            }
            SectionContent::Document(c) => c.documents.iter().map(|d| d.sections).sum(),
            SectionContent::Checkup(c) => c.rows.iter().flat_map(|r| &r.cells).flatten().count(),
        }
    }

    fn read(category: Category, bytes: &[u8]) -> record::Section {
        let day = jiff::civil::date(2026, 11, 21);
        let set = HeldSet {
            key: "example",
            fetched_on: day,
            returned: true,
            parts: vec![bytes],
            earlier: Vec::new(),
        };
        section(category, &[set], day)
    }

    #[test]
    fn every_example_is_read_and_placed() {
        for sample in faults::samples::published().unwrap() {
            let name = sample.name.rsplit('/').next().unwrap().to_owned();
            let bytes = sample.bytes;
            stated_patient(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
            for category in Category::WITH_DOCUMENTS {
                let told = read(category, &bytes);
                let errors: Vec<_> = told
                    .problems
                    .iter()
                    .filter(|p| p.severity == Severity::Error)
                    .collect();
                assert!(errors.is_empty(), "{name}: {errors:?}");
                let least = least(&name, category);
                let placed = placed(&told.content);
                assert!(placed >= least, "{name} {category:?}: {placed} of {least}");
            }
        }
    }

    /// How many rows an example must fill.
    fn least(name: &str, category: Category) -> usize {
        let is = |part: &str| name.contains(part);
        match category {
            Category::Condition if is("clins-condition") => 6,
            Category::Condition if is("Condition-Example") => 1,
            Category::DrugAllergy if is("clins-allergy") => 3,
            Category::OtherAllergy if is("AllergyIntolerance-Example") => 1,
            Category::Infection if name == "clins-observation.json" => 2,
            Category::Laboratory if name == "clins-observation.json" => 14,
            Category::Laboratory if is("Obs-LabResult") => 1,
            Category::Prescription if is("MedicationRequest-Example") => 1,
            Category::Prescription if is("edischargesummary") => 5,
            Category::Document if is("BundleReferral") => 11,
            Category::Document if is("edischargesummary") => 20,
            Category::Checkup if is("Sample-01") => 44,
            Category::Checkup if is("Sample-02") => 47,
            Category::Checkup if name == "echeckup.json" || is("hostile") => 22,
            _ => 0,
        }
    }
}
