use super::human_name::names;
use crate::json::Node;
use crate::vocabulary::{Gender, Identity, MemberId};

/// Who a Patient resource says the person is.
pub(crate) fn identity(patient: &Node<'_>) -> Identity {
    let names = names(patient);
    let kana_only = names.written.is_none();
    Identity {
        name: names
            .written
            .or_else(|| names.kana.clone())
            .unwrap_or_default(),
        kana: if kana_only { None } else { names.kana },
        birth_date: super::date(patient, "birthDate"),
        gender: patient.text("gender").and_then(Gender::from_code),
        member_ids: member_ids(patient),
    }
}

/// The insured numbers, a former one (`use` = old) last.
fn member_ids(patient: &Node<'_>) -> Vec<MemberId> {
    let (mut present, mut former) = (Vec::new(), Vec::new());
    for identifier in patient.list("identifier") {
        let Some(id) = member_id(identifier) else {
            continue;
        };
        match identifier.text("use") {
            Some("old") => former.push(id),
            _ => present.push(id),
        }
    }
    present.append(&mut former);
    present
}

/// The insured number an identifier holds, if it is one.
pub(crate) fn member_id(identifier: &Node<'_>) -> Option<MemberId> {
    let system = identifier.text("system")?;
    if system != MemberId::SYSTEM && system != MemberId::PUBLIC_PAYER_SYSTEM {
        return None;
    }
    MemberId::parse(identifier.text("value")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_former_number_comes_last_and_other_identifiers_are_not_numbers() {
        let json = format!(
            r#"{{"identifier":[{{"system":"{s}","value":"06999999:1:2:01","use":"old"}},
                {{"system":"urn:x","value":"06999999:1:2:03"}},
                {{"system":"{s}","value":"06999999:1:2:02"}}],"gender":"female",
                "name":[{{"text":"ミホン"}}]}}"#,
            s = MemberId::SYSTEM
        );
        let node = parse(json.as_bytes()).unwrap();
        let who = identity(&node);
        let numbers: Vec<_> = who.member_ids.iter().map(ToString::to_string).collect();
        assert_eq!(numbers, ["06999999:1:2:02", "06999999:1:2:01"]);
        assert_eq!((who.name.as_str(), who.kana), ("ミホン", None));
    }
}
