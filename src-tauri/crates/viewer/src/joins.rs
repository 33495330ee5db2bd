//! Joins of people (結合) on their way into the audit.

use audit::EventKind;
use cache::desk::Join;

use crate::error::CommandError;
use crate::record_act::Act;
use crate::rooms::Rooms;

/// Follows the joins that a card check made by itself, and writes them down. Those that cannot be written
/// now are written later, and keep nobody from working: the desk store remembers which.
pub(crate) fn follow_joins(rooms: &Rooms) -> Result<(), CommandError> {
    let joins = rooms.desk.unlogged_joins()?;
    if joins.is_empty() {
        return Ok(());
    }
    rooms.read_kinship()?;
    if let Err(error) = log(rooms, &joins) {
        rooms.note_disk(error.code);
    }
    Ok(())
}

fn log(rooms: &Rooms, joins: &[Join]) -> Result<(), CommandError> {
    for join in joins {
        let chart_number = rooms.desk.person(join.person)?;
        let chart_number = chart_number.and_then(|person| person.chart_number);
        Act::new(EventKind::PersonJoined)
            .about(join.person)
            .because("joined_with", Some(&join.other.0.to_string()))
            .with_chart_number(chart_number.as_deref())
            .write_now(rooms)?;
        rooms.desk.note_logged(join.id)?;
    }
    Ok(())
}
