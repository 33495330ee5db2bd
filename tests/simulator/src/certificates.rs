use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use crate::SimulatorError;

/// A certificate to make: file stem, common name, DNS names, years of validity.
struct Wanted {
    stem: &'static str,
    name: &'static str,
    hosts: &'static [&'static str],
    years: (i32, i32),
}

const LOCAL: &[&str] = &["localhost", "127.0.0.1", "::1"];
const LONG: (i32, i32) = (2020, 2070);
const PAST: (i32, i32) = (2015, 2020);
const FUTURE: (i32, i32) = (2090, 2095);

/// From the CA that clients trust.
const OURS: [Wanted; 6] = [
    Wanted {
        stem: "server",
        name: "sample service",
        hosts: LOCAL,
        years: LONG,
    },
    Wanted {
        stem: "server-expired",
        name: "sample service",
        hosts: LOCAL,
        years: PAST,
    },
    Wanted {
        stem: "server-wrong-name",
        name: "another service",
        hosts: &["other.invalid"],
        years: LONG,
    },
    Wanted {
        stem: "client",
        name: "sample facility",
        hosts: &[],
        years: LONG,
    },
    Wanted {
        stem: "expired-client",
        name: "sample facility",
        hosts: &[],
        years: PAST,
    },
    Wanted {
        stem: "not-yet-client",
        name: "sample facility",
        hosts: &[],
        years: FUTURE,
    },
];

/// From another CA.
const FOREIGN: [Wanted; 2] = [
    Wanted {
        stem: "server-wrong-ca",
        name: "sample service",
        hosts: LOCAL,
        years: LONG,
    },
    Wanted {
        stem: "foreign-client",
        name: "foreign facility",
        hosts: &[],
        years: LONG,
    },
];

/// The state folder with its PEM files: `STEM.pem` and `STEM.key`.
#[derive(Clone, Debug)]
pub(crate) struct Certificates {
    dir: PathBuf,
}

impl Certificates {
    /// Finds the certificates of an earlier start, or makes all of them.
    pub(crate) fn open(dir: &Path) -> Result<Self, SimulatorError> {
        let here = Self {
            dir: dir.to_owned(),
        };
        // Written last: when it is there, the set is whole.
        if !here.pem("complete").exists() {
            here.make()?;
        }
        Ok(here)
    }

    pub(crate) fn pem(&self, stem: &str) -> PathBuf {
        self.dir.join(format!("{stem}.pem"))
    }

    pub(crate) fn key(&self, stem: &str) -> PathBuf {
        self.dir.join(format!("{stem}.key"))
    }

    fn make(&self) -> Result<(), SimulatorError> {
        make_dir(&self.dir)?;
        self.make_all("ca", "sample CA", &OURS)?;
        self.make_all("other-ca", "other CA", &FOREIGN)?;
        write(&self.pem("complete"), "")
    }

    fn make_all(
        &self,
        ca_stem: &str,
        ca_name: &str,
        wanted: &[Wanted],
    ) -> Result<(), SimulatorError> {
        let mut params = params(ca_name, &[], LONG)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        write(&self.pem(ca_stem), &params.self_signed(&key)?.pem())?;
        let ca = Issuer::new(params, key);
        for wanted in wanted {
            let mut params = self::params(wanted.name, wanted.hosts, wanted.years)?;
            let purpose = if wanted.hosts.is_empty() {
                ExtendedKeyUsagePurpose::ClientAuth
            } else {
                ExtendedKeyUsagePurpose::ServerAuth
            };
            params.extended_key_usages = vec![purpose];
            params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
            params.use_authority_key_identifier_extension = true;
            let key = KeyPair::generate()?;
            write(&self.pem(wanted.stem), &params.signed_by(&key, &ca)?.pem())?;
            write(&self.key(wanted.stem), &key.serialize_pem())?;
        }
        Ok(())
    }
}

fn params(
    name: &str,
    hosts: &[&str],
    (from, to): (i32, i32),
) -> Result<CertificateParams, rcgen::Error> {
    let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    Ok(params)
}

fn make_dir(dir: &Path) -> Result<(), SimulatorError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(dir)
        .map_err(|source| SimulatorError::State {
            path: dir.to_owned(),
            source,
        })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = fs::Permissions::from_mode(0o700);
        let set = fs::set_permissions(dir, private);
        set.map_err(|source| SimulatorError::State {
            path: dir.to_owned(),
            source,
        })?;
    }
    Ok(())
}

/// Every file is private: keys must be, and nobody else needs the rest.
fn write(path: &Path, text: &str) -> Result<(), SimulatorError> {
    let failed = |source| SimulatorError::State {
        path: path.to_owned(),
        source,
    };
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(failed)?
        .write_all(text.as_bytes())
        .map_err(failed)
}
