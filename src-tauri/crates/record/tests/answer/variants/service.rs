use record::{Pointers, read};

use crate::support::drawn;

/// Reads one checkup with these items; answers what is drawn, nothing being left over.
fn items(items: &str) -> String {
    let xml = format!(
        "<XmlMsg><MessageHeader><ResultCode>1</ResultCode></MessageHeader><MessageBody><SpecificHealthCheckupInfo><EffectiveTime>20260530</EffectiveTime>{items}</SpecificHealthCheckupInfo></MessageBody></XmlMsg>"
    );
    let answer = read(xml.as_bytes(), Pointers::Kept);
    assert!(answer.readable, "{:?}", answer.problems);
    assert_eq!(faults::account(xml.as_bytes()), [""; 0]);
    assert!(answer.other.is_empty(), "{:?}", answer.other);
    drawn(&answer)
}

#[test]
fn an_answer_that_was_not_given() {
    for (value, told) in [
        (
            r#"<DataValue nullFlavor="NI"></DataValue>"#,
            "喫煙 情報なし〔NI〕",
        ),
        (r#"<DataValue NullFlavor="UNK"/>"#, "喫煙 不明〔UNK〕"),
        (r#"<DataValue nullFlavor="NASK"/>"#, "喫煙 聴取せず〔NASK〕"),
        // A code that is none of the list is no answer all the same.
        (r#"<DataValue nullFlavor="X1"/>"#, "喫煙 回答なし〔X1〕"),
        (
            r#"<DataValue nullFlavor="OTH">その他</DataValue>"#,
            "その他〔OTH〕",
        ),
        (
            "<NullFlavor>NI</NullFlavor>",
            "値がない理由: 情報なし〔NI〕",
        ),
        (r#"<DataValue nullFlavor=" "/>"#, "喫煙"),
        ("<DataValue></DataValue>", "喫煙"),
    ] {
        let drawn = items(&format!(
            "<Item><ItemCode>9N736000000000011</ItemCode><ItemName>喫煙</ItemName><DataType>CD</DataType>{value}</Item>"
        ));
        assert!(drawn.contains(told), "{value}: {drawn}");
    }
}

#[test]
fn words_numbers_and_codes_of_one_checkup() {
    let drawn = items(
        "<Item><ItemCode>9N056160400000049</ItemCode><ItemName>具体的な既往歴</ItemName><DataType>ST</DataType><DataValue>虫垂炎、 &lt;再発なし&gt;</DataValue></Item>
         <Item><ItemCode>3F015000002327101</ItemCode><DataType>PQ</DataType><DataValue>030.0</DataValue><Unit>mg/dL</Unit></Item>
         <Item><ItemCode>9N701000000000011</ItemCode><ItemName>服薬1(血圧)</ItemName><DataType>CD</DataType><DataValue>2</DataValue><Oid>1.2.392.200119.6.2003</Oid><DataValueName>いいえ</DataValueName></Item>",
    );
    for text in [
        "虫垂炎、 <再発なし>",
        "空腹時中性脂肪",
        "030.0 mg/dL",
        "いいえ",
    ] {
        assert!(drawn.contains(text), "{text} is missing:\n{drawn}");
    }
}
