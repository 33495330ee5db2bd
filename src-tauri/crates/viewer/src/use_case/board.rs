use audit::EventKind;
use record::vocabulary::{Category, ConsentState};

use super::people::{PersonToday, Today};
use crate::compose::board_row;
use crate::error::CommandError;
use crate::record_act::Act;
use crate::request::Nothing;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{BoardRowView, BoardView};

impl Seat {
    /// The desk's board. Reads the desk store alone: there is nothing clinical in it to leak.
    pub(crate) async fn consent_board(&self, _: Nothing) -> Result<BoardView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let board = board(&rooms)?;
            let persons = board.rows.iter().map(|row| row.person);
            if seated.shows_anew(persons) {
                Act::new(EventKind::BoardShown)
                    .by(&seated.session)
                    .write_now(&rooms)?;
            }
            Ok(board)
        })
        .await
    }
}

fn board(rooms: &Rooms) -> Result<BoardView, CommandError> {
    let today = Today::read(rooms)?;
    let down = rooms.line.down().map(|(fault, _)| fault);
    let mut rows = Vec::with_capacity(today.arrivals.len());
    for arrival in &today.arrivals {
        let person = PersonToday::read(rooms, &today, arrival.person)?;
        let (consents, fetches) = (&person.consents, &person.fetches);
        rows.push(board_row(
            arrival,
            consents,
            fetches,
            &today.namesakes,
            down,
            today.now,
        ));
    }
    Ok(BoardView {
        date: today.date,
        switched_off: switched_off(&rows),
        unreadable: rooms.on_screen.unreadable(),
        rows,
    })
}

/// Switched off for the facility, not refused by anybody: told once for the whole board.
fn switched_off(rows: &[BoardRowView]) -> Vec<Category> {
    let off = |row: &BoardRowView, category| {
        row.categories
            .iter()
            .any(|c| c.category == category && c.consent == ConsentState::SwitchedOff)
    };
    Category::ALL
        .into_iter()
        .filter(|category| rows.iter().any(|row| off(row, *category)))
        .collect()
}
