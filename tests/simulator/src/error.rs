use std::{net::SocketAddr, path::PathBuf};

use thiserror::Error;

/// Why the simulator could not start or obey.
#[derive(Debug, Error)]
pub enum SimulatorError {
    /// Another program listens there.
    #[error("port in use: another program listens on {0}")]
    PortInUse(SocketAddr),
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of the state folder cannot be read or written.
    #[error("cannot use the state folder: {path}")]
    State {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A certificate could not be made.
    #[error("cannot make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// The certificates of the state folder do not make a TLS server; delete the folder.
    #[error("the certificates of the state folder cannot be used; delete it to make new ones: {0}")]
    Tls(String),
    /// The sample clinic cannot be used.
    #[error("cannot use the sample clinic")]
    Clinic(#[from] sample_clinic::SampleClinicError),
    /// The interface definition cannot be read.
    #[error("cannot read the interface definition")]
    Interface(#[from] serde_json::Error),
    /// There is no such fault.
    #[error("no fault named '{name}'; there are: {names}", names = crate::fault::NAMES.join(", "))]
    UnknownFault {
        /// The name given.
        name: String,
    },
    /// The control port named something that is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
}
