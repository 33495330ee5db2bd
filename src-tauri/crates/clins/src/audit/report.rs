use audit::{Break, ChainFile, HeadFit};
use serde::Serialize;
use viewer::view::{AuditBreak, AuditVerificationView, HeadStanding};

/// What is printed with `--json`. Its members are stable.
#[derive(Serialize)]
pub(crate) struct Report {
    /// `profile` or `file`.
    source: &'static str,
    /// Everything fits, and a file is signed by the key that was asked for.
    pub(crate) intact: bool,
    /// Entries up to this number were closed off; 0 when none were.
    start: u64,
    /// Entries that fit.
    checked: u64,
    /// The first entry that does not fit.
    broken_at: Option<u64>,
    /// The first that may be concerned, where only a head tells.
    since: Option<u64>,
    /// `missing`, `moved`, `changed`, `unreadable`, `cut`, `rewritten` or `start_unproven`.
    how: Option<AuditBreak>,
    /// The file ends with a head signed by `key`; none for a profile.
    signed: Option<bool>,
    /// The key that signatures are checked with, in hexadecimal.
    key: String,
    heads: Vec<HeadLine>,
}

#[derive(Serialize)]
struct HeadLine {
    /// `records`, `keyring`, `folder`, or `given` (with `--heads`, and the file's own).
    place: &'static str,
    /// `fits`, `beyond`, `differs`, `unread`, `closed_too_early`, `empty`, `closed`, `unreachable` or
    /// `not_named`.
    standing: HeadStanding,
    /// Number of the newest head.
    newest: Option<u64>,
    heads: usize,
    /// Lines that are not signed with the key.
    foreign: usize,
}

impl Report {
    pub(crate) fn of_profile(found: AuditVerificationView) -> Self {
        let line = |head: viewer::view::AuditHeadView| HeadLine {
            place: head.place.name(),
            standing: head.standing,
            newest: head.newest,
            heads: head.heads,
            foreign: head.foreign,
        };
        Self {
            source: "profile",
            intact: found.intact,
            start: found.start,
            checked: found.checked,
            broken_at: found.broken_at,
            since: found.since,
            how: found.how,
            signed: None,
            key: found.key,
            heads: found.heads.into_iter().map(line).collect(),
        }
    }

    /// `newest`: of the heads that were given.
    pub(crate) fn of_file(found: &ChainFile, newest: Option<u64>, foreign: usize) -> Self {
        let seen = &found.verification;
        let standing = seen.heads.iter().map(|fit| match fit {
            HeadFit::Fits | HeadFit::BeforeStart => HeadStanding::Fits,
            HeadFit::Differs => HeadStanding::Differs,
            HeadFit::Beyond => HeadStanding::Beyond,
            HeadFit::Unread => HeadStanding::Unread,
        });
        let heads = HeadLine {
            place: "given",
            standing: standing.max().unwrap_or(HeadStanding::Empty),
            newest,
            heads: seen.heads.len(),
            foreign,
        };
        Self {
            source: "file",
            intact: seen.intact() && found.signed,
            start: seen.start,
            checked: seen.checked,
            broken_at: seen.broken_at,
            since: seen.since,
            how: seen.how.map(as_view),
            signed: Some(found.signed),
            key: found.key.to_string(),
            heads: vec![heads],
        }
    }

    /// For people.
    pub(crate) fn in_words(&self) -> String {
        let mut words = if self.intact {
            format!("監査ログの連鎖は完全です（{}件を検証）", self.checked)
        } else if let (Some(place), Some(since)) = (self.broken_at, self.since) {
            let place = if since < place {
                format!("{since}番から{place}番の間")
            } else {
                format!("{place}番")
            };
            format!("監査ログが{place}で合いません（{}件を検証）", self.checked)
        } else if self.signed == Some(false) {
            "連鎖は完全ですが、末尾に正しい署名がありません".to_owned()
        } else {
            "保存期間より早く締め切られた記録があります".to_owned()
        };
        for head in &self.heads {
            let standing = serde_json::to_value(head.standing).ok();
            let standing = standing.as_ref().and_then(|s| s.as_str()).unwrap_or("");
            words.push_str(&format!(
                "\n  {}: {standing}（{}件）",
                head.place, head.heads
            ));
        }
        words
    }
}

const fn as_view(how: Break) -> AuditBreak {
    match how {
        Break::Missing => AuditBreak::Missing,
        Break::Moved => AuditBreak::Moved,
        Break::Changed => AuditBreak::Changed,
        Break::Unreadable => AuditBreak::Unreadable,
        Break::Cut => AuditBreak::Cut,
        Break::Rewritten => AuditBreak::Rewritten,
        Break::StartUnproven => AuditBreak::StartUnproven,
    }
}
