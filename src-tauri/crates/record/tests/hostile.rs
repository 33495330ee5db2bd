//! Whatever the bytes are, reading them ends without a panic.

#[cfg(test)]
mod hostile {
    use proptest::prelude::*;
    use record::vocabulary::Category;
    use record::{EarlierVersion, HeldSet, section};

    /// A document that touches every reader; truncated and mutated below.
    const DOCUMENT: &str = r##"{"resourceType":"Bundle","type":"collection","identifier":{"value":"a"},
      "link":[{"relation":"next","url":"x"}],"entry":[
      {"resource":{"resourceType":"Composition","category":{"coding":{"code":"10"}},"section":
        [{"code":{"coding":[{"code":"01011"}]},"entry":[{"reference":"Observation/o"}]}]}},
      {"resource":{"resourceType":"Patient","id":"p","name":[{"text":"見本　花子"}],
        "identifier":{"system":"http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID",
        "value":"06999999:１:２:01"},"birthDate":"1951-03"}},
      {"resource":{"resourceType":"Observation","id":"o","hasMember":{"reference":"#o"},
        "contained":[{"resourceType":"Observation","id":"o","hasMember":[{"reference":"#o"}]}],
        "code":{"coding":[{"system":"x/InfectionLabo","code":"1","display":"K"}]},
        "effectiveDateTime":"2026-01-01","valueQuantity":{"value":1e400,"comparator":"<"},
        "referenceRange":{"low":{"value":-0.0}},"subject":{"reference":"Patient/p"}}},
      {"resource":{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"錠"},
        "authoredOn":"9999-12-31","dispenseRequest":{"expectedSupplyDuration":{"value":99999999}},
        "dosageInstruction":{"text":"1日"},"subject":"p"}},
      {"resource":{"resourceType":"Condition","code":{"text":"喘息"},"onsetDateTime":"0001"}},
      {"resource":{"resourceType":"AllergyIntolerance","code":"そば","category":"food"}},
      {"resource":{"resourceType":"Encounter","subject":{"reference":"Patient/p"},
        "period":{"start":"2026-11-21T09:00:00+09:00"}}}]}"##;

    fn read_all(bytes: &[u8]) {
        let _ = record::stated_patient(bytes);
        let _ = record::document_key(bytes);
        let _ = record::document_links(bytes);
        let _ = record::next_link(bytes);
        let _ = record::bundle_len(bytes);
        let _ = record::outcome(bytes);
        let _ = record::reception(&[bytes, DOCUMENT.as_bytes()]);
        let day = jiff::civil::date(2026, 11, 21);
        for category in Category::WITH_DOCUMENTS {
            let set = HeldSet {
                key: "k",
                fetched_on: day,
                returned: true,
                parts: vec![bytes],
                earlier: vec![EarlierVersion {
                    fetched_on: day,
                    parts: vec![bytes, b""],
                }],
            };
            let before = section(category, std::slice::from_ref(&set), day).content;
            let mut now = section(category, &[set], day).content;
            let changes = record::mark_changes(&mut now, &before);
            assert_eq!(changes, record::Changes::default());
        }
    }

    #[test]
    fn the_whole_document_reads() {
        read_all(DOCUMENT.as_bytes());
        let day = jiff::civil::date(9999, 12, 31);
        let whole = HeldSet {
            key: "k",
            fetched_on: day,
            returned: true,
            parts: vec![DOCUMENT.as_bytes()],
            earlier: Vec::new(),
        };
        assert_eq!(section(Category::Prescription, &[whole], day).entries, 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            read_all(&bytes);
        }

        #[test]
        fn truncated_documents(cut in 0..DOCUMENT.len()) {
            read_all(DOCUMENT.as_bytes().get(..cut).unwrap_or_default());
        }

        #[test]
        fn documents_with_foreign_pieces(at in 0..DOCUMENT.len(), piece in "[\\[\\]{}\",:0-9a-z#/]{1,8}") {
            let bytes = DOCUMENT.as_bytes();
            let (head, tail) = bytes.split_at(at);
            read_all(&[head, piece.as_bytes(), tail].concat());
        }
    }
}
