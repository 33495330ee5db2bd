use std::sync::Arc;

use async_trait::async_trait;
use jiff::civil::Date;
use record::vocabulary::{Category, MemberId};
use rustls::time_provider::{DefaultTimeProvider, TimeProvider};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::line::Line;
use crate::paging::{self, Pages};
use crate::query::{self, Question, Search};
use crate::wire::{self, Answer};
use crate::{
    Answered, Fault, FaultCode, FetchedAnswer, Limits, Page, ServiceMode, ServiceProfile, ToldTime,
    Transport, links,
};

/// FHIR R4 REST as JP Core clients speak it, over mutual TLS.
pub struct FhirRest {
    line: Arc<Line>,
}

impl FhirRest {
    /// Makes the transport. Connects to nothing, but finds everything that is wrong on our side.
    ///
    /// # Errors
    /// `NotConfigured`, `NotLoopback` or one of the `ClientCertificate…` faults.
    pub fn new(profile: ServiceProfile, limits: Limits) -> Result<Self, Fault> {
        Self::with_clock(profile, limits, Arc::new(DefaultTimeProvider))
    }

    /// The same with another clock for the dates of certificates.
    ///
    /// # Errors
    /// As [`FhirRest::new`].
    pub fn with_clock(
        profile: ServiceProfile,
        limits: Limits,
        clock: Arc<dyn TimeProvider>,
    ) -> Result<Self, Fault> {
        let line = Arc::new(Line::new(profile, limits, clock)?);
        Ok(Self { line })
    }

    async fn search(&self, first: Option<Question>) -> Result<Pages, Fault> {
        paging::all(&self.line, first.ok_or_else(unaskable)?).await
    }

    /// Everything of a category, under the running consent or under a mode of the service.
    async fn whole_set(
        &self,
        patient_ref: &str,
        category: Category,
        mode: Option<ServiceMode>,
    ) -> Result<Answered<FetchedAnswer>, Fault> {
        let patient = patient_ref.strip_prefix("Patient/").unwrap_or(patient_ref);
        let search = Search::of(category);
        let mut first = search.first_page(self.line.base(), patient);
        if let (Some(question), Some(mode)) = (&mut first, mode) {
            mode.mark(&mut question.url)?;
        }
        let found = self.search(first).await?;
        let documents = self.documents(&found.documents).await?;
        let fetched = FetchedAnswer {
            scope: search.scope.to_owned(),
            pages: found.pages,
            documents: documents.value,
        };
        let server_time = documents.server_time.or(found.server_time);
        Ok(answered(fetched, server_time))
    }

    /// Each document, all under way at once as far as the limit lets them.
    async fn documents(&self, links: &[String]) -> Result<Answered<Vec<Page>>, Fault> {
        let mut under_way = JoinSet::new();
        for (place, link) in links.iter().enumerate() {
            let question = Question::get(links::follow(self.line.base(), link)?);
            let line = Arc::clone(&self.line);
            under_way.spawn(async move { (place, document(&line, &question).await) });
        }
        let mut found = Vec::with_capacity(links.len());
        let mut server_time = None;
        // Leaving early, by a fault or by being dropped, ends the others.
        while let Some(joined) = under_way.join_next().await {
            let (place, answered) = joined.map_err(|_| FaultCode::Cancelled)?;
            let answered = answered?;
            server_time = answered.server_time.or(server_time);
            found.push((place, answered.value));
        }
        found.sort_by_key(|(place, _)| *place);
        Ok(Answered {
            value: found.into_iter().map(|(_, page)| page).collect(),
            server_time,
        })
    }
}

#[async_trait]
impl Transport for FhirRest {
    async fn probe(&self, cancel: &CancellationToken) -> Result<Answered<()>, Fault> {
        unless_cancelled(cancel, async {
            let question = query::metadata(self.line.base()).ok_or_else(unaskable)?;
            let received = self.line.ask(&question).await?;
            match wire::read(&received.page.bytes) {
                Ok(Answer::Other(kind)) if kind == "CapabilityStatement" => {
                    Ok(answered((), received.server_time))
                }
                Ok(_) => Err(FaultCode::NotTheService.into()),
                Err(_) => Err(Fault::with_detail(FaultCode::UnreadableAnswer, "not_json")),
            }
        })
        .await
    }

    async fn reception(
        &self,
        day: Date,
        cancel: &CancellationToken,
    ) -> Result<Answered<Vec<Page>>, Fault> {
        unless_cancelled(cancel, async {
            let first = query::reception(self.line.base(), day);
            let found = self.search(first).await?;
            Ok(answered(found.pages, found.server_time))
        })
        .await
    }

    async fn find_patient(
        &self,
        member: &MemberId,
        cancel: &CancellationToken,
    ) -> Result<Answered<Vec<Page>>, Fault> {
        if member.lacks_branch() {
            return Err(FaultCode::BranchMissing.into());
        }
        unless_cancelled(cancel, async {
            let first = query::patient(self.line.base(), member);
            let found = self.search(first).await?;
            if !found.holds_patient {
                return Err(FaultCode::PatientUnknown.into());
            }
            Ok(answered(found.pages, found.server_time))
        })
        .await
    }

    async fn fetch(
        &self,
        patient_ref: &str,
        category: Category,
        _today: Date,
        cancel: &CancellationToken,
    ) -> Result<Answered<FetchedAnswer>, Fault> {
        unless_cancelled(cancel, self.whole_set(patient_ref, category, None)).await
    }

    async fn fetch_under(
        &self,
        mode: ServiceMode,
        patient_ref: &str,
        category: Category,
        _today: Date,
        cancel: &CancellationToken,
    ) -> Result<Answered<FetchedAnswer>, Fault> {
        unless_cancelled(cancel, self.whole_set(patient_ref, category, Some(mode))).await
    }

    fn close_connections(&self) {
        self.line.close_connections();
    }
}

async fn document(line: &Line, question: &Question) -> Result<Answered<Page>, Fault> {
    let received = line.ask(question).await?;
    if received.claims_json && !wire::is_json(&received.page.bytes) {
        return Err(Fault::with_detail(FaultCode::UnreadableAnswer, "not_json"));
    }
    Ok(answered(received.page, received.server_time))
}

/// Cancelling drops the work, which closes its connections.
async fn unless_cancelled<T>(
    cancel: &CancellationToken,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(FaultCode::Cancelled.into()),
        done = work => done,
    }
}

const fn answered<T>(value: T, server_time: Option<ToldTime>) -> Answered<T> {
    Answered { value, server_time }
}

fn unaskable() -> Fault {
    Fault::with_detail(FaultCode::NotConfigured, "base_url")
}
