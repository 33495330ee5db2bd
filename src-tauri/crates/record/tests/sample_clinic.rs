//! Reads every patient of the sample clinic: nothing is in error, nothing is missing.

#[cfg(test)]
mod sample_clinic_patients {
    use std::path::Path;
    use std::sync::LazyLock;

    use jiff::civil::{Date, date};
    use record::view::{DocumentKind, ReportState, SectionContent};
    use record::vocabulary::Category;
    use record::{HeldSet, PatientMatch, Section, Severity, section, stated_patient};
    use sample_clinic::{Clinic, ClinicPatient, Resource, SampleClinic};

    const TODAY: Date = date(2026, 11, 21);

    static CLINIC: LazyLock<Clinic> = LazyLock::new(|| {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/sample-clinic");
        SampleClinic::load(&dir).unwrap().expand(TODAY).unwrap()
    });

    fn searchset(patient: &ClinicPatient, resources: &[Resource]) -> Vec<u8> {
        let mut entries: Vec<String> = resources
            .iter()
            .map(|r| format!(r#"{{"resource":{}}}"#, r.json))
            .collect();
        entries.push(format!(
            r#"{{"resource":{},"search":{{"mode":"include"}}}}"#,
            patient.stated.json
        ));
        format!(
            r#"{{"resourceType":"Bundle","type":"searchset","entry":[{}]}}"#,
            entries.join(",")
        )
        .into_bytes()
    }

    fn read(category: Category, parts: &[Vec<u8>]) -> Section {
        let sets: Vec<HeldSet<'_>> = parts
            .iter()
            .map(|part| HeldSet {
                key: "scope",
                fetched_on: TODAY,
                returned: true,
                parts: vec![part],
                earlier: Vec::new(),
            })
            .collect();
        section(category, &sets, TODAY)
    }

    fn resources(patient: &ClinicPatient, category: Category) -> &[Resource] {
        let records = &patient.records;
        match category {
            Category::DrugAllergy => &records.drug_allergies,
            Category::OtherAllergy => &records.other_allergies,
            Category::Condition => &records.conditions,
            Category::Infection => &records.infections,
            Category::Laboratory => &records.laboratory,
            Category::Prescription => &records.prescriptions,
            Category::Checkup | Category::Document => &[],
        }
    }

    fn no_error(section: &Section, id: &str) {
        let errors: Vec<_> = section
            .problems
            .iter()
            .filter(|p| p.severity != Severity::Info)
            .collect();
        assert!(errors.is_empty(), "{id}: {errors:?}");
    }

    #[test]
    fn every_registered_entry_is_a_row() {
        for patient in &CLINIC.patients {
            for category in Category::ALL {
                let sent = resources(patient, category);
                let page = searchset(patient, sent);
                assert_eq!(stated_patient(&page).unwrap().unnamed_entries, 0);
                let told = read(category, std::slice::from_ref(&page));
                no_error(&told, &patient.id);
                let invalid = told
                    .problems
                    .iter()
                    .filter(|p| p.code == "not_valid")
                    .count();
                if category != Category::Checkup {
                    assert!(
                        told.entries + told.undelivered + invalid >= sent.len(),
                        "{} {category:?}: {} of {}",
                        patient.id,
                        told.entries,
                        sent.len()
                    );
                }
                assert!(!format!("{:?}", told.content).contains("NOCODED"));
            }
        }
    }

    #[test]
    fn every_checkup_is_a_column_with_its_day_and_place() {
        for patient in &CLINIC.patients {
            let documents: Vec<Vec<u8>> = patient
                .records
                .checkups
                .iter()
                .map(|d| d.json.get().as_bytes().to_vec())
                .collect();
            for document in &documents {
                assert_eq!(stated_patient(document).unwrap().unnamed_entries, 0);
            }
            let told = read(Category::Checkup, &documents);
            no_error(&told, &patient.id);
            let SectionContent::Checkup(content) = told.content else {
                unreachable!()
            };
            assert_eq!(content.reports.len(), documents.len());
            for report in &content.reports {
                assert!(
                    report.date.is_some() && report.facility.name.is_some(),
                    "{}",
                    patient.id
                );
            }
            for row in &content.rows {
                assert_eq!(row.cells.len(), documents.len());
                assert!(!row.name.is_empty());
            }
        }
    }

    #[test]
    fn every_letter_and_summary_is_listed_with_who_wrote_it_to_whom() {
        let mut told_of = Vec::new();
        for patient in &CLINIC.patients {
            let documents: Vec<Vec<u8>> = patient
                .records
                .referrals
                .iter()
                .map(|d| d.json.get().as_bytes().to_vec())
                .collect();
            for document in &documents {
                assert_eq!(stated_patient(document).unwrap().unnamed_entries, 0);
            }
            let told = read(Category::Document, &documents);
            no_error(&told, &patient.id);
            assert_eq!((told.entries, told.undelivered), (documents.len(), 0));
            let SectionContent::Document(content) = told.content else {
                unreachable!()
            };
            for (found, sent) in content.documents.iter().zip(&patient.records.referrals) {
                assert_eq!(found.key.0, sent.identifier);
                assert_eq!(found.title.as_deref(), Some(sent.title.as_str()));
                assert_eq!(found.date.as_ref().unwrap().date_text(), sent.date);
                assert!(found.author.is_some());
                assert_eq!(found.state, ReportState::Current);
                let own = found.addressee.as_ref().and_then(|to| to.number.as_deref());
                let (kind, to) = match sent.type_code {
                    "57133-1" => (DocumentKind::Referral, Some(&*CLINIC.own_facility)),
                    "56447-6" => (DocumentKind::PatientSummary, None),
                    _ => (DocumentKind::DischargeSummary, None),
                };
                assert_eq!((found.kind, own), (kind, to));
                let from = found.facility.name.clone().unwrap();
                let signed = sent.json.get().contains("\"signature\"");
                assert_eq!(found.signed, signed, "{}", sent.identifier);
                told_of.push((kind, from, found.sections, found.attachments, signed));
            }
        }
        let (kochi, godai) = (|| "高知中央".to_owned(), || "五台山".to_owned());
        assert_eq!(
            told_of,
            [
                (DocumentKind::Referral, kochi(), 13, 2, true),
                (DocumentKind::PatientSummary, kochi(), 1, 0, false),
                (DocumentKind::DischargeSummary, kochi(), 9, 0, false),
                (DocumentKind::PatientSummary, kochi(), 1, 0, true),
                (DocumentKind::Referral, godai(), 7, 0, false),
            ]
        );
    }

    #[test]
    fn every_answer_is_about_its_patient_and_nobody_else() {
        let identity = |patient: &ClinicPatient| {
            let page = searchset(patient, &[]);
            stated_patient(&page).unwrap().identity.unwrap()
        };
        let mut names_differ = 0;
        for (index, patient) in CLINIC.patients.iter().enumerate() {
            let reception = stated_patient(patient.reception.json.get().as_bytes()).unwrap();
            let expected = reception.identity.unwrap();
            let stated = stated_patient(&searchset(patient, &patient.records.conditions)).unwrap();
            match record::match_patient(&expected, &stated) {
                PatientMatch::Same => {}
                PatientMatch::NameDiffers => names_differ += 1,
                other => panic!("{}: {other:?}", patient.id),
            }
            let next = &CLINIC.patients[(index + 1) % CLINIC.patients.len()];
            assert!(matches!(
                record::match_patient(&identity(next), &stated),
                PatientMatch::Other(_)
            ));
        }
        assert!(names_differ > 0, "the patient with ● is there");
    }
}
