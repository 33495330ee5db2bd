use crate::fhir::damage::{in_doubt, items_of};
use crate::fhir::suspicion::says_suspicion;
use crate::json::Node;

/// A state as it was sent: as a code, as a concept of either, or more than once.
///
/// Nothing of it is passed over: whoever asks for a cautious word finds it wherever it stands.
#[derive(Clone, Debug)]
pub(crate) struct Status<'a>(Vec<&'a str>);

impl<'a> Status<'a> {
    /// Every state under `key`: codes, displays and texts alike.
    pub(crate) fn under(resource: &'a Node<'a>, key: &str) -> Self {
        let mut words = Vec::new();
        resource
            .items(key)
            .for_each(|node| gather(node, &mut words));
        Self(words)
    }

    /// Whether any of it is this code; blanks around it and its case do not matter.
    pub(crate) fn says(&self, code: &str) -> bool {
        self.0.iter().any(|word| word.eq_ignore_ascii_case(code))
    }

    /// Whether any of it is one of these codes or words.
    pub(crate) fn says_any(&self, of: &[&str]) -> bool {
        of.iter().any(|one| self.says(one))
    }
}

fn gather<'a>(node: &'a Node<'a>, words: &mut Vec<&'a str>) {
    if let Some(text) = node.as_text() {
        words.push(text.trim());
        return;
    }
    for key in ["coding", "code", "display", "text"] {
        node.items(key).for_each(|part| gather(part, words));
    }
}

/// Refuted or entered in error: what it says is not so.
pub(crate) fn not_valid(resource: &Node<'_>) -> bool {
    is_error(resource) || is_refuted(resource)
}

/// 誤登録, by either state a resource can have.
pub(crate) fn is_error(resource: &Node<'_>) -> bool {
    ["status", "verificationStatus"]
        .iter()
        .any(|key| Status::under(resource, key).says("entered-in-error"))
}

/// 否定.
pub(crate) fn is_refuted(resource: &Node<'_>) -> bool {
    Status::under(resource, "verificationStatus").says("refuted")
}

/// The states of a diagnosis or an allergy that is not certain, as codes and in words.
const UNCERTAIN: [&str; 10] = [
    "unconfirmed",
    "provisional",
    "differential",
    "presumed",
    "疑い",
    "疑",
    "疑いあり",
    "未確認",
    "暫定",
    "鑑別",
];

/// The words for the other states of a diagnosis that are understood.
const CERTAIN: [&str; 9] = [
    "confirmed",
    "refuted",
    "entered-in-error",
    "確定",
    "確認済",
    "確認済み",
    "確定診断",
    "否定",
    "誤登録",
];

/// 未確認, and a state of which nobody can read what it was.
pub(crate) fn is_unconfirmed(resource: &Node<'_>) -> bool {
    let status = Status::under(resource, "verificationStatus");
    status.says_any(&UNCERTAIN)
        || status.0.iter().any(|word| says_suspicion(word))
        || in_doubt(resource, "verificationStatus")
}

/// 行わない指示. Of two answers the one that forbids counts.
pub(crate) fn forbids(resource: &Node<'_>) -> bool {
    items_of(resource, "doNotPerform").any(|said| said.as_flag() == Some(true))
}

/// Members that may turn round what a resource says.
const GUARDING: [&str; 7] = [
    "status",
    "verificationStatus",
    "clinicalStatus",
    "criticality",
    "doNotPerform",
    "modifierExtension",
    "implicitRules",
];

/// A state that cannot be judged: bytes of it, or of its name, are damaged, or it is in words that
/// nobody knows.
pub(crate) fn unclear(resource: &Node<'_>) -> bool {
    let status = Status::under(resource, "verificationStatus");
    let known = status.says_any(&CERTAIN) || is_unconfirmed(resource);
    !known && !status.0.is_empty() || GUARDING.iter().any(|key| in_doubt(resource, key))
}

/// What stands beside a row of which the state cannot be judged.
pub(super) fn unclear_note(resource: &Node<'_>) -> Option<String> {
    unclear(resource).then(|| "状態の記載を判断できません（全記載で確認してください）".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_state_is_found_however_it_was_sent() {
        for sent in [
            r#""unconfirmed""#,
            r#"" Unconfirmed ""#,
            r#"{"text":"unconfirmed"}"#,
            r#"{"text":"未確認"}"#,
            r#"{"code":"unconfirmed"}"#,
            r#"{"coding":[{"display":"Unconfirmed"}]}"#,
            r#"{"coding":{"code":"unconfirmed "}}"#,
            r#"{"coding":[{"code":"confirmed"}]},"verificationStatus":"unconfirmed""#,
            r#"{"coding":[{"code":"confirmed","code":"unconfirmed"}]}"#,
            r#"{"coding":[{"code":["confirmed","unconfirmed"]}]}"#,
            r#"["confirmed","unconfirmed"]"#,
            "\"un\u{FFFD}onfirmed\"",
            "{\"coding\":[{\"c\u{FFFD}de\":\"unconfirmed\"}]}",
        ] {
            let json = format!(r#"{{"verificationStatus":{sent}}}"#);
            assert!(is_unconfirmed(&parse(json.as_bytes()).unwrap()), "{sent}");
        }
        for sent in [
            r#""confirmed""#,
            r#"{"text":"not unconfirmed"}"#,
            r#"{"text":"疑いなし"}"#,
            "null",
        ] {
            let json = format!(r#"{{"verificationStatus":{sent}}}"#);
            assert!(!is_unconfirmed(&parse(json.as_bytes()).unwrap()), "{sent}");
        }
    }

    #[test]
    fn a_state_that_cannot_be_judged_is_unclear() {
        let told = |json: &str| unclear(&parse(json.as_bytes()).unwrap());
        for json in [
            r#"{"verificationStatus":"probable"}"#,
            r#"{"verificationStatus":{"coding":[{"code":"unknown"}]}}"#,
            "{\"verificationStatus\":\"ref\u{FFFD}ted\"}",
            "{\"verificatio\u{FFFD}Status\":\"refuted\"}",
            "{\"status\":\"entered-in-\u{FFFD}rror\"}",
            "{\"doNotPerform\":\"tr\u{FFFD}e\"}",
            "{\"modifier\u{FFFD}xtension\":[]}",
        ] {
            assert!(told(json), "{json}");
        }
        for json in [
            "{}",
            r#"{"verificationStatus":"confirmed"}"#,
            r#"{"verificationStatus":{"text":"確定"}}"#,
            r#"{"verificationStatus":{"text":"疑い（要精査）"}}"#,
            r#"{"verificationStatus":{}}"#,
            r#"{"status":"final"}"#,
            "{\"note\":\"\u{FFFD}\",\"onset\u{FFFD}ateTime\":\"2020\"}",
        ] {
            assert!(!told(json), "{json}");
        }
    }

    #[test]
    fn what_forbids_counts_in_any_spelling() {
        let damaged = "{\"doNotPer\u{FFFD}form\":true}";
        assert!(forbids(&parse(damaged.as_bytes()).unwrap()));
        for (sent, forbidden) in [
            ("true", true),
            (r#""true""#, true),
            (r#"" TRUE""#, true),
            ("1", true),
            (r#""1""#, true),
            (r#"false,"doNotPerform":true"#, true),
            ("false", false),
            (r#""false""#, false),
            ("0", false),
            (r#""perhaps""#, false),
        ] {
            let json = format!(r#"{{"doNotPerform":{sent}}}"#);
            assert_eq!(
                forbids(&parse(json.as_bytes()).unwrap()),
                forbidden,
                "{sent}"
            );
        }
    }
}
