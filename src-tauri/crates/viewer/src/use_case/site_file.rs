//! 施設ファイル: accounts, grants and rules for several PCs.

use std::path::Path;
use std::sync::Arc;

use access::{Accounts, SiteContent, SiteFile, SiteFileFault, SiteKey};
use audit::EventKind;

use super::accounts::drop_wraps;
use super::emergency::end_uses;
use super::retention::begin_anew;
use crate::accounts_file::{
    read_accounts, read_wraps, write_accounts, write_grants, write_rules, write_wraps,
};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::record_act::Act;
use crate::recovering;
use crate::request::{Nothing, SiteFileExportRequest, SiteFileTakeInRequest};
use crate::retiring;
use crate::rooms::{Rooms, blocking};
use crate::rules::SiteRules;
use crate::seat::Seat;
use crate::session_ended_by::SessionEndedBy;
use crate::site::{KeptSite, problem};
use crate::sync::lock;
use crate::view::{SiteFileView, SitePart};

/// What it is called in its folder.
const NAME: &str = "clins-site.json";
/// Larger than any file of ours.
const LARGEST: u64 = 16 * 1024 * 1024;

impl Seat {
    /// How this PC stands to the site file.
    pub(crate) async fn site_file(&self, _: Nothing) -> Result<SiteFileView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || view(&rooms)).await
    }

    /// Makes a new version and writes it into the folder that the other PCs read.
    pub(crate) async fn site_file_export(
        &self,
        request: SiteFileExportRequest,
    ) -> Result<SiteFileView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            reachable(&rooms)?;
            let act = Act::new(EventKind::SiteFileMade).by(&seated.session);
            make(&rooms, &request.folder, act)?;
            view(&rooms)
        })
        .await
    }

    /// Takes the file in, and from now on each newer one. Sessions of accounts that it changes end.
    pub(crate) async fn site_file_take_in(
        &self,
        request: SiteFileTakeInRequest,
    ) -> Result<SiteFileView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let shared = rooms.clone();
        let taken = blocking(move || {
            reachable(&shared)?;
            let key = match &request.site_key {
                Some(typed) => Some(SiteKey::parse(typed).map_err(recovering::key_problem)?),
                None => None,
            };
            let act = Act::new(EventKind::SiteFileTakenIn).by(&seated.session);
            let taken = try_take_in(&shared, &request.folder, key, &act);
            note_refusal(&shared, taken, act)
        })
        .await?;
        settle(&rooms, taken).await?;
        blocking(move || view(&rooms)).await
    }
}

/// Takes a newer file in, where this PC takes one in, with nobody asking. Answers why it was refused,
/// so that a file that goes on lying there is written down once.
pub(crate) async fn look_for_site_file(
    rooms: &Arc<Rooms>,
    refused: Option<CommandError>,
) -> Option<CommandError> {
    let site = rooms.site.kept().filter(|site| site.taken.is_some())?;
    let shared = rooms.clone();
    let taken = blocking(move || {
        let act = Act::new(EventKind::SiteFileTakenIn);
        match try_take_in(&shared, &site.folder, None, &act) {
            Err(error) if refused.as_ref() == Some(&error) => Err(error),
            taken => note_refusal(&shared, taken, act),
        }
    });
    match taken.await {
        Ok(taken) => settle(rooms, taken).await.err(),
        Err(error) => Some(error),
    }
}

/// What taking a file in leaves to be done.
struct TakenIn {
    /// Accounts that may something else now.
    changed: Vec<String>,
    /// Whether it was noted that it was taken in. If not, it is taken in once more.
    kept: Result<(), CommandError>,
}

/// Ends the sessions of whoever may something else now, all of them whatever the log says to one, and
/// has every screen asked anew.
async fn settle(rooms: &Arc<Rooms>, taken: Option<TakenIn>) -> Result<(), CommandError> {
    let Some(TakenIn { changed, mut kept }) = taken else {
        return Ok(());
    };
    for account in &changed {
        let ended = rooms
            .seats
            .end(rooms, account, SessionEndedBy::SiteFile)
            .await;
        kept = kept.and(ended);
        let (shared, account) = (rooms.clone(), account.clone());
        let ended = blocking(move || end_without_right(&shared, &account)).await;
        kept = kept.and(ended);
    }
    rooms.tell(ViewerEvent::NewsMissed);
    kept
}

/// Who has lost the right of emergencies, or the account, goes on with none that they began by it.
fn end_without_right(rooms: &Rooms, account: &str) -> Result<(), CommandError> {
    let accounts = read_accounts(&rooms.desk)?;
    let held = accounts.find(account);
    if held.is_some_and(|held| held.emergency() && !held.disabled()) {
        return Ok(());
    }
    end_uses(rooms, None, account, None)
}

/// The folder may lie on the network that this PC is cut off from.
fn reachable(rooms: &Rooms) -> Result<(), CommandError> {
    if rooms.emergencies.isolated() {
        return Err(CommandError::new(ErrorCode::FolderUnusable).with("problem", "isolated"));
    }
    Ok(())
}

fn make(rooms: &Rooms, folder: &str, act: Act) -> Result<(), CommandError> {
    rooms.site.accounts_are_kept_here()?;
    let folder = retiring::usable_folder(folder, rooms.folder.root())?;
    let _turn = lock(&rooms.site_turn);
    let lying = lying_there(rooms, &folder);
    let file = next_version(rooms, &folder, lying, act)?;
    // A folder that hangs must not hold up who signs in.
    let written = crate::profile::write_whole_shared(&folder.join(NAME), &file.to_bytes()?);
    written
        .map_err(|_| CommandError::new(ErrorCode::FolderUnusable).with("problem", "not_writable"))
}

/// The version of our own file in the folder; 0 when none lies there. A desk store that was put back to
/// an older state knows a lower one, and no other PC would take another file under a number it has.
fn lying_there(rooms: &Rooms, folder: &Path) -> u64 {
    let file = read_file(&folder.to_string_lossy()).ok();
    let ours = file.filter(|file| file.is_of(&rooms.machine));
    ours.map_or(0, |file| file.version())
}

fn next_version(
    rooms: &Rooms,
    folder: &Path,
    lying: u64,
    act: Act,
) -> Result<SiteFile, CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    let (accounts, now) = (read_accounts(&rooms.desk)?, rooms.clock.now());
    let former = rooms.site.kept().map_or(0, |site| site.version);
    let version = former.max(lying).saturating_add(1);
    let mut rules = SiteRules::clone(&rooms.rules());
    // A path of this PC means nothing, or something else, on another.
    rules.audit.folder = None;
    let rules = serde_json::to_vec(&rules).map_err(|_| ErrorCode::Internal)?;
    let file = SiteFile::make(
        &rooms.machine,
        version,
        &accounts,
        &rooms.grants(),
        &rules,
        now,
    )?;
    let told = format!("version {version}");
    act.because("version", Some(&told)).write_now(rooms)?;
    // The number is used up first: two files must never have the same one.
    let kept = KeptSite::made(version, now, folder.display().to_string());
    rooms.site.keep(&rooms.desk, kept)?;
    Ok(file)
}

/// Writes down why a file was not taken in.
fn note_refusal(
    rooms: &Rooms,
    taken: Result<Option<TakenIn>, CommandError>,
    act: Act,
) -> Result<Option<TakenIn>, CommandError> {
    match taken {
        Ok(taken) => Ok(taken),
        // A folder that is not there is a network that is down, and no news for the log.
        Err(error)
            if error
                .fields
                .get("problem")
                .is_some_and(|why| why == "missing") =>
        {
            Err(error)
        }
        Err(error) => {
            let why = error.fields.get("problem").cloned();
            act.refused(why.as_deref().unwrap_or("failed"))
                .write_now(rooms)?;
            Err(error)
        }
    }
}

/// Takes a newer file in; none when there is nothing new. On record before anything of it is stored:
/// what was stored without a row would never be told.
fn try_take_in(
    rooms: &Rooms,
    folder: &str,
    typed: Option<SiteKey>,
    act: &Act,
) -> Result<Option<TakenIn>, CommandError> {
    if rooms.site.part() == SitePart::Makes {
        return Err(problem("not_ours"));
    }
    let file = read_file(folder)?;
    let now = rooms.clock.now();
    let taken = rooms.site.kept().and_then(|site| site.taken);
    let key = match (typed, &taken) {
        (Some(typed), _) => typed,
        (None, Some(taken)) => SiteKey::open(&taken.sealed_key()?, &rooms.machine)?,
        (None, None) => return Err(problem("key")),
    };
    let known = taken.as_ref().map(|taken| &taken.known);
    let Some(content) = file.open(known, &key).map_err(fault)? else {
        rooms.site.seen(&rooms.desk, now)?;
        return Ok(None);
    };
    let rules: SiteRules =
        serde_json::from_slice(&content.rules).map_err(|_| problem("damaged"))?;
    if rules.format > SiteRules::FORMAT {
        return Err(problem("too_new"));
    }
    let sealed = key.seal(&rooms.machine)?;
    let told = format!("version {}", file.version());
    let row = act.clone().because("version", Some(&told));
    row.write_now(rooms)?;
    let (before, after) = store(rooms, &content, rules, &key)?;
    let changed = changed(&before, &after, taken.is_some());
    let kept = KeptSite::taken_in(&file, folder.to_owned(), &sealed, now);
    // Last: a file that was taken in half is taken in once more.
    let kept = rooms.site.keep(&rooms.desk, kept);
    Ok(Some(TakenIn { changed, kept }))
}

fn store(
    rooms: &Rooms,
    content: &SiteContent,
    mut rules: SiteRules,
    key: &SiteKey,
) -> Result<(Accounts, Accounts), CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    // Where this PC keeps its heads is decided on this PC.
    rules.audit.folder.clone_from(&rooms.rules().audit.folder);
    let before = read_accounts(&rooms.desk)?;
    let mut accounts = before.clone();
    let namesakes = accounts.take_in(content, key, &rooms.machine)?;
    let mut wraps = read_wraps(&rooms.desk)?;
    drop_wraps(&accounts, &mut wraps);
    // Somebody else's password opens these wraps: the key is handed over anew.
    namesakes.iter().for_each(|account| wraps.remove(account));
    write_wraps(&rooms.desk, &wraps)?;
    write_grants(&rooms.desk, &content.grants)?;
    rooms.set_grants(content.grants.clone());
    let _retention_turn = lock(&rooms.retention_turn);
    if rules.retention != rooms.rules().retention {
        // Before the rule itself: no plan of the former one is ever left standing.
        begin_anew(rooms)?;
    }
    write_rules(&rooms.desk, &rules)?;
    rooms.set_rules(rules);
    // After all else: who is another one now is known from what is stored, and only once.
    write_accounts(&rooms.desk, &accounts)?;
    Ok((before, accounts))
}

/// Accounts that may something else now, are another person's, or that another password opens: whoever
/// sits there by the former one may be the reason for it. The password not when the first file comes:
/// until then every PC had its own.
fn changed(before: &Accounts, after: &Accounts, again: bool) -> Vec<String> {
    let differs = |account: &&access::Account| {
        let now = after.find(account.account());
        now.is_none_or(|now| {
            now.rights() != account.rights()
                || now.staff_number() != account.staff_number()
                || (again && !now.has_password_of(account))
        })
    };
    let changed = before.iter().filter(differs);
    changed
        .map(|account| account.account().to_owned())
        .collect()
}

fn read_file(folder: &str) -> Result<SiteFile, CommandError> {
    let path = Path::new(folder);
    if !path.is_absolute() {
        return Err(CommandError::new(ErrorCode::FolderUnusable).with("problem", "relative"));
    }
    let path = path.join(NAME);
    let length = std::fs::metadata(&path)
        .map_err(|_| problem("missing"))?
        .len();
    if length > LARGEST {
        return Err(problem("damaged"));
    }
    let bytes = std::fs::read(&path).map_err(|_| problem("missing"))?;
    SiteFile::from_bytes(&bytes).map_err(fault)
}

fn fault(fault: SiteFileFault) -> CommandError {
    problem(match fault {
        SiteFileFault::Damaged => "damaged",
        SiteFileFault::TooNew { .. } => "too_new",
        SiteFileFault::Foreign => "foreign",
        SiteFileFault::Older => "older",
        SiteFileFault::Key => "key",
    })
}

fn view(rooms: &Rooms) -> Result<SiteFileView, CommandError> {
    let (part, kept) = (rooms.site.part(), rooms.site.kept());
    let site_key = match part {
        SitePart::Makes => Some(SiteKey::of(&rooms.machine)?.to_printable().to_string()),
        SitePart::Alone | SitePart::TakesIn => None,
    };
    Ok(SiteFileView {
        part,
        version: kept.as_ref().map(|site| site.version),
        made_at: kept.as_ref().map(|site| site.made_at),
        folder: kept.map(|site| site.folder),
        site_key,
        grace: rooms.site.grace(rooms.clock.now()),
    })
}
