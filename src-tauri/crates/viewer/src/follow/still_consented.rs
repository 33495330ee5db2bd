//! 登録なし is only believed of an answer whose consent still ran when it was made: of what a patient has
//! just withdrawn the service says nothing, and answers the rest of the question as if that were all.

use std::sync::Arc;

use record::HeldSet;
use record::vocabulary::Category;
use service::fault::FaultCode;
use service::{Fault, FetchedAnswer};
use tokio_util::sync::CancellationToken;

use super::fetch::{Ask, ask_for, cannot_store};
use crate::queue::Job;
use crate::rooms::Rooms;

/// Refuses an answer that may lack something when the consent it was asked under is not the one that runs
/// afterwards. The service is looked at once more for it; an answer with entries on one page lacks nothing.
pub(super) async fn still_consented(
    rooms: &Arc<Rooms>,
    job: Job,
    ask: &Ask,
    answer: &FetchedAnswer,
    closing: &CancellationToken,
) -> Result<(), Fault> {
    let asks_nobody = ask.under.is_some();
    if asks_nobody || !may_lack_some(rooms, job.category, answer) {
        return Ok(());
    }
    let next = rooms.looks.next();
    rooms.look_now.notify_one();
    let looked = tokio::select! {
        () = closing.cancelled() => false,
        looked = next => looked,
    };
    if !looked && rooms.line.is_up() && !closing.is_cancelled() {
        // What was said of consents could not be stored: to ask at once again would ask for ever.
        return Err(cannot_store());
    }
    if !looked {
        // Asked again once the line answers.
        return Err(FaultCode::Cancelled.into());
    }
    match ask_for(rooms, job).await.map_err(|_| cannot_store())? {
        Some(now) if now.consent_until == ask.consent_until => Ok(()),
        // A card that was read once more is another consent: asked again under it.
        Some(_) => Err(FaultCode::Cancelled.into()),
        None => Err(FaultCode::Consent.into()),
    }
}

/// It came in several answers, or holds nothing of its section.
fn may_lack_some(rooms: &Rooms, category: Category, answer: &FetchedAnswer) -> bool {
    let today = rooms.clock.today();
    let documents = answer.documents.chunks(1);
    let sets: Vec<HeldSet<'_>> = std::iter::once(answer.pages.as_slice())
        .chain(documents)
        .map(|pages| HeldSet {
            key: "",
            fetched_on: today,
            returned: true,
            parts: pages.iter().map(|page| page.bytes.as_slice()).collect(),
            earlier: Vec::new(),
        })
        .collect();
    answer.pages.len() > 1 || record::section(category, &sets, today).entries == 0
}
