//! Whose a file is: what it says of its patient, wherever it says it.

use record::vocabulary::{Gender, Identity, MemberId, PartialDate};
use record::{Difference, Whose, whose};

use crate::support::bundle;

const HERS: &str = "06999999:見本:1001:01";

fn person() -> Identity {
    Identity {
        name: "見本 花子".into(),
        kana: Some("ミホン ハナコ".into()),
        birth_date: PartialDate::parse("1951-03-09"),
        gender: Some(Gender::Female),
        member_ids: vec![MemberId::parse(HERS).unwrap()],
    }
}

/// Whose a message with this header is.
fn message(header: &str) -> Whose {
    let xml = format!(
        "<XmlMsg><MessageHeader>{header}</MessageHeader><MessageBody><I><ItemName>身長</ItemName><DataValue>150</DataValue></I></MessageBody></XmlMsg>"
    );
    whose(xml.as_bytes(), &person())
}

fn about(name: &str, born: &str, sex: &str) -> String {
    format!(
        "<QualificationsInfo><Name>{name}</Name><Birthday>{born}</Birthday><AdministrativeGenderCode>{sex}</AdministrativeGenderCode></QualificationsInfo>"
    )
}

fn number(number: &str, branch: &str) -> String {
    format!(
        "<InsurerNumber>6999999</InsurerNumber><InsuranceCardSymbol>見本</InsuranceCardSymbol><InsuredPersonIdentificationNumber>{number}</InsuredPersonIdentificationNumber>{branch}"
    )
}

const BRANCH: &str = "<BranchNumber>01</BranchNumber>";

#[test]
fn a_message_is_compared_by_number_birth_date_and_sex() {
    let hers = about("見本　花子", "19510309", "2");
    let numbered = number("１００１", BRANCH);
    assert_eq!(message(&format!("{numbered}{hers}")), Whose::Agrees);
    assert_eq!(message(&hers), Whose::Agrees);
    assert_eq!(message(&numbered), Whose::Agrees);
    for (header, difference) in [
        (
            format!("{}{hers}", number("2002", BRANCH)),
            Difference::MemberId,
        ),
        (
            format!(
                "{}{hers}",
                number("1001", "<BranchNumber>02</BranchNumber>")
            ),
            Difference::MemberId,
        ),
        (
            format!("{numbered}{}", about("見本　花子", "19510308", "2")),
            Difference::BirthDate,
        ),
        (about("見本　花子", "19510309", "1"), Difference::Gender),
    ] {
        assert_eq!(message(&header), Whose::Other(difference), "{header}");
    }
}

#[test]
fn other_spellings_of_the_number_are_compared_as_well() {
    let renamed = number("2002", BRANCH)
        .replace("InsuranceCardSymbol", "InsuredCardSymbol")
        .replace(
            "InsuredPersonIdentificationNumber",
            "InsuredIdentificationNumber",
        )
        .replace("BranchNumber", "InsuredBranchNumber");
    let other = Whose::Other(Difference::MemberId);
    assert_eq!(message(&renamed), other);
    assert_eq!(message(&renamed.replace("2002", "1001")), Whose::Agrees);
    // Beside each other in an element of their own, behind a number that fits.
    let behind = format!("{}<A>{renamed}</A>", number("1001", BRANCH));
    assert_eq!(message(&behind), other);
}

#[test]
fn a_number_without_its_branch_is_a_familys() {
    let family = number("1001", "");
    assert_eq!(message(&family), Whose::NotStated);
    let hers = about("見本　花子", "19510309", "2");
    assert_eq!(message(&format!("{family}{hers}")), Whose::Agrees);
    let son = about("見本　太郎", "", "");
    let other = message(&format!("{family}{son}"));
    assert_eq!(other, Whose::Other(Difference::Name));
    let elsewhere = Whose::Other(Difference::MemberId);
    assert_eq!(message(&number("2002", "")), elsewhere);
}

#[test]
fn the_second_person_of_a_message_is_seen() {
    let hers = about("見本　花子", "19510309", "2");
    let his = about("架空　次郎", "19400101", "1").replace("QualificationsInfo", "QuaInf");
    for both in [format!("{hers}{his}"), format!("{his}{hers}")] {
        let said = message(&both);
        assert_eq!(said, Whose::Other(Difference::BirthDate), "{both}");
    }
}

#[test]
fn a_name_tells_only_what_it_can() {
    let numbered = number("1001", BRANCH);
    let married = about("架空　花子", "19510309", "2");
    let by_number = message(&format!("{numbered}{married}"));
    assert_eq!(by_number, Whose::NameDiffers);
    assert_eq!(message(&married), Whose::NameDiffers);
    for (name, said) in [
        ("見本　花子", Whose::Incomplete),
        ("架空　花子", Whose::Other(Difference::Name)),
        ("", Whose::NotStated),
    ] {
        let header = about(name, "", "");
        assert_eq!(message(&header), said, "{name}");
    }
    let kana = "<QuaInf><Name>美本　花子</Name><KanaName>ﾐﾎﾝ ﾊﾅｺ</KanaName></QuaInf>";
    assert_eq!(message(kana), Whose::Incomplete);
}

#[test]
fn what_states_nobody_says_so() {
    assert_eq!(message(""), Whose::NotStated);
    for silent in [
        "%PDF-1.7",
        "PK\u{3}\u{4}",
        "<XmlMsg",
        "{",
        "",
        "[]",
        r#"{"resourceType":"Bundle"}"#,
    ] {
        assert_eq!(whose(silent.as_bytes(), &person()), Whose::NotStated);
    }
}

fn patient(id: &str, born: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"{}","value":"{HERS}"}}],
        "name":[{{"text":"見本 花子"}}],"gender":"female","birthDate":"{born}"}}"#,
        MemberId::SYSTEM
    )
}

const DISEASE: &str = r#"{"resourceType":"Condition","subject":{"reference":"Patient/p1"},"code":{"text":"高血圧症"}}"#;

fn read(json: &str) -> Whose {
    whose(json.as_bytes(), &person())
}

#[test]
fn every_answer_of_a_file_is_compared() {
    let hers = bundle("collection", &[&patient("p1", "1951-03-09"), DISEASE]);
    let his = hers.replace("1951-03-09", "1940-01-01");
    let nobody = bundle("collection", &[&DISEASE.replace("Patient/p1", "")]);
    let other = Whose::Other(Difference::BirthDate);
    assert_eq!(read(&hers), Whose::Agrees);
    assert_eq!(read(&his), other);
    assert_eq!(read(&format!("{hers}\n{his}")), other);
    assert_eq!(read(&format!("[{hers},null,{his}]")), other);
    assert_eq!(read(&format!("{hers}{hers}")), Whose::Agrees);
    assert_eq!(read(&nobody), Whose::NotStated);
    assert_eq!(read(&format!("{hers}{nobody}")), Whose::Incomplete);
    let behind = format!("{nobody}{his}");
    assert_eq!(read(&behind), other);
}

#[test]
fn an_entry_that_names_nobody_is_not_vouched_for_by_the_others() {
    let alone = DISEASE.replace(r#""subject":{"reference":"Patient/p1"},"#, "");
    let mixed = bundle(
        "collection",
        &[&patient("p1", "1951-03-09"), DISEASE, &alone],
    );
    assert_eq!(read(&mixed), Whose::Incomplete);
}

#[test]
fn a_patient_is_seen_wherever_it_stands() {
    let (hers, his) = (patient("p1", "1951-03-09"), patient("p2", "1940-01-01"));
    let holder = format!(r#"{{"resourceType":"Condition","contained":[{his}]}}"#);
    let deep = format!(
        r#"{{"resourceType":"Parameters","parameter":[{{"part":[{{"resource":{his}}}]}}]}}"#
    );
    let several = bundle("collection", &[&hers, &his]);
    for json in [
        holder.clone(),
        deep.clone(),
        bundle("collection", &[&hers, &holder]),
        bundle("collection", &[&hers, &bundle("collection", &[&deep])]),
        several,
    ] {
        assert!(matches!(read(&json), Whose::Other(_)), "{json}");
    }
}
