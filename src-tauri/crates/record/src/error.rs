use thiserror::Error;

/// Why an answer cannot be read at all. Says where, never what: no patient data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Not JSON (HTML, cut off, not UTF-8, several values).
    #[error("not JSON at byte {at}")]
    NotJson {
        /// Byte offset at which reading stopped.
        at: usize,
    },
    /// JSON, but no FHIR resource.
    #[error("JSON without a FHIR resourceType")]
    NotFhir,
    /// Well-formed XML, but no message of the service.
    #[error("XML that is no message of the service")]
    UnknownXml,
    /// An archive: the interface encrypts its files, and the password is the facility's.
    #[error("an archive, not an answer")]
    Archive,
    /// Nested deeper than any real document.
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit in levels.
        limit: usize,
    },
    /// More values than any real document of its length.
    #[error("more than {limit} values")]
    TooMany {
        /// The limit in values.
        limit: usize,
    },
    /// Larger than the limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not one well-formed XML document.
    #[error("not XML at byte {at}")]
    NotXml {
        /// Byte offset at which reading stopped, counted in UTF-8.
        at: usize,
    },
    /// XML with a document type: refused, for it could define entities that grow or fetch.
    #[error("XML with a document type")]
    Doctype,
    /// Bytes that are no text in the encoding declared, or an encoding that is not read.
    #[error("text not in its encoding at byte {at}")]
    Encoding {
        /// Byte offset of the first bytes that do not fit.
        at: usize,
    },
    /// An attachment that is not base64.
    #[error("not base64 at byte {at}")]
    NotBase64 {
        /// Byte offset of the first character that does not fit.
        at: usize,
    },
}

impl ReadError {
    /// The stable code of this error, for problems and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotJson { .. } => "not_json",
            Self::NotFhir => "not_fhir",
            Self::UnknownXml => "unknown_xml",
            Self::Archive => "archive",
            Self::TooDeep { .. } => "too_deep",
            Self::TooMany { .. } => "too_many",
            Self::TooLarge { .. } => "too_large",
            Self::NotXml { .. } => "not_xml",
            Self::Doctype => "xml_doctype",
            Self::Encoding { .. } => "encoding",
            Self::NotBase64 { .. } => "not_base64",
        }
    }
}
