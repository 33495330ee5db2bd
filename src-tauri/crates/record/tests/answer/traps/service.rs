//! Results and drugs of the older service XML: one line each, with what the codes mean.

use record::{Answer, Pointers, Severity, read};

use crate::support::drawn;

/// A message with this in its body.
pub(super) fn message(body: &str) -> String {
    format!(
        "<XmlMsg><MessageHeader><ResultCode>1</ResultCode></MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>"
    )
}

pub(super) fn reading(xml: &str) -> Answer<'_> {
    let answer = read(xml.as_bytes(), Pointers::Kept);
    assert!(answer.readable, "{:?}", answer.problems);
    assert_eq!(faults::account(xml.as_bytes()), [""; 0]);
    answer
}

/// One checkup with these items.
fn checkup(items: &str) -> String {
    message(&format!(
        "<SpecificHealthCheckupInfo><EffectiveTime>20260530</EffectiveTime><List>{items}</List></SpecificHealthCheckupInfo>"
    ))
}

fn coded(oid: &str, code: &str, name: &str) -> String {
    checkup(&format!(
        "<Any><ItemCode>1A010000000191111</ItemCode><DataType>CO</DataType><DataValue>{code}</DataValue><Oid>{oid}</Oid>{name}</Any>"
    ))
}

fn line<'d>(drawn: &'d str, words: &str) -> &'d str {
    drawn
        .lines()
        .find(|line| line.contains(words))
        .unwrap_or_else(|| panic!("{words} is missing:\n{drawn}"))
}

#[test]
fn a_result_is_one_line_whatever_its_element_is_called() {
    for name in ["Item", "Result", "HealthCheckupResultAndQuestionInfo"] {
        let xml = checkup(&format!(
            "<{name}><ItemCode>9A751000000000001</ItemCode><ItemName>収縮期血圧</ItemName><DataType>PQ</DataType><DataValue>128</DataValue><Unit>mmHg</Unit></{name}>"
        ));
        let answer = reading(&xml);
        assert!(answer.other.is_empty(), "{:?}", answer.other);
        assert_eq!(
            line(&drawn(&answer), "収縮期"),
            "検査項目: 収縮期血圧 128 mmHg 9A751000000000001 PQ"
        );
        assert_eq!(answer.counts.checkup_item, 1);
    }
}

#[test]
fn a_code_without_its_name_is_decoded_by_the_table_of_its_item() {
    for (table, code, meaning) in [
        (2008, "0", "はい"),
        (2009, "0", "いいえ"),
        (2100, "1", "陽性"),
        (2101, "1", "陰性"),
        (2102, "1", "－"),
    ] {
        for scheme in ["", "urn:oid:", "URN:OID:"] {
            let xml = coded(&format!("{scheme}1.2.392.200119.6.{table}"), code, "");
            let answer = reading(&xml);
            let drawn = drawn(&answer);
            let told = format!("尿蛋白 {meaning}〔{code}〕");
            assert!(line(&drawn, "尿蛋白").contains(&told), "{drawn}");
            assert!(answer.problems.is_empty());
        }
    }
    // A table we do not have: the code as sent.
    let xml = coded("1.2.3", "7", "");
    assert!(drawn(&reading(&xml)).contains("尿蛋白 7 1A0"));
}

#[test]
fn a_name_that_differs_from_the_table_is_noted() {
    let oid = "1.2.392.200119.6.2102";
    let xml = coded(oid, "1", "<DataValueName>＋</DataValueName>");
    let answer = reading(&xml);
    let drawn = drawn(&answer);
    assert!(
        drawn.contains("尿蛋白 ＋（コード表では「－」）〔1〕"),
        "{drawn}"
    );
    let [problem] = answer.problems.as_slice() else {
        panic!("{:?}", answer.problems);
    };
    assert_eq!(
        (problem.code, problem.severity),
        ("display_differs", Severity::Warning)
    );
    assert!(problem.pointer.ends_with("/List/Any"));
    for agreed in ["－", "-"] {
        let xml = coded(
            oid,
            "1",
            &format!("<DataValueName>{agreed}</DataValueName>"),
        );
        assert!(reading(&xml).problems.is_empty(), "{agreed}");
    }
}

#[test]
fn each_checkup_is_a_part_headed_by_its_day_and_the_newest_day_is_the_documents() {
    let xml = message(
        "<SpecificHealthCheckupInfo><EffectiveTime>20260530</EffectiveTime><I><ItemName>a</ItemName></I></SpecificHealthCheckupInfo>
         <SpecificHealthCheckupInfo EffectiveTime='20270601'><I><ItemName>b</ItemName></I><I><ItemName>c</ItemName></I></SpecificHealthCheckupInfo>
         <SpecificHealthCheckupInfo><EffectiveTime>20250530</EffectiveTime><ItemName>d</ItemName><DataValue>1</DataValue></SpecificHealthCheckupInfo>",
    );
    let answer = reading(&xml);
    assert_eq!(answer.document_date.as_deref(), Some("2027-06-01"));
    let parts = &answer.blocks[0].blocks;
    let heads: Vec<String> = parts
        .iter()
        .map(|part| part.title.iter().map(|piece| &*piece.text).collect())
        .collect();
    assert_eq!(
        heads,
        [
            "特定健診情報 2026-05-30〔20260530〕",
            "特定健診情報 2027-06-01〔20270601〕",
            "特定健診情報 2025-05-30〔20250530〕"
        ]
    );
    let sizes: Vec<usize> = parts.iter().map(|part| part.fields.len()).collect();
    assert_eq!(sizes, [1, 2, 1]);
    assert!(drawn(&answer).contains("検査項目: d 1"));
}

#[test]
fn results_that_cannot_be_told_apart_are_not_joined() {
    let xml = checkup(
        "<ItemName>a</ItemName><DataValue>1</DataValue><ItemName>b</ItemName><DataValue>2</DataValue>",
    );
    let answer = reading(&xml);
    assert!(!drawn(&answer).contains("検査項目:"));
    assert_eq!(answer.counts.checkup_item, 2);
}

#[test]
fn drugs_are_counted_and_placed_by_the_names_of_either_origin() {
    for (prefix, name) in [
        ("", "DrugN"),
        ("Cz", "CzDrugN"),
        ("Sh", "ShDrugN"),
        ("", "DrugName"),
    ] {
        let xml = message(&format!(
            "<M><L><D><{name}>見本錠５ｍｇ</{name}><{prefix}Qua1>1</{prefix}Qua1><{prefix}Unit>錠</{prefix}Unit><{prefix}Times>28</{prefix}Times></D><D><{name}>見本散</{name}></D></L></M>"
        ));
        let answer = reading(&xml);
        assert!(answer.other.is_empty(), "{:?}", answer.other);
        assert_eq!(answer.counts.prescription, 2);
        let drawn = drawn(&answer);
        for told in [
            "薬剤: 見本錠５ｍｇ",
            "数量: 1",
            "単位: 錠",
            "日数・回数: 28",
            "薬剤: 見本散",
        ] {
            assert!(drawn.contains(told), "{told}:\n{drawn}");
        }
    }
}

#[test]
fn months_of_drugs_are_parts_of_their_own() {
    let xml = message(
        "<CzDiInf><CzDiMonthInf><CzDiMonth>202605</CzDiMonth><CzDrugInfs><CzDrugInf><CzDrugN>見本錠</CzDrugN></CzDrugInf></CzDrugInfs></CzDiMonthInf></CzDiInf>",
    );
    let drawn = drawn(&reading(&xml));
    assert!(
        drawn.contains("=: 薬剤情報（調剤） 202605\n薬剤: 見本錠"),
        "{drawn}"
    );
}
