use std::collections::HashSet;

use url::Url;

use crate::line::Line;
use crate::matches::Matches;
use crate::query::Question;
use crate::wire::{self, Answer, Next, Searchset};
use crate::{Fault, FaultCode, Page, ToldTime, answer, links};

/// All pages of one search.
pub(crate) struct Pages {
    pub(crate) pages: Vec<Page>,
    /// Links to documents, in order, each once.
    pub(crate) documents: Vec<String>,
    pub(crate) holds_patient: bool,
    pub(crate) server_time: Option<ToldTime>,
}

/// How often a search is read from its beginning when its pages tell of different states.
const READINGS: usize = 3;

/// Follows `next` until there is none. All pages or none: a part of a set is not a set.
///
/// When something is registered while the pages come, they are pages of two lists: an entry may
/// stand in none of them. Then the search is read again, as it is when fewer entries came than the
/// service says it found.
pub(crate) async fn all(line: &Line, first: Question) -> Result<Pages, Fault> {
    for _ in 0..READINGS {
        if let Some(found) = once(line, first.clone()).await? {
            return Ok(found);
        }
    }
    Err(Fault::with_detail(
        FaultCode::UnreadableAnswer,
        "page_totals",
    ))
}

/// None when the pages tell different totals, or do not hold what they tell of.
async fn once(line: &Line, first: Question) -> Result<Option<Pages>, Fault> {
    let mut found = Pages {
        pages: Vec::new(),
        documents: Vec::new(),
        holds_patient: false,
        server_time: None,
    };
    let mut seen = HashSet::from([first.url.clone()]);
    let mut matches = Matches::of(&first.url);
    let mut next = Some(first);
    let mut size = 0;
    let mut total = None;
    while let Some(question) = next.take() {
        if found.pages.len() >= line.limits().pages {
            return Err(Fault::with_detail(FaultCode::TooLarge, "pages"));
        }
        let received = line.ask(&question).await?;
        size += received.page.bytes.len();
        if size > line.limits().answer_bytes {
            return Err(FaultCode::TooLarge.into());
        }
        let set = searchset(&received.page)?;
        if total.zip(set.total).is_some_and(|(then, now)| then != now) {
            return Ok(None);
        }
        total = total.or(set.total);
        matches.add(&set.entries);
        next = following(line, &set.next, &mut seen)?;
        found.holds_patient |= set.holds_patient;
        for document in set.documents {
            if !found.documents.contains(&document) {
                found.documents.push(document);
            }
        }
        found.server_time = received.server_time.or(found.server_time);
        found.pages.push(received.page);
    }
    Ok(matches.reach(total).then_some(found))
}

fn following(line: &Line, next: &Next, seen: &mut HashSet<Url>) -> Result<Option<Question>, Fault> {
    let unreadable = |detail| Fault::with_detail(FaultCode::UnreadableAnswer, detail);
    let link = match next {
        Next::None => return Ok(None),
        Next::Nowhere => return Err(unreadable("next_without_url")),
        Next::Link(link) => link,
    };
    let url = links::follow(line.base(), link)?;
    if !seen.insert(url.clone()) {
        return Err(unreadable("page_loop"));
    }
    Ok(Some(Question::get(url)))
}

fn searchset(page: &Page) -> Result<Searchset, Fault> {
    match wire::read(&page.bytes) {
        Ok(Answer::Bundle(set)) => match &set.failure {
            None => Ok(set),
            Some(failure) => Err(answer::reported(failure)),
        },
        Ok(_) => Err(Fault::with_detail(
            FaultCode::UnreadableAnswer,
            "not_a_bundle",
        )),
        Err(_) => Err(Fault::with_detail(FaultCode::UnreadableAnswer, "not_json")),
    }
}
