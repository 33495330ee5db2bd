use cache::desk::{Arrival, NamedList};
use record::vocabulary::PersonId;

/// Today's people, each once: those of the reception in its order, then those who are on a list that
/// lasts over days only.
pub(crate) fn expected(arrivals: &[Arrival], lists: &[NamedList]) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = arrivals.iter().map(|arrival| arrival.person).collect();
    for (person, _) in lists.iter().flat_map(|list| &list.people) {
        if !people.contains(person) {
            people.push(*person);
        }
    }
    people
}
