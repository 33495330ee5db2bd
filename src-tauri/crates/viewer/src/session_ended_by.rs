//! Why what an account has open is ended from elsewhere.

/// The reason, for the log and for what was left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionEndedBy {
    /// It may something else now.
    Changed,
    /// Its use was stopped.
    Disabled,
    /// An administrator issued a password.
    PasswordIssued,
    /// The sealed account of emergencies was ended (平常時への復帰).
    ReturnedToNormal,
    /// The signed file of the site says something else of it.
    SiteFile,
}

impl SessionEndedBy {
    /// As the log names it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Disabled => "disabled",
            Self::PasswordIssued => "password_issued",
            Self::ReturnedToNormal => "returned_to_normal",
            Self::SiteFile => "site_file",
        }
    }

    /// Whether the name may be nobody's or somebody else's from now on: what was left behind under it then
    /// waits for nobody.
    pub(crate) const fn ends_the_account(self) -> bool {
        match self {
            Self::Disabled | Self::ReturnedToNormal | Self::SiteFile => true,
            Self::Changed | Self::PasswordIssued => false,
        }
    }
}
