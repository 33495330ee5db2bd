use async_trait::async_trait;
use jiff::civil::Date;
use record::vocabulary::{Category, MemberId};
use tokio_util::sync::CancellationToken;

use crate::{Fault, ServiceMode, ToldTime};

/// One way of asking the service. Every call ends promptly with [`crate::FaultCode::Cancelled`]
/// once its token is cancelled.
#[async_trait]
pub trait Transport: Send + Sync {
    /// A cheap call that shows that the line works.
    ///
    /// # Errors
    /// The layer that failed.
    async fn probe(&self, cancel: &CancellationToken) -> Result<Answered<()>, Fault>;

    /// The card checks (顔認証付きカードリーダー) of `day` with their consents, all pages.
    ///
    /// # Errors
    /// The layer that failed; then nothing is given, not even the pages that came.
    async fn reception(
        &self,
        day: Date,
        cancel: &CancellationToken,
    ) -> Result<Answered<Vec<Page>>, Fault>;

    /// Finds the patient with this insured number (被保険者番号).
    ///
    /// # Errors
    /// `BranchMissing` before anything is asked, `PatientUnknown` when the service names nobody,
    /// else the layer that failed.
    async fn find_patient(
        &self,
        member: &MemberId,
        cancel: &CancellationToken,
    ) -> Result<Answered<Vec<Page>>, Fault>;

    /// Everything of one category for the patient with this logical id (`p0001` or
    /// `Patient/p0001`); for 健診 the list and each document in it. `today` is for transports that
    /// must name a window of dates; a service that keeps its own window is asked for all it has.
    ///
    /// # Errors
    /// The layer that failed; an incomplete set is never given, because it would replace a
    /// complete one.
    async fn fetch(
        &self,
        patient_ref: &str,
        category: Category,
        today: Date,
        cancel: &CancellationToken,
    ) -> Result<Answered<FetchedAnswer>, Fault>;

    /// The same without a consent, under a mode of the service. Only to be called while that mode is
    /// on: the service counts each as a use of it.
    ///
    /// # Errors
    /// As [`Transport::fetch`].
    async fn fetch_under(
        &self,
        mode: ServiceMode,
        patient_ref: &str,
        category: Category,
        today: Date,
        cancel: &CancellationToken,
    ) -> Result<Answered<FetchedAnswer>, Fault>;

    /// Closes the connections that are kept open for the next question, and those under way once they have
    /// answered: their buffers hold what came last, which is to leave the memory while nobody sits here.
    fn close_connections(&self);
}

/// An answer and the service's own clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered<T> {
    /// What was answered.
    pub value: T,
    /// The Date header of the last answer: authenticated, so it may serve as trusted time.
    pub server_time: Option<ToldTime>,
}

/// One answer exactly as received.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    /// The content type as sent; empty when none was sent.
    pub content_type: String,
    /// The body as sent.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Page {
    /// Says the size only: the bytes are a patient's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// A whole set of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedAnswer {
    /// What was asked, stable over time and without patient data, e.g. `Condition`.
    pub scope: String,
    /// The pages of the search, in order.
    pub pages: Vec<Page>,
    /// The documents the pages point to, in the order they are listed.
    pub documents: Vec<Page>,
}
