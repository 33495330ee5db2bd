use std::time::Instant;

use access::Session;
use audit::EventKind;
use jiff::Timestamp;
use service::fault::FaultCode;
use service::{Certificate, CertificateFacts, Fault, ServiceProfile};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::error::{CommandError, ErrorCode};
use crate::fetch_facts::fault_name;
use crate::options::ProfileKind;
use crate::record_act::Act;
use crate::request::{ConfigureServiceRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::service_file;
use crate::view::{ConnectionTestView, ServiceProfileView};

impl Seat {
    /// Where the service is and how long our certificate lasts.
    pub(crate) async fn service_profile(
        &self,
        _: Nothing,
    ) -> Result<Option<ServiceProfileView>, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || {
            let stored = service_file::read(&rooms.folder, &rooms.facts, &rooms.machine)?;
            let Some(profile) = stored else {
                return Ok(None);
            };
            let facts = Certificate::describe(&profile.client_certificate_pem).map_err(refused)?;
            Ok(Some(profile_view(&profile, facts, rooms.clock.now())))
        })
        .await
    }

    /// Sets where the service is and who we are to it. A profile that cannot work is refused before
    /// it replaces the old one.
    pub(crate) async fn configure_service(
        &self,
        request: ConfigureServiceRequest,
    ) -> Result<ServiceProfileView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let shared = rooms.clone();
        let view = blocking(move || configure(&shared, &seated.session, request)).await?;
        rooms.tell_line();
        Ok(view)
    }

    /// One cheap question to the service, naming the layer that failed.
    pub(crate) async fn test_connection(
        &self,
        _: Nothing,
    ) -> Result<ConnectionTestView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let started = Instant::now();
        let result = match rooms.transport() {
            _ if rooms.emergencies.isolated() => Err(FaultCode::Isolated.into()),
            Some(transport) => {
                let cancel = CancellationToken::new();
                rooms.on_line(transport.probe(&cancel)).await.map(|_| ())
            }
            None => service_file::stored_transport(&rooms.folder, &rooms.facts, &rooms.machine)
                .map(|_| ()),
        };
        let fault = result.err();
        let act = Act::new(EventKind::ConnectionTested).by(&seated.session);
        match &fault {
            Some(fault) => act.failed(&fault_name(fault.code)),
            None => act,
        }
        .write(&rooms)
        .await?;
        Ok(ConnectionTestView {
            fault: fault.as_ref().map(|fault| fault.code),
            detail: fault.and_then(|fault| fault.detail),
            milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        })
    }
}

fn configure(
    rooms: &Rooms,
    session: &Session,
    request: ConfigureServiceRequest,
) -> Result<ServiceProfileView, CommandError> {
    let now = rooms.clock.now();
    let facts = Certificate::inspect(&request.client_certificate_pem, &request.ca_pem, now)
        .map_err(refused)?;
    let profile = ServiceProfile {
        base_url: request
            .base_url
            .trim()
            .parse()
            .map_err(|_| refused(Fault::with_detail(FaultCode::NotConfigured, "base_url")))?,
        ca_pem: request.ca_pem,
        client_certificate_pem: request.client_certificate_pem,
        client_key_pem: Zeroizing::new(request.client_key_pem),
        allow_tls12: request.allow_tls12,
        loopback_only: rooms.facts.kind == ProfileKind::Demo,
    };
    let transport = service_file::transport(profile.clone(), rooms.facts.kind).map_err(refused)?;
    Act::new(EventKind::ServiceConfigured)
        .by(session)
        .write_now(rooms)?;
    service_file::write(&rooms.folder, &rooms.machine, &profile)?;
    rooms.set_transport(transport);
    Ok(profile_view(&profile, facts, now))
}

fn profile_view(
    profile: &ServiceProfile,
    facts: CertificateFacts,
    now: Timestamp,
) -> ServiceProfileView {
    ServiceProfileView {
        base_url: profile.base_url.to_string(),
        allow_tls12: profile.allow_tls12,
        certificate_subject: facts.subject,
        certificate_issuer: facts.issuer,
        certificate_until: facts.not_after,
        certificate_days_left: now
            .duration_until(facts.not_after)
            .as_hours()
            .div_euclid(24),
    }
}

fn refused(fault: impl Into<Fault>) -> CommandError {
    let fault = fault.into();
    let error = CommandError::new(ErrorCode::ServiceProfile).with("fault", fault_name(fault.code));
    match fault.detail {
        Some(detail) => error.with("detail", detail),
        None => error,
    }
}
