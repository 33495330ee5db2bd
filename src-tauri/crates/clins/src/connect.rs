use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use viewer::ProfileKind;
use viewer::request::{ConfigureServiceRequest, Nothing, SignInRequest};
use viewer::view::ServiceProfileView;

use crate::seat;

/// Sets the service profile from files. Standard input: `{"account","password"}` of an
/// administrator.
#[derive(Args)]
pub(crate) struct Connect {
    /// Folder of the profile.
    #[arg(long)]
    profile: PathBuf,
    /// Base URL of the service, https.
    #[arg(long)]
    url: String,
    /// PEM file of the only root to trust.
    #[arg(long)]
    ca: PathBuf,
    /// PEM file of our client certificate.
    #[arg(long)]
    certificate: PathBuf,
    /// PEM file of its private key.
    #[arg(long)]
    key: PathBuf,
    /// Allow TLS 1.2 with ECDHE + AEAD besides 1.3.
    #[arg(long)]
    allow_tls12: bool,
}

impl Connect {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let sign_in: SignInRequest = seat::read_stdin()?;
        let request = ConfigureServiceRequest {
            base_url: self.url,
            ca_pem: read(&self.ca)?,
            client_certificate_pem: read(&self.certificate)?,
            client_key_pem: read(&self.key)?,
            allow_tls12: self.allow_tls12,
        };
        let seat = seat::take(&self.profile, ProfileKind::Site);
        seat::sign_in(&seat, &sign_in).await?;
        let set: ServiceProfileView = seat::call(&seat, "configure_service", &request).await?;
        println!("{}", serde_json::to_string(&set)?);
        let _: Nothing = seat::call(&seat, "sign_out", &Nothing {}).await?;
        Ok(())
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}
