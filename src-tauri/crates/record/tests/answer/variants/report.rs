use crate::support::{bundle, says};

#[test]
fn a_report_with_its_printed_form_and_images() {
    let report = r#"{"resourceType":"DiagnosticReport","status":"final","code":{"text":"腹部CT"},"category":[{"text":"放射線"}],"conclusion":"肝嚢胞を認める","conclusionCode":[{"text":"良性"}],
        "effectivePeriod":{"start":"2026-04-01T10:00:00+09:00"},"issued":"2026-04-02T12:00:00+09:00","performer":[{"display":"放射線科"}],"resultsInterpreter":[{"display":"読影 医師"}],
        "media":[{"comment":"横断像","link":{"display":"画像1"}}],"imagingStudy":[{"display":"CT 2026-04-01"}],"specimen":[{"display":"検体なし"}],
        "presentedForm":[{"contentType":"text/plain","title":"報告書","data":"6IKd5ZqU6IOe","creation":"2026-04-02"}],"result":[{"reference":"urn:uuid:1"}]}"#;
    let finding = r#"{"resourceType":"Observation","status":"final","code":{"text":"嚢胞径"},"valueQuantity":{"value":12,"unit":"mm"}}"#;
    let specimen = r#"{"resourceType":"Specimen","type":{"text":"喀痰"},"accessionIdentifier":{"value":"ACC-1"},"receivedTime":"2026-04-01T09:10:00+09:00","condition":[{"text":"溶血"}],
        "collection":{"collectedDateTime":"2026-04-01T08:55:00+09:00","collector":{"display":"採取 者"},"method":{"text":"吸引"},"bodySite":{"text":"気管"},"quantity":{"value":2,"unit":"mL"},
         "duration":{"value":10,"unit":"分"},"fastingStatusCodeableConcept":{"text":"空腹"}},
        "processing":[{"description":"遠心分離","procedure":{"text":"前処理"},"additive":[{"display":"EDTA"}],"timeDateTime":"2026-04-01T09:30:00+09:00"}],
        "container":[{"description":"滅菌容器","type":{"text":"スピッツ"},"capacity":{"value":10,"unit":"mL"},"specimenQuantity":{"value":2,"unit":"mL"},"additiveCodeableConcept":{"text":"ヘパリン"}}],"note":[{"text":"少量"}]}"#;
    let study = r#"{"resourceType":"ImagingStudy","status":"available","description":"腹部単純CT","started":"2026-04-01T10:00:00+09:00","numberOfSeries":1,"numberOfInstances":120,
        "modality":[{"code":"CT","display":"CT"}],"procedureCode":[{"text":"単純CT"}],"reasonCode":[{"text":"腹痛"}],"note":[{"text":"体動あり"}],
        "series":[{"uid":"1.2.3","modality":{"code":"CT"},"description":"横断","bodySite":{"display":"腹部"},"laterality":{"display":"両側"},"performer":[{"function":{"text":"撮影"},"actor":{"display":"技師"}}]}]}"#;
    says(
        &bundle("collection", &[report, finding, specimen, study]),
        &[
            "腹部CT",
            "放射線",
            "肝嚢胞を認める",
            "良性",
            "2026-04-01T10:00:00+09:00～",
            "2026-04-02T12:00:00+09:00",
            "放射線科",
            "読影 医師",
            "横断像",
            "画像1",
            "報告書",
            "肝嚢胞",
            "結果: 12 mm",
            "喀痰",
            "ACC-1",
            "溶血",
            "2026-04-01T08:55:00+09:00",
            "採取 者",
            "吸引",
            "気管",
            "2 mL",
            "空腹",
            "遠心分離",
            "前処理",
            "EDTA",
            "滅菌容器",
            "スピッツ",
            "ヘパリン",
            "少量",
            "腹部単純CT",
            "120",
            "単純CT",
            "腹痛",
            "体動あり",
            "横断",
            "両側",
            "技師",
        ],
        &[],
    );
}

#[test]
fn a_letter_as_a_reference_to_a_document() {
    let letter = r#"{"resourceType":"DocumentReference","status":"current","description":"入院中は\n解熱し退院","docStatus":"final","type":{"text":"経過記録"},"date":"2026-04-05T00:00:00+09:00",
        "author":[{"display":"架空 医師"}],"authenticator":{"display":"確認 医師"},"custodian":{"display":"見本病院"},"securityLabel":[{"text":"通常"}],
        "relatesTo":[{"code":"replaces","target":{"display":"第1版"}}],
        "content":[{"attachment":{"contentType":"application/pdf","title":"退院時経過","creation":"2026-04-05","url":"https://example.invalid/a.pdf"},"format":{"display":"PDF"}}],
        "context":{"event":[{"text":"入院"}],"period":{"start":"2026-04-01","end":"2026-04-05"},"facilityType":{"text":"病院"},"practiceSetting":{"text":"内科"},"related":[{"display":"手術記録"}]}}"#;
    says(
        &bundle("collection", &[letter]),
        &[
            "入院中は",
            "解熱し退院",
            "経過記録",
            "架空 医師",
            "確認 医師",
            "見本病院",
            "第1版",
            "退院時経過",
            "2026-04-01～2026-04-05",
            "病院",
            "内科",
            "手術記録",
        ],
        &[],
    );
}
