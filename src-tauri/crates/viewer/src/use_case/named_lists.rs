//! 名前の付いたリスト (外来, 3階病棟): they last over days, and those on them are fetched ahead and
//! counted as soon as a consent of theirs runs.

use audit::EventKind;

use super::board::identity_for_desk;
use super::people::{PersonToday, Today};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::record_act::Act;
use crate::request::{ListRequest, MakeListRequest, Nothing, PutOnListRequest, TakeOffListRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::typed_person::visible;
use crate::view::NamedListView;

impl Seat {
    /// The lists and who is on them.
    pub(crate) async fn named_lists(&self, _: Nothing) -> Result<Vec<NamedListView>, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || lists(&rooms)).await
    }

    /// Makes a list.
    pub(crate) async fn make_list(
        &self,
        request: MakeListRequest,
    ) -> Result<Vec<NamedListView>, CommandError> {
        let name = visible(&request.name).ok_or(ErrorCode::NoSuchList)?;
        self.change_lists(move |rooms| Ok(rooms.desk.make_list(&name).map(drop)?))
            .await
    }

    /// Takes a list away; the people stay known.
    pub(crate) async fn remove_list(
        &self,
        request: ListRequest,
    ) -> Result<Vec<NamedListView>, CommandError> {
        self.change_lists(move |rooms| Ok(rooms.desk.remove_list(request.list)?))
            .await
    }

    /// Puts people on a list.
    pub(crate) async fn put_on_list(
        &self,
        request: PutOnListRequest,
    ) -> Result<Vec<NamedListView>, CommandError> {
        self.change_lists(move |rooms| {
            must_exist(rooms, request.list)?;
            for person in &request.people {
                rooms.desk.person(*person)?.ok_or(ErrorCode::NoSuchPerson)?;
            }
            let now = rooms.clock.now();
            Ok(rooms.desk.put_on_list(request.list, &request.people, now)?)
        })
        .await
    }

    /// Takes somebody off a list.
    pub(crate) async fn take_off_list(
        &self,
        request: TakeOffListRequest,
    ) -> Result<Vec<NamedListView>, CommandError> {
        self.change_lists(move |rooms| {
            Ok(rooms.desk.take_off_list(request.list, request.person)?)
        })
        .await
    }

    async fn change_lists(
        &self,
        change: impl FnOnce(&Rooms) -> Result<(), CommandError> + Send + 'static,
    ) -> Result<Vec<NamedListView>, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            written(&rooms, &seated)?;
            change(&rooms)?;
            rooms.tell(ViewerEvent::ArrivalsChanged);
            rooms.look_now.notify_one();
            lists(&rooms)
        })
        .await
    }
}

fn written(rooms: &Rooms, seated: &Seated) -> Result<(), CommandError> {
    Act::new(EventKind::ListChanged)
        .by(&seated.session)
        .write_now(rooms)
}

/// Whether there is such a list.
pub(super) fn must_exist(rooms: &Rooms, list: i64) -> Result<(), CommandError> {
    let known = rooms.desk.lists()?.iter().any(|known| known.id == list);
    known.then_some(()).ok_or(ErrorCode::NoSuchList.into())
}

fn lists(rooms: &Rooms) -> Result<Vec<NamedListView>, CommandError> {
    let today = Today::read(rooms)?;
    let mut views = Vec::new();
    for list in rooms.desk.lists()? {
        let mut people = Vec::with_capacity(list.people.len());
        for (person, _) in list.people {
            let person = PersonToday::read(rooms, &today, person)?;
            people.push(identity_for_desk(rooms, &today, &person));
        }
        views.push(NamedListView {
            id: list.id,
            name: list.name,
            people,
        });
    }
    Ok(views)
}
