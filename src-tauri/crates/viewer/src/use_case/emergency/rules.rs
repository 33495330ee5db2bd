use access::Session;
use audit::EventKind;

use crate::accounts_file::write_rules;
use crate::emergency::{
    DisasterPeriod, EmergencyRules, LONGEST_OUTAGE_READING, PERSON_READING_MINUTES, tell,
};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::Nothing;
use crate::rooms::{Rooms, blocking};
use crate::rules::SiteRules;
use crate::seat::Seat;
use crate::sync::lock;
use crate::view::EmergencyRulesView;

/// Characters of a number or an area.
const LONGEST: usize = 80;

impl Seat {
    /// What the site has decided for emergencies.
    pub(crate) async fn emergency_rules(
        &self,
        _: Nothing,
    ) -> Result<EmergencyRulesView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        Ok(view(&rooms.rules().emergency))
    }

    /// Sets it, all or nothing.
    pub(crate) async fn set_emergency_rules(
        &self,
        request: EmergencyRulesView,
    ) -> Result<EmergencyRulesView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || set(&rooms, &seated.session, request)).await
    }
}

fn set(
    rooms: &Rooms,
    session: &Session,
    asked: EmergencyRulesView,
) -> Result<EmergencyRulesView, CommandError> {
    let wrong = |rule: &str| CommandError::new(ErrorCode::RuleOutOfRange).with("rule", rule);
    if !(1..=LONGEST_OUTAGE_READING).contains(&asked.outage_hours) {
        return Err(wrong("hours"));
    }
    if !PERSON_READING_MINUTES.contains(&asked.reading_minutes) {
        return Err(wrong("minutes"));
    }
    let stated = |text: &str| -> Result<String, CommandError> {
        let text = record::written_out(text.trim()).into_owned();
        let fits = text.chars().count() <= LONGEST;
        fits.then_some(text).ok_or_else(|| wrong("text"))
    };
    let disaster = match asked.disaster {
        Some(period) if period.from > period.until => return Err(wrong("disaster")),
        Some(period) => Some(DisasterPeriod {
            area: Some(stated(&period.area)?)
                .filter(|area| !area.is_empty())
                .ok_or_else(|| wrong("disaster"))?,
            ..period
        }),
        None => None,
    };
    let emergency = EmergencyRules {
        outage_hours: asked.outage_hours,
        reading_minutes: asked.reading_minutes,
        facility_kind: asked.facility_kind,
        facility_number: stated(&asked.facility_number)?,
        call_centre: stated(&asked.call_centre)?,
        service_modes: asked.service_modes.into_iter().collect(),
        disaster,
    };
    // The next site file would undo it.
    rooms.site.accounts_are_kept_here()?;
    let _turn = lock(&rooms.accounts_turn);
    let mut rules = SiteRules::clone(&rooms.rules());
    let set = view(&emergency);
    rules.emergency = emergency;
    Act::new(EventKind::SiteRulesSet)
        .by(session)
        .because("emergency", None)
        .write_now(rooms)?;
    write_rules(&rooms.desk, &rules)?;
    rooms.set_rules(rules);
    tell(rooms);
    Ok(set)
}

fn view(rules: &EmergencyRules) -> EmergencyRulesView {
    EmergencyRulesView {
        outage_hours: rules.outage_hours,
        reading_minutes: rules.reading_minutes,
        facility_kind: rules.facility_kind,
        facility_number: rules.facility_number.clone(),
        call_centre: rules.call_centre.clone(),
        service_modes: rules.service_modes.iter().copied().collect(),
        disaster: rules.disaster.clone(),
    }
}
