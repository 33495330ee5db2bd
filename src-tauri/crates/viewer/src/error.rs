//! How commands fail: a code with fields; the words live in the screen's catalogue.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What crosses the border when a command fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CommandError {
    /// What happened.
    pub code: ErrorCode,
    /// Values for the words: moments, counts, codes. Never patient data.
    pub fields: BTreeMap<String, String>,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in.
    NotSignedIn,
    /// The active role may not call this.
    NotPermitted,
    /// Account or password is wrong: which of them is not told.
    WrongCredentials,
    /// The password alone does not unlock this screen: nobody is waited for, or the last full sign-in
    /// is too long ago.
    FullSignInNeeded,
    /// Too many failed tries (field `until`).
    LockedOut,
    /// The password does not meet the rule (field `rule`).
    PasswordRule,
    /// An account of this name exists.
    AccountExists,
    /// No account of this name exists.
    NoSuchAccount,
    /// An account needs a role.
    NoRole,
    /// The account does not have the role that was asked for.
    RoleNotHeld,
    /// The last administrator must stay one.
    LastAdministrator,
    /// The category was not granted to the active role.
    NotGranted,
    /// This version cannot ask for such a second factor (field `kind`).
    FactorNotBuilt,
    /// The account has no second factor.
    NoSecondFactor,
    /// The site file cannot be taken in or made (field `problem`: `missing`, `damaged`, `foreign`,
    /// `older`, `too_new`, `key` or `not_ours`).
    SiteFile,
    /// This PC has not seen the site file for 72 hours, and the site lets only administrators in.
    GraceOver,
    /// The recovery key is missing or wrong (field `problem`: `none`, `wrong`, `group`, `exchanged`,
    /// `missing`, `surplus` or `length`; fields `group`, `other`, `found` with it, counted from 1).
    RecoveryKey,
    /// Set-up was done already.
    AlreadySetUp,
    /// Set-up has not been done.
    NotSetUp,
    /// Another program has this profile open.
    ProfileInUse,
    /// The profile folder cannot be read or written.
    ProfileUnreadable,
    /// The profile was written by a newer version.
    ProfileTooNew,
    /// The OS keyring is locked.
    KeyringLocked,
    /// The OS keyring cannot be reached although this profile's secret is in it.
    KeyringUnavailable,
    /// The keyring no longer holds this profile's secret; nothing was made anew. `recover` helps.
    KeyMissing,
    /// What the keyring holds under this profile's name was not written by us. `recover` helps.
    KeyForeign,
    /// The keyring holds another secret than the one this profile was made with. `recover` helps.
    KeyChanged,
    /// The secret's file can be read by others than its owner (field `mode`). `recover` helps.
    KeyFileOpen,
    /// The secret's file cannot be read or written (field `detail`).
    KeyFileUnreadable,
    /// The keyring failed, or did not give back what it was given.
    KeyringFailed,
    /// The recovery file of this profile is missing, damaged, or of the first format, which holds
    /// no machine secret (field `detail`: `missing`, `damaged` or `first_format`).
    RecoveryFile,
    /// A store does not open with its key (field `store`); nothing was changed.
    StoreUnreadable,
    /// A plain or foreign file lies under a store's name (field `store`).
    StoreForeign,
    /// A store reported a damaged page (field `store`).
    StoreDamaged,
    /// A store cannot be written: I/O error (field `store`).
    StoreNotWritable,
    /// There is no space left on the disk; what is held can still be read.
    DiskFull,
    /// The audit log cannot be written; nothing is opened without it.
    AuditUnavailable,
    /// The audit chain does not fit: an auditor looks into it before anything of it may go.
    AuditBroken,
    /// This PC's clock is in doubt (時計要確認), or nothing trustworthy told the time within a day.
    ClockInDoubt,
    /// No such person.
    NoSuchPerson,
    /// What is held of this section may not be read now.
    Withheld,
    /// No such document, or it was taken back.
    NoSuchDocument,
    /// The section keeps nothing of the kind back.
    NothingKeptBack,
    /// The document has no such file, or is in another version by now.
    NoSuchAttachment,
    /// The file of a document cannot be decoded.
    AttachmentUnreadable,
    /// The file of a document is larger than is opened (field `limit`, MiB).
    AttachmentTooLarge,
    /// The document holds something 未提供, which its original would show.
    OriginalWithheld,
    /// The file is larger than is read (field `limit`, MiB).
    FileTooLarge,
    /// The file cannot be read (field `problem`: the code of a reading).
    FileUnreadable,
    /// The file is about another patient than the open one (field `difference`: `member_id`,
    /// `birth_date`, `gender`, `name` or `several_patients`); nothing of it is shown.
    OtherPatient,
    /// The patient is not the one who is open here.
    NotOpen,
    /// The clinical stores are closed.
    ClinicalClosed,
    /// The account holds no clinical key on this PC.
    NoClinicalKey,
    /// This section never had that state, or something of it was deleted or damaged since.
    NoSuchState,
    /// Nobody made sure who it is: who is not on today's list is opened by two items that agree.
    IdentityUnchecked,
    /// What was typed to confirm who it is does not agree: birth date or chart number.
    IdentityNotConfirmed,
    /// Two people are not joined (field `why`: `nobody`, `joined_already` or `differs`).
    JoinRefused,
    /// Somebody as typed cannot be used (field `problem`: a `PersonProblem`).
    PersonInvalid,
    /// Nothing of a file of people is taken in (field `problem`: `encoding`, `columns`, `too_long`
    /// or `too_large`).
    PeopleFile,
    /// The service could not be asked (field `fault`: a `FaultCode`).
    ServiceNotAsked,
    /// There is no such list, or its name cannot be used.
    NoSuchList,
    /// The plan is not the one that would be carried out now.
    PlanStale,
    /// The use of this PC has ended: its keys and files are destroyed.
    Retired,
    /// Ending the use of this PC was begun and cannot be finished now (field `detail`: the code of
    /// why); nothing is opened before it is.
    RetirementUnfinished,
    /// The use of this PC may not be ended yet (field `why`: a `RetirementObstacle`).
    RetirementRefused,
    /// The word that confirms it was not typed.
    ConfirmationWord,
    /// The folder cannot be used (field `problem`: `relative`, `missing`, `inside`, `not_writable` or
    /// `isolated`).
    FolderUnusable,
    /// The copy to be taken away does not hold what it has to hold (field `problem`: `missing`,
    /// `damaged` or `other`).
    ExportUnusable,
    /// There is no space for the copy to be taken away.
    ExportDiskFull,
    /// A rule is outside what is allowed (field `rule`).
    RuleOutOfRange,
    /// The service profile cannot be used (field `fault`).
    ServiceProfile,
    /// The request cannot be read (field `detail`).
    BadRequest,
    /// No such command.
    UnknownCommand,
    /// The text cannot be a note (field `problem`: `empty` or `too_long`; with it `limit` and
    /// `length`, in characters).
    NoteText,
    /// The draft says something else than what was seen.
    NoteChanged,
    /// The patient has no such draft: it was confirmed or discarded.
    NoSuchDraft,
    /// The patient has no such note.
    NoSuchNote,
    /// The note was superseded already.
    NoteSuperseded,
    /// The draft is for somebody else (field `why`: `author`, or `own_entry` when a deputy wrote it
    /// themselves).
    NotYourDraft,
    /// A note needs an author: a doctor writes in their own name, a 医師事務作業補助者 names a doctor.
    NoSuchAuthor,
    /// The account has no emergency right (緊急権限).
    NoEmergencyRight,
    /// The service is not known to be unreachable: 障害時閲覧 cannot be declared.
    ServiceReachable,
    /// It is not on, or not any more.
    NothingLasts,
    /// It cannot be begun here or now (field `why`: `rule`, `lasts`, `person`, or a `ModeHindrance`).
    ModeNotAllowed,
    /// A reason that fits is needed; その他 needs words.
    ReasonNeeded,
    /// No such task, or it is not to be reviewed (field `why`: `lasts` or `done`).
    NoSuchTask,
    /// Something failed that should not.
    Internal,
}

impl ErrorCode {
    /// Its stable name, as it crosses the border.
    pub(crate) fn name(self) -> String {
        let name = serde_json::to_value(self).ok();
        let name = name.as_ref().and_then(|name| name.as_str());
        name.unwrap_or("internal").to_owned()
    }
}

impl CommandError {
    /// An error without fields.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            fields: BTreeMap::new(),
        }
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl ToString) -> Self {
        self.fields.insert(field.to_owned(), value.to_string());
        self
    }
}

impl From<ErrorCode> for CommandError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for CommandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.code)?;
        for (field, value) in &self.fields {
            write!(f, " {field}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CommandError {}
