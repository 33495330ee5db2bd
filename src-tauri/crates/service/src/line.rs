use std::sync::Arc;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{RequestBuilder, Response};
use rustls::time_provider::TimeProvider;
use tokio::sync::Semaphore;
use url::Url;

use crate::answer::Head;
use crate::certificate::Certificate;
use crate::connections::Connections;
use crate::diagnosis::Diagnosis;
use crate::names::Names;
use crate::query::Question;
use crate::tls::{self, ShownIdentity};
use crate::{Fault, FaultCode, Limits, Page, ServiceProfile, ToldTime, classify};

/// How much of a refusal is read: an OperationOutcome is small.
const REFUSAL_BYTES: usize = 256 * 1024;

/// One question, one answer, within every limit.
pub(crate) struct Line {
    connections: Connections,
    permits: Semaphore,
    limits: Limits,
    certificate: Certificate,
    clock: Arc<dyn TimeProvider>,
    diagnosis: Diagnosis,
}

/// An answer of the service, as received.
pub(crate) struct Received {
    pub(crate) page: Page,
    pub(crate) claims_json: bool,
    pub(crate) server_time: Option<ToldTime>,
}

impl Line {
    /// Checks all that can be checked without connecting.
    pub(crate) fn new(
        profile: ServiceProfile,
        limits: Limits,
        clock: Arc<dyn TimeProvider>,
    ) -> Result<Self, Fault> {
        let base = profile.base()?;
        profile.check_host()?;
        let certificate = Certificate::read(&profile.client_certificate_pem)?;
        let identity = tls::identity(&profile, &certificate)?;
        let now = now(clock.as_ref())?;
        certificate.check_dates(now)?;
        certificate.check_issuer(&profile.ca_pem, now)?;
        let names = Names::new(profile.loopback_only, limits.connect);
        let shown = ShownIdentity::new(Arc::clone(&identity));
        let config = tls::client_config(&profile, shown, Arc::clone(&clock))?;
        Ok(Self {
            connections: Connections::new(config, names, limits)?,
            permits: Semaphore::new(limits.concurrent.max(1)),
            limits,
            certificate,
            clock: Arc::clone(&clock),
            diagnosis: Diagnosis {
                profile,
                base,
                identity,
                names,
                clock,
                connect_limit: limits.connect,
            },
        })
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The base that every path is joined to; ends with a slash.
    pub(crate) fn base(&self) -> &Url {
        &self.diagnosis.base
    }

    /// Closes every kept connection.
    pub(crate) fn close_connections(&self) {
        self.connections.close();
    }

    /// Asks and reads the whole answer. Waits its turn first when too many are under way.
    pub(crate) async fn ask(&self, question: &Question) -> Result<Received, Fault> {
        let _turn = self
            .permits
            .acquire()
            .await
            .map_err(|_| FaultCode::Cancelled)?;
        self.certificate.check_dates(now(self.clock.as_ref())?)?;
        let response = match self.request(question).send().await {
            Ok(response) => response,
            Err(error) => return Err(self.explain(classify::request(&error)).await),
        };
        let head = Head::of(&response);
        let bytes = if head.is_success() {
            whole(response, self.limits.answer_bytes).await?
        } else {
            beginning(response).await
        };
        head.judge(&bytes)?;
        Ok(Received {
            claims_json: head.is_json(),
            server_time: head.server_time,
            page: Page {
                content_type: head.content_type,
                bytes,
            },
        })
    }

    fn request(&self, question: &Question) -> RequestBuilder {
        let client = self.connections.client();
        let request = match &question.form {
            None => client.get(question.url.clone()),
            Some(form) => client
                .post(question.url.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.clone()),
        };
        request.header(ACCEPT, "application/fhir+json")
    }

    /// A connection closed before any answer may mean that our certificate was refused.
    async fn explain(&self, fault: Fault) -> Fault {
        if fault.code != FaultCode::Cut {
            return fault;
        }
        let refused = self.diagnosis.certificate_refused().await;
        refused.unwrap_or(fault)
    }
}

async fn whole(mut response: Response, limit: usize) -> Result<Vec<u8>, Fault> {
    let announced = response.content_length().unwrap_or(0);
    if announced > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(FaultCode::TooLarge.into());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| classify::request(&error))?
    {
        if bytes.len() + chunk.len() > limit {
            return Err(FaultCode::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// As much of a refusal as comes: its status alone is worth telling.
async fn beginning(mut response: Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        if bytes.len() + chunk.len() > REFUSAL_BYTES {
            break;
        }
        bytes.extend_from_slice(&chunk);
    }
    bytes
}

fn now(clock: &dyn TimeProvider) -> Result<Timestamp, Fault> {
    clock
        .current_time()
        .and_then(|time| i64::try_from(time.as_secs()).ok())
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .ok_or_else(|| Fault::with_detail(FaultCode::NotConfigured, "clock"))
}
