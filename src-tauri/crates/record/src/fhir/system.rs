//! The code systems and extensions this room looks for, in their normalised form.

/// 感染症項目: part of every form of this system's name.
pub(crate) const INFECTION_PART: &str = "InfectionLabo";
/// 43 項目: part of every form of this system's name.
pub(crate) const CORE_LAB_PART: &str = "CoreLabo";
/// 施設内項目コード.
pub(crate) const LOCAL_LAB_END: &str = "ObsLabResult_LocalCode_CS";
/// JLAC10, 17 digits.
pub(crate) const JLAC10: &str = "http://medis.or.jp/CodeSystem/master-JLAC10-17digits";
/// 特定健診項目コード.
pub(crate) const CHECKUP_ITEM: &str = "urn:oid:1.2.392.200119.6.1005";
/// 健診プログラムサービスコード.
pub(crate) const CHECKUP_PROGRAM: &str = "urn:oid:1.2.392.200119.6.1002";
/// 報告区分.
pub(crate) const REPORT_CATEGORY: &str = "urn:oid:1.2.392.200119.6.1001";
/// H / L / N / LX / HX.
pub(crate) const INTERPRETATION_END: &str = "ObservationInterpretation";
/// ICD-10.
pub(crate) const ICD10_PART: &str = "ICD10";
/// 修飾語 "の疑い".
pub(crate) const SUSPECTED_MODIFIER: &str = "8002";
/// 保険医療機関番号, ten digits.
pub(crate) const INSTITUTION: &str =
    "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no";
/// The identifier a facility gives a resource.
pub(crate) const RESOURCE_IDENTIFIER: &str =
    "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier";
/// End of the system of RP 番号.
pub(crate) const RP_GROUP_END: &str = "Medication-RPGroupNumber";
/// End of the system of RP 内連番.
pub(crate) const RP_INDEX_END: &str = "MedicationAdministrationIndex";
/// 調剤結果 ID.
pub(crate) const DISPENSING_ID: &str = "urn:oid:1.2.392.100495.20.3.12";

/// Codes that stand for "no code"; never shown.
pub(crate) fn placeholder(code: &str) -> bool {
    matches!(
        code,
        "99999999" | "99999999999999999" | "0X0XXXXXXXXX0000" | "000000000" | "NOCODED"
    ) || ["D9M", "D9F", "D9N"].iter().any(|p| {
        code.strip_prefix(p)
            .is_some_and(|rest| rest.chars().all(|c| c == '0'))
    })
}
