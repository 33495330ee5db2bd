//! The service profile as a file of the profile folder, encrypted under the machine secret: it is
//! larger than some keyrings allow, and holds the key of our client certificate.

use std::fs;
use std::io::ErrorKind;
use std::sync::Arc;

use access::MachineSecret;
use serde::{Deserialize, Serialize};
use service::fault::FaultCode;
use service::{Fault, FhirRest, ServiceProfile, Transport};
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::{CommandError, ErrorCode};
use crate::options::{ProfileKind, limits};
use crate::profile::{ProfileFacts, ProfileFolder, write_whole};

/// What the sealed bytes are for; bound to them by the seal.
const PURPOSE: &str = "service-profile";

#[derive(Serialize, Deserialize)]
struct Stored {
    format: u32,
    base_url: String,
    ca_pem: String,
    client_certificate_pem: String,
    client_key_pem: String,
    allow_tls12: bool,
}

impl Drop for Stored {
    fn drop(&mut self) {
        self.client_key_pem.zeroize();
    }
}

/// The profile, if one has been set.
pub(crate) fn read(
    folder: &ProfileFolder,
    facts: &ProfileFacts,
    machine: &MachineSecret,
) -> Result<Option<ServiceProfile>, CommandError> {
    let sealed = match fs::read(folder.service_profile()) {
        Ok(sealed) => sealed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(
                CommandError::new(ErrorCode::ProfileUnreadable).with("detail", error.kind())
            );
        }
    };
    let plain = machine.open_file(PURPOSE, &sealed)?;
    let mut stored: Stored = serde_json::from_slice(&plain).map_err(|_| unusable("format"))?;
    let base_url = stored.base_url.parse().map_err(|_| unusable("base_url"))?;
    Ok(Some(ServiceProfile {
        base_url,
        ca_pem: std::mem::take(&mut stored.ca_pem),
        client_certificate_pem: std::mem::take(&mut stored.client_certificate_pem),
        client_key_pem: Zeroizing::new(std::mem::take(&mut stored.client_key_pem)),
        allow_tls12: stored.allow_tls12,
        loopback_only: facts.kind == ProfileKind::Demo,
    }))
}

/// Replaces the profile.
pub(crate) fn write(
    folder: &ProfileFolder,
    machine: &MachineSecret,
    profile: &ServiceProfile,
) -> Result<(), CommandError> {
    let stored = Stored {
        format: 1,
        base_url: profile.base_url.to_string(),
        ca_pem: profile.ca_pem.clone(),
        client_certificate_pem: profile.client_certificate_pem.clone(),
        client_key_pem: profile.client_key_pem.to_string(),
        allow_tls12: profile.allow_tls12,
    };
    let plain = Zeroizing::new(serde_json::to_vec(&stored).map_err(|_| ErrorCode::Internal)?);
    let sealed = machine.seal_file(PURPOSE, &plain)?;
    write_whole(&folder.service_profile(), &sealed).map_err(|error| {
        CommandError::new(ErrorCode::StoreNotWritable).with("detail", error.kind())
    })
}

/// The transport a profile asks through. Connects to nothing yet.
pub(crate) fn transport(
    profile: ServiceProfile,
    kind: ProfileKind,
) -> Result<Arc<dyn Transport>, Fault> {
    Ok(Arc::new(FhirRest::new(profile, limits(kind))?))
}

/// Reads the profile and makes its transport; `NotConfigured` when there is none.
pub(crate) fn stored_transport(
    folder: &ProfileFolder,
    facts: &ProfileFacts,
    machine: &MachineSecret,
) -> Result<Arc<dyn Transport>, Fault> {
    match read(folder, facts, machine) {
        Ok(Some(profile)) => transport(profile, facts.kind),
        Ok(None) => Err(FaultCode::NotConfigured.into()),
        Err(_) => Err(Fault::with_detail(FaultCode::NotConfigured, "unreadable")),
    }
}

fn unusable(detail: &str) -> CommandError {
    CommandError::new(ErrorCode::ServiceProfile).with("detail", detail)
}
