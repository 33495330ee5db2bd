use std::time::Instant;

use audit::EventKind;
use cache::desk::NamedList;
use record::vocabulary::{Category, ConsentState};
use sha2::{Digest as _, Sha256};

use super::people::{PersonToday, Today};
use crate::board_beat::{BoardDigest, Standing};
use crate::compose::{RowFacts, board_row, fetching};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::Nothing;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{BoardRecords, BoardRowView, BoardView, IdentityView, ListNameView};

impl Seat {
    /// The desk's board. Reads the desk store alone: there is nothing clinical in it to leak.
    pub(crate) async fn consent_board(&self, _: Nothing) -> Result<BoardView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let board = board(&rooms)?;
            let persons = board.rows.iter().map(|row| row.person);
            let act = Act::new(EventKind::BoardShown).by(&seated.session);
            seated.note_list(persons, || act.write_now(&rooms))?;
            rooms.board.answered(digest(&board)?);
            Ok(board)
        })
        .await
    }
}

/// The board with what is known of each fetching.
fn board(rooms: &Rooms) -> Result<BoardView, CommandError> {
    let today = Today::read(rooms)?;
    let hidden = rooms.rules().board_hides_categories;
    let mut rows = Vec::new();
    for person in &today.expected {
        let person = PersonToday::read(rooms, &today, *person)?;
        rows.push(row(rooms, &today, &person)?);
    }
    let switched_off = switched_off(&rows);
    if hidden {
        rows.iter_mut().for_each(|row| row.categories.clear());
    }
    let name = |list: NamedList| ListNameView {
        id: list.id,
        name: list.name,
    };
    Ok(BoardView {
        date: today.date,
        switched_off,
        unreadable: rooms.on_screen.unreadable(),
        lists: today.lists.into_iter().map(name).collect(),
        rows,
    })
}

fn row(rooms: &Rooms, today: &Today, person: &PersonToday) -> Result<BoardRowView, CommandError> {
    let arrival = today.arrival(person.person);
    let is_on = |list: &&NamedList| list.people.iter().any(|(one, _)| *one == person.person);
    let fetching = rooms.board.shown(standing(rooms, person));
    // The first answer brings a name: told with the end, it does not tell when that one came.
    let other_names = match fetching.records {
        BoardRecords::Fetching => Vec::new(),
        _ => rooms.desk.unconfirmed_names(person.person)?,
    };
    let facts = RowFacts {
        person: person.person,
        identity: arrival.map_or(&person.identity, |arrival| &arrival.identity),
        chart_number: arrival
            .and_then(|arrival| arrival.chart_number.as_deref())
            .or(person.chart_number.as_deref()),
        arrival,
        lists: today
            .lists
            .iter()
            .filter(is_on)
            .map(|list| list.id)
            .collect(),
        consents: &person.consents,
        other_names,
        fetching,
        now: today.consent_time,
    };
    Ok(board_row(facts, &today.namesakes))
}

/// Who it is as the desk may know it: that an answer named them differently only on the beat of the
/// board.
pub(super) fn identity_for_desk(
    rooms: &Rooms,
    today: &Today,
    person: &PersonToday,
) -> IdentityView {
    let mut view = person.identity_view(today);
    let fetching = rooms.board.shown(standing(rooms, person));
    view.name_differs &= fetching.records != BoardRecords::Fetching;
    view
}

fn standing(rooms: &Rooms, person: &PersonToday) -> Standing {
    let rules = rooms.rules();
    let down = rooms.line.down().map(|(fault, _)| fault);
    let (consents, fetches) = (&person.consents, &person.fetches);
    Standing {
        person: person.person,
        until: consents.earliest_end(),
        fetching: fetching(consents, fetches, |one| rules.fetches_ahead(one), down),
    }
}

/// Beats once; answers what names the board that is shown now, and whether somebody waits for an end.
pub(crate) fn board_at_beat(rooms: &Rooms) -> Result<(BoardDigest, bool), CommandError> {
    let today = Today::read(rooms)?;
    let mut standings = Vec::new();
    for person in &today.expected {
        let person = PersonToday::read(rooms, &today, *person)?;
        standings.push(standing(rooms, &person));
    }
    rooms.board.beat(&standings, Instant::now());
    let board = board(rooms)?;
    let waits = board
        .rows
        .iter()
        .any(|row| row.records == BoardRecords::Fetching);
    Ok((digest(&board)?, waits))
}

fn digest(board: &BoardView) -> Result<BoardDigest, CommandError> {
    let bytes = serde_json::to_vec(board).map_err(|_| ErrorCode::Internal)?;
    Ok(BoardDigest(Sha256::digest(bytes).into()))
}

/// How many of today's arrivals need attention (要対応).
pub(super) fn attention(rooms: &Rooms) -> Result<usize, CommandError> {
    let rows = board(rooms)?.rows;
    Ok(rows.iter().filter(|row| row.needs_attention).count())
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
