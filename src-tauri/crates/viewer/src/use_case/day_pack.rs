//! 本日の患者の印刷: today's patients on paper, each written down before they are in the pack.

use std::sync::Mutex;

use access::Session;
use audit::EventKind;
use record::vocabulary::{Category, PersonId};

use super::opening::Opening;
use super::people::Today;
use crate::clinical::Clinical;
use crate::compose::on_paper;
use crate::error::{CommandError, ErrorCode};
use crate::follow::damage_reported;
use crate::record_act::Act;
use crate::request::DayPackRequest;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{DayPackView, PaperPatientView};

/// What is printed of each patient, in this order.
const PRINTED: [Category; 4] = [
    Category::DrugAllergy,
    Category::OtherAllergy,
    Category::Condition,
    Category::Prescription,
];

/// Who prints what.
struct Print<'a> {
    rooms: &'a Rooms,
    session: &'a Session,
    clinical: &'a Clinical,
    with_undisclosed: bool,
}

impl Seat {
    /// Today's patients for paper. It ends with the sitting, between two patients.
    pub(crate) async fn day_pack(
        &self,
        request: DayPackRequest,
    ) -> Result<DayPackView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let session = &seated.session;
        if !PRINTED.iter().any(|one| rooms.may_role_read(session, *one)) {
            let act = Act::new(EventKind::RefusedCommand).by(session);
            act.refused("day_pack").write(&rooms).await?;
            return Err(CommandError::new(ErrorCode::NotPermitted).with("command", "day_pack"));
        }
        let (_, session, clinical) = self.clinical()?;
        let (seat, shared) = (self.clone(), rooms.clone());
        let pack = blocking(move || {
            let print = Print {
                rooms: &shared,
                session: &session,
                clinical: &clinical,
                with_undisclosed: request.with_undisclosed,
            };
            print.pack(|| seat.sitting() == Some(seated.sitting))
        })
        .await?;
        let damaged = Some(ErrorCode::StoreDamaged);
        if pack.patients.iter().any(|one| one.failure == damaged) {
            // The next print may be read from the second copy; this one says whom it lacks.
            let _ = damage_reported(&rooms).await;
        }
        Ok(pack)
    }
}

impl Print<'_> {
    fn pack(&self, goes_on: impl Fn() -> bool) -> Result<DayPackView, CommandError> {
        let today = Today::read(self.rooms)?;
        let (patients, left_out) =
            gathered(&today.expected, goes_on, |person| self.patient(person))?;
        Ok(DayPackView {
            date: today.date,
            made_at: today.now,
            clock_in_doubt: today.clock_in_doubt,
            by: self.session.display_name().to_owned(),
            patients,
            left_out,
        })
    }

    /// One patient; an error is somebody who may not be in the pack.
    fn patient(&self, person: PersonId) -> Result<PaperPatientView, CommandError> {
        let opening = Opening::for_print(self.rooms, self.session, self.clinical, person)?;
        // What is open on the screen was not opened by this.
        let written = Mutex::default();
        let shown = opening.shown(&PRINTED, EventKind::PatientPrinted, &written);
        let (sections, failure) = match shown {
            Ok(view) => (view.sections, None),
            Err(error) if error.code == ErrorCode::AuditUnavailable => return Err(error),
            Err(error) => {
                let act = opening.act(EventKind::PatientPrinted, &[]);
                act.failed(&error.code.name()).write_now(self.rooms)?;
                (Vec::new(), Some(error.code))
            }
        };
        let granted = PRINTED.iter().filter(|one| opening.may_read(**one));
        let consents = &opening.person.consents;
        Ok(PaperPatientView {
            identity: opening.person.identity_view(&opening.today),
            consent_until: granted.filter_map(|one| consents.running_until(*one)).min(),
            sections: on_paper(sections, self.with_undisclosed),
            failure,
        })
    }
}

/// Who can be in the pack, and who cannot: nobody's failure costs the others their paper. When
/// nobody can, why.
fn gathered<Patient>(
    people: &[PersonId],
    goes_on: impl Fn() -> bool,
    patient: impl Fn(PersonId) -> Result<Patient, CommandError>,
) -> Result<(Vec<Patient>, Vec<PersonId>), CommandError> {
    let mut patients = Vec::with_capacity(people.len());
    let (mut left_out, mut failure) = (Vec::new(), None);
    for person in people {
        if !goes_on() {
            return Err(ErrorCode::NotSignedIn.into());
        }
        match patient(*person) {
            Ok(patient) => patients.push(patient),
            Err(error) => {
                left_out.push(*person);
                failure = failure.or(Some(error));
            }
        }
    }
    match failure {
        Some(error) if patients.is_empty() => Err(error),
        _ => Ok((patients, left_out)),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const PEOPLE: [PersonId; 3] = [PersonId(1), PersonId(2), PersonId(3)];

    #[test]
    fn who_cannot_be_written_down_is_not_in_it_and_costs_nobody_else() {
        let (patients, left_out) = gathered(
            &PEOPLE,
            || true,
            |person| {
                if person == PersonId(2) {
                    return Err(ErrorCode::AuditUnavailable.into());
                }
                Ok(person)
            },
        )
        .unwrap();
        assert_eq!(patients, [PersonId(1), PersonId(3)]);
        assert_eq!(left_out, [PersonId(2)]);
        let nobody = gathered::<PersonId>(
            &PEOPLE,
            || true,
            |_| Err(ErrorCode::AuditUnavailable.into()),
        );
        assert_eq!(nobody.unwrap_err().code, ErrorCode::AuditUnavailable);
        let free_day = gathered(&[], || true, Ok);
        assert_eq!(free_day.unwrap(), (Vec::new(), Vec::new()));
    }

    #[test]
    fn it_ends_with_the_sitting_between_two_patients() {
        let made = Cell::new(0);
        let ended = gathered(
            &PEOPLE,
            || made.get() < 2,
            |person| {
                made.set(made.get() + 1);
                Ok(person)
            },
        );
        assert_eq!(ended.unwrap_err().code, ErrorCode::NotSignedIn);
        assert_eq!(made.get(), 2);
    }
}
