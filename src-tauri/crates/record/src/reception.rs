use jiff::Timestamp;

use crate::damaged::only_words_damaged;
use crate::error::ReadError;
use crate::fhir::concept::Concept;
use crate::fhir::patient::identity;
use crate::fhir::reference::Target;
use crate::fhir::scope::Scope;
use crate::interface::FhirRestNames;
use crate::json::{Node, parse_whole};
use crate::vocabulary::{CareSetting, Consent, ConsentFlag, Identity};

/// One arrival at the desk (資格確認) with the consents given at the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardCheck {
    /// The service's logical Patient id.
    pub service_ref: String,
    /// The moment of the check.
    pub arrived_at: Timestamp,
    /// 患者番号 of this facility, when sent.
    pub chart_number: Option<String>,
    /// Who, as the check states it.
    pub identity: Identity,
    /// False for カードなし. Where no card is read because the consent was given before (在宅,
    /// オンライン診療) it is true.
    pub card: bool,
    /// What kind of care it is for.
    pub setting: CareSetting,
    /// One per category the reader recorded, the newest of several; a category without a resource
    /// was not asked.
    pub consents: Vec<Consent>,
}

/// What a reception search says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reception {
    /// In the order of arrival. Cancelled arrivals are left out.
    pub checks: Vec<CardCheck>,
    /// Encounters without a readable patient or moment: somebody arrived whom we cannot list.
    pub unreadable: usize,
}

/// Today's arrivals from all pages of the reception search.
///
/// # Errors
/// When a page is not a FHIR resource in JSON, or has bytes that are no text outside of words for
/// people: whatever was damaged there may have been a refusal.
pub fn reception(bytes_of_pages: &[&[u8]]) -> Result<Reception, ReadError> {
    let parts = bytes_of_pages
        .iter()
        .map(|bytes| page(bytes))
        .collect::<Result<Vec<_>, _>>()?;
    let scope = Scope::read(&parts, &mut Vec::new());
    if scope.roots.len() != parts.len() {
        return Err(ReadError::NotFhir);
    }
    let mut reception = Reception::default();
    for entry in scope.of_kind("Encounter") {
        if is_cancelled(entry.resource) {
            continue;
        }
        match check(&scope, entry.resource) {
            Some(check) => reception.checks.push(check),
            None => reception.unreadable += 1,
        }
    }
    reception.checks.sort_by_key(|c| c.arrived_at);
    Ok(reception)
}

fn page(bytes: &[u8]) -> Result<Node<'_>, ReadError> {
    let whole = parse_whole(bytes)?;
    match whole.mended_at {
        Some(at) if !only_words_damaged(&whole.node) => Err(ReadError::Encoding { at }),
        _ => Ok(whole.node),
    }
}

fn is_cancelled(encounter: &Node<'_>) -> bool {
    matches!(
        encounter.text("status"),
        Some("cancelled" | "entered-in-error")
    )
}

fn check<'a>(scope: &Scope<'a>, encounter: &'a Node<'a>) -> Option<CardCheck> {
    let patient = scope.resolve(encounter, encounter.first("subject")?)?;
    let names = FhirRestNames::get();
    let setting = setting(encounter, names);
    Some(CardCheck {
        service_ref: patient.text("id")?.to_owned(),
        arrived_at: encounter.first("period")?.text("start")?.parse().ok()?,
        chart_number: chart_number(patient, names),
        identity: identity(patient),
        card: setting.is_some(),
        setting: setting.unwrap_or_default(),
        consents: consents(scope, patient, names),
    })
}

/// The setting for which consent was asked; none for カードなし.
fn setting(encounter: &Node<'_>, names: &FhirRestNames) -> Option<CareSetting> {
    let is = |name: &str| {
        let code = names.reception_codes.get(name).map(String::as_str);
        encounter.list("type").into_iter().any(|kind| {
            code.is_some() && Concept::read(kind).code_in(&names.reception_system) == code
        })
    };
    [
        ("card", CareSetting::Outpatient),
        ("home_visit", CareSetting::HomeVisit),
        ("online", CareSetting::Online),
    ]
    .into_iter()
    .find_map(|(name, setting)| is(name).then_some(setting))
}

pub(crate) fn chart_number(patient: &Node<'_>, names: &FhirRestNames) -> Option<String> {
    let prefix = names.chart_number_system_prefix.as_str();
    patient
        .list("identifier")
        .into_iter()
        .find(|i| !prefix.is_empty() && i.text("system").is_some_and(|s| s.starts_with(prefix)))
        .and_then(|i| i.text("value"))
        .map(str::to_owned)
}

fn consents<'a>(scope: &Scope<'a>, patient: &'a Node<'a>, names: &FhirRestNames) -> Vec<Consent> {
    let all = scope
        .of_kind("Consent")
        .map(|e| e.resource)
        .filter(|consent| {
            consent.first("patient").is_some_and(|reference| {
                scope
                    .entry(&Target::read(reference))
                    .is_some_and(|e| std::ptr::eq(e.resource, patient))
            })
        })
        .filter_map(|consent| one(consent, names));
    newest_per_category(all)
}

/// The consent that decides for each category, in the order the categories came.
fn newest_per_category(all: impl Iterator<Item = Consent>) -> Vec<Consent> {
    let mut kept: Vec<Consent> = Vec::new();
    for consent in all {
        match kept.iter_mut().find(|k| k.category == consent.category) {
            Some(known) if weight(known) < weight(&consent) => *known = consent,
            Some(_) => {}
            None => kept.push(consent),
        }
    }
    kept
}

/// Orders the consents of one category: the newest decides, of equally new ones the refusing one.
/// One without a moment counts as the newest when it withholds, and as the oldest when it gives.
fn weight(consent: &Consent) -> (bool, Option<Timestamp>, u8) {
    let strict = match consent.flag {
        ConsentFlag::Refused => 2,
        ConsentFlag::Given => 0,
        _ => 1,
    };
    let withholds_undated = consent.given_at.is_none() && strict > 0;
    (withholds_undated, consent.given_at, strict)
}

fn one(consent: &Node<'_>, names: &FhirRestNames) -> Option<Consent> {
    let category = consent
        .list("category")
        .into_iter()
        .find_map(|c| names.category(Concept::read(c).code_in(&names.consent_system)?))?;
    let provision = consent.first("provision");
    let time = |node: Option<&Node<'_>>, key: &str| node?.text(key)?.parse::<Timestamp>().ok();
    Some(Consent {
        category,
        flag: flag(consent, names)?,
        given_at: time(Some(consent), "dateTime"),
        until: time(provision.and_then(|p| p.first("period")), "end"),
    })
}

/// None for a consent that was entered in error. Whatever is not plainly a permission is none.
fn flag(consent: &Node<'_>, names: &FhirRestNames) -> Option<ConsentFlag> {
    let policy = Concept::under(consent, "policyRule");
    let because = |name: &str| {
        names
            .consent_policy_codes
            .get(name)
            .is_some_and(|code| policy.has_code(code))
    };
    let kind = consent.first("provision").and_then(|p| p.text("type"));
    Some(match consent.text("status") {
        Some("entered-in-error") => return None,
        Some("active") if kind == Some("permit") => ConsentFlag::Given,
        Some("rejected") => ConsentFlag::Refused,
        _ if kind == Some("deny") => ConsentFlag::Refused,
        _ if because("switched_off") => ConsentFlag::SwitchedOff,
        _ if because("expired") => ConsentFlag::Expired,
        _ if because("not_obtainable") => ConsentFlag::NotObtainable,
        _ => ConsentFlag::NotAsked,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::testing::searchset;
    use crate::vocabulary::Category;

    fn encounter(patient: &str, time: &str, kind: &str) -> String {
        format!(
            r#"{{"resourceType":"Encounter","id":"e{patient}","status":"arrived",
            "subject":{{"reference":"Patient/{patient}"}},"period":{{"start":"{time}"}},
            "type":[{{"coding":[{{"system":"http://clins.invalid/CodeSystem/reception",
            "code":"{kind}"}}]}}]}}"#
        )
    }

    fn patient(id: &str) -> String {
        format!(
            r#"{{"resourceType":"Patient","id":"{id}","name":[{{"text":"見本 {id}"}}],
            "identifier":[{{"system":"urn:oid:1.2.392.100495.20.3.51.11319999999",
            "value":"00{id}"}}]}}"#
        )
    }

    fn consent(patient: &str, code: &str, rest: &str) -> String {
        format!(
            r#"{{"resourceType":"Consent","id":"{patient}{code}",
            "patient":{{"reference":"Patient/{patient}"}},"category":[{{"coding":[{{"system":
            "http://clins.invalid/CodeSystem/consent-category","code":"{code}"}}]}}],{rest}}}"#
        )
    }

    #[test]
    fn arrivals_with_their_own_consents_over_two_pages() {
        let first = searchset(&[
            encounter("2", "2026-11-21T09:10:00+09:00", "no-card"),
            encounter("1", "2026-11-21T08:45:00+09:00", "card"),
            patient("1"),
        ]);
        let second = searchset(&[
            patient("2"),
            consent(
                "1",
                "DiagnosisName",
                r#""status":"active","dateTime":"2026-11-21T08:45:00+09:00","provision":
                {"type":"permit","period":{"end":"2026-11-22T08:45:00+09:00"}}"#,
            ),
            consent(
                "1",
                "TestInfo",
                r#""status":"rejected","provision":{"type":"deny"}"#,
            ),
            consent(
                "1",
                "AllergyInfo",
                r#""status":"inactive","policyRule":{"coding":[{"code":"switched-off"}]}"#,
            ),
            consent(
                "1",
                "PrescriptionInfo",
                r#""status":"inactive","policyRule":{"coding":[{"code":"not-obtainable"}]}"#,
            ),
        ]);
        let checks = reception(&[&first, &second]).unwrap().checks;
        assert_eq!(checks.len(), 2);
        let early = &checks[0];
        assert_eq!((early.service_ref.as_str(), early.card), ("1", true));
        assert_eq!(early.chart_number.as_deref(), Some("001"));
        let flags: Vec<_> = early
            .consents
            .iter()
            .map(|c| (c.category, c.flag))
            .collect();
        assert_eq!(
            flags,
            [
                (Category::Condition, ConsentFlag::Given),
                (Category::Laboratory, ConsentFlag::Refused),
                (Category::OtherAllergy, ConsentFlag::SwitchedOff),
                (Category::Prescription, ConsentFlag::NotObtainable)
            ]
        );
        let until = "2026-11-22T08:45:00+09:00".parse().unwrap();
        assert_eq!(early.consents[0].until, Some(until));
        assert!(!checks[1].card && checks[1].consents.is_empty());
    }

    #[test]
    fn a_home_visit_and_an_online_consultation_need_no_card_and_say_what_they_are() {
        let at = "2026-11-21T09:10:00+09:00";
        let page = searchset(&[
            encounter("1", at, "home-visit"),
            patient("1"),
            encounter("2", at, "online"),
            patient("2"),
            encounter("3", at, "something-new"),
            patient("3"),
            consent(
                "1",
                "TestInfo",
                r#""status":"inactive","policyRule":{"coding":[{"code":"expired"}]}"#,
            ),
        ]);
        let checks = reception(&[&page]).unwrap().checks;
        let told: Vec<_> = checks.iter().map(|c| (c.card, c.setting)).collect();
        assert_eq!(
            told,
            [
                (true, CareSetting::HomeVisit),
                (true, CareSetting::Online),
                (false, CareSetting::Outpatient)
            ]
        );
        assert_eq!(checks[0].consents[0].flag, ConsentFlag::Expired);
    }

    #[test]
    fn a_page_that_cannot_be_read_is_an_error_not_an_empty_day() {
        assert!(reception(&[b"<html>"]).is_err());
        assert_eq!(reception(&[b"{}"]), Err(ReadError::NotFhir));
        assert_eq!(reception(&[]), Ok(Reception::default()));
    }

    #[test]
    fn bad_bytes_in_a_name_cost_the_name_and_in_a_consent_the_page() {
        let page = searchset(&[
            encounter("1", "2026-11-21T09:10:00+09:00", "card"),
            patient("1"),
            consent("1", "TestInfo", r#""status":"rejected""#),
        ]);
        let damage = |part: &str, damaged: &[u8]| {
            let at = memchr::memmem::find(&page, part.as_bytes()).unwrap();
            [&page[..at], damaged, &page[at + part.len()..]].concat()
        };
        let named = damage("見本", "見\u{672C}".as_bytes().split_last().unwrap().1);
        let told = reception(&[&named]).unwrap();
        assert_eq!(told.checks[0].identity.name, "見\u{FFFD} 1");
        assert_eq!(told.checks[0].consents[0].flag, ConsentFlag::Refused);
        for part in ["rejected", "TestInfo", "Consent", "category", "Patient/1"] {
            let bytes = [b"\xFF", part.as_bytes().split_first().unwrap().1].concat();
            let told = reception(&[&damage(part, &bytes)]);
            assert!(matches!(told, Err(ReadError::Encoding { .. })), "{part}");
        }
    }

    #[test]
    fn an_encounter_that_cannot_be_read_is_counted_a_cancelled_one_is_not() {
        let at = "2026-11-21T09:10:00+09:00";
        let page = searchset(&[
            encounter("1", at, "card"),
            patient("1"),
            encounter("2", at, "card"),
            encounter("1", "9:10", "card").replace("\"e1\"", "\"e3\""),
            encounter("4", at, "card").replace("arrived", "cancelled"),
        ]);
        let told = reception(&[&page]).unwrap();
        assert_eq!((told.checks.len(), told.unreadable), (1, 2));
    }

    /// The one flag that decides over consents for one category, sent in this order and reversed.
    fn decided(sent: &[(&str, Option<&str>)]) -> ConsentFlag {
        const PERMIT: &str = r#""status":"active","provision":{"type":"permit"}"#;
        const DENY: &str = r#""status":"rejected","provision":{"type":"deny"}"#;
        let mut resources: Vec<String> = Vec::new();
        for (index, (kind, hour)) in sent.iter().enumerate() {
            let rest = if *kind == "permit" { PERMIT } else { DENY };
            let moment = hour.map_or(String::new(), |h| {
                format!(r#","dateTime":"2026-11-21T{h}:00:00+09:00""#)
            });
            let one = consent("1", "DiagnosisName", &format!("{rest}{moment}"));
            resources.push(one.replace("\"1DiagnosisName\"", &format!("\"c{index}\"")));
        }
        let flag = |consents: &[String]| {
            let mut all = vec![
                encounter("1", "2026-11-21T09:10:00+09:00", "card"),
                patient("1"),
            ];
            all.extend_from_slice(consents);
            let told = reception(&[&searchset(&all)]).unwrap();
            let consents = &told.checks[0].consents;
            assert_eq!(consents.len(), 1, "older ones are dropped");
            consents[0].flag
        };
        let first = flag(&resources);
        resources.reverse();
        assert_eq!(first, flag(&resources), "the order sent says nothing");
        first
    }

    #[test]
    fn the_newest_consent_decides_whatever_the_order() {
        let (refused, given) = (ConsentFlag::Refused, ConsentFlag::Given);
        for (sent, flag) in [
            ([("permit", Some("08")), ("deny", Some("09"))], refused),
            ([("permit", Some("09")), ("deny", Some("08"))], given),
            ([("permit", Some("09")), ("deny", Some("09"))], refused),
            ([("permit", Some("09")), ("deny", None)], refused),
            ([("permit", None), ("deny", Some("08"))], refused),
            ([("permit", None), ("deny", None)], refused),
        ] {
            assert_eq!(decided(&sent), flag, "{sent:?}");
        }
    }
}
