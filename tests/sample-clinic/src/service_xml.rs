use jiff::civil::Date;
use serde_json::Value;

use crate::ClinicPatient;

impl ClinicPatient {
    /// An invented answer of the older 特定健診 service about this patient (`XmlMsg`), as text that calls
    /// itself `Shift_JIS`: whoever writes it encodes it so. None when the Patient has no name.
    #[must_use]
    pub fn service_checkup(&self, on: Date) -> Option<String> {
        let stated: Value = serde_json::from_str(self.stated.json.get()).ok()?;
        let text = |pointer: &str| stated.pointer(pointer).and_then(Value::as_str);
        let name = text("/name/0/text")?.replace(' ', "　");
        let born = text("/birthDate")?.replace('-', "");
        let sex = match text("/gender") {
            Some("male") => "1",
            Some("female") => "2",
            _ => "3",
        };
        let mut parts = self.member_id.split(':');
        let [insurer, symbol, number, branch] =
            std::array::from_fn(|_| parts.next().unwrap_or_default());
        let day = on.strftime("%Y%m%d");
        Some(format!(
            r#"<?xml version="1.0" encoding="Shift_JIS"?>
<XmlMsg><MessageHeader><ResultCode>1</ResultCode><InsurerNumber>{insurer}</InsurerNumber><InsuranceCardSymbol>{symbol}</InsuranceCardSymbol><InsuredPersonIdentificationNumber>{number}</InsuredPersonIdentificationNumber><BranchNumber>{branch}</BranchNumber><QualificationsInfo><Name>{name}</Name><Birthday>{born}</Birthday><AdministrativeGenderCode>{sex}</AdministrativeGenderCode></QualificationsInfo></MessageHeader>
<MessageBody><SpecificHealthCheckupInfo><EffectiveTime>{day}</EffectiveTime>
<Item><ItemCode>9A751000000000001</ItemCode><ItemName>収縮期血圧（その他）</ItemName><DataType>PQ</DataType><DataValue>137</DataValue><Unit>mmHg</Unit></Item>
<Item><ItemCode>1A010000000191111</ItemCode><ItemName>尿蛋白</ItemName><DataType>CO</DataType><DataValue>4</DataValue><Oid>1.2.392.200119.6.2102</Oid></Item>
</SpecificHealthCheckupInfo></MessageBody></XmlMsg>
"#
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::SampleClinic;

    #[test]
    fn an_answer_names_its_patient_and_his_number() {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
        let today = jiff::civil::date(2026, 11, 22);
        let clinic = SampleClinic::load(&assets).unwrap().expand(today).unwrap();
        let patient = clinic.by_chart_number("000100717").unwrap();
        let answer = patient.service_checkup(today).unwrap();
        for part in [
            "<Name>齋藤　一郎</Name><Birthday>19391201</Birthday><AdministrativeGenderCode>1<",
            "<InsurerNumber>39391234</InsurerNumber><InsuranceCardSymbol>土佐<",
            "<BranchNumber>00</BranchNumber>",
            "<EffectiveTime>20261122</EffectiveTime>",
        ] {
            assert!(answer.contains(part), "{part}: {answer}");
        }
    }
}
