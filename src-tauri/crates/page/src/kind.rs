use record::AnswerKind;

/// What such an answer is called (回答の種類).
#[must_use]
pub const fn kind_words(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::CheckupReport => "健診結果報告書",
        AnswerKind::ConditionSet => "傷病名",
        AnswerKind::AllergySet => "アレルギー",
        AnswerKind::ObservationSet => "検査・感染症",
        AnswerKind::MedicationSet => "処方",
        AnswerKind::Referral => "診療情報提供書",
        AnswerKind::DischargeSummary => "退院時サマリー",
        AnswerKind::PatientSummary => "患者サマリー",
        AnswerKind::Deletion => "取り消し",
        AnswerKind::SingleResource => "単独のリソース",
        AnswerKind::Searchset => "検索結果",
        AnswerKind::ServiceXml => "サービスXML",
        AnswerKind::Pdf => "PDF",
        AnswerKind::Unknown => "種類不明の回答",
    }
}
