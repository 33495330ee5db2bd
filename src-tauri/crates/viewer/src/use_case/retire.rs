//! Ending the use of this PC (このPCの利用を終える): what stands in the way, planning the copy to be
//! taken away, and the act.

use std::path::Path;

use access::{MachineSecret, Session};
use audit::EventKind;

use super::sign_in_steps::verify_password;
use crate::error::{CommandError, ErrorCode};
use crate::opening::secret_store;
use crate::options::ViewerOptions;
use crate::profile::ProfileFolder;
use crate::record_act::Act;
use crate::request::{ExportRequest, Nothing, RetireRequest};
use crate::retiring::{self, By, ClockState, Exporting, Retiring};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::sync::lock;
use crate::view::{CertificateView, ExportDone, RetirementObstacle, RetirementView, StartState};

/// What has to be typed, in either language of the screens.
const WORDS: [&str; 2] = ["利用終了", "RETIRE"];

impl Seat {
    /// What stands in the way of ending the use of this PC.
    pub(crate) async fn retirement(&self, _: Nothing) -> Result<RetirementView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || Exporting::read(&rooms.desk).view(&rooms)).await
    }

    /// Plans a copy of the profile in a folder of another disk or share. The next clinical session
    /// makes it; one that is open does so at once.
    pub(crate) async fn export_profile(
        &self,
        request: ExportRequest,
    ) -> Result<RetirementView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let shared = rooms.clone();
        blocking(move || {
            let folder = retiring::usable_folder(&request.folder, shared.folder.root())?;
            Act::new(EventKind::ExportPlanned)
                .by(&seated.session)
                .write_now(&shared)?;
            Exporting::plan(&shared.desk, folder.display().to_string())
        })
        .await?;
        rooms.upkeep.now.notify_one();
        self.retirement(Nothing {}).await
    }

    /// Destroys the keys of this PC and then its files. Refused until the copy to be taken away holds
    /// all that is here and opens with the printed recovery key.
    pub(crate) async fn retire(
        &self,
        request: RetireRequest,
    ) -> Result<CertificateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let options = self.viewer.options().clone();
        let (shared, asked) = (rooms.clone(), options.clone());
        let act = blocking(move || decide(&asked, &shared, &seated.session, &request)).await?;
        let close = self.viewer.close(rooms, async move || {
            blocking(move || retiring::begin(&options, act)).await
        });
        match close.await {
            Ok(retired) => Ok(retired.view()),
            Err(error) => {
                if error.code != ErrorCode::RetirementUnfinished {
                    // Nothing was destroyed: the day goes on.
                    let _ = self.viewer.open().await;
                }
                Err(error)
            }
        }
    }

    /// Puts the certificate of an ended profile aside, so that set-up may make a new one.
    pub(crate) async fn begin_anew(&self, _: Nothing) -> Result<StartState, CommandError> {
        match self.viewer.open().await {
            Err(error) if error.code == ErrorCode::Retired => {}
            Err(error) => return Err(error),
            Ok(true) => return Err(ErrorCode::AlreadySetUp.into()),
            Ok(false) => return self.start_state(Nothing {}).await,
        }
        let profile = self.viewer.options().profile.clone();
        blocking(move || {
            let folder = ProfileFolder::lock(&profile)?;
            retiring::begin_anew(&folder, crate::clock::Clock::default().now())
        })
        .await?;
        self.start_state(Nothing {}).await
    }
}

/// Everything that may refuse, before anything is destroyed; then the last entries of the log go
/// into the copy.
fn decide(
    options: &ViewerOptions,
    rooms: &Rooms,
    session: &Session,
    request: &RetireRequest,
) -> Result<Retiring, CommandError> {
    let word = request.word.trim();
    if !WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return Err(ErrorCode::ConfirmationWord.into());
    }
    verify_password(rooms, session.account(), &request.password)?;
    let exporting = Exporting::read(&rooms.desk);
    let mut obstacles = exporting.obstacles(rooms)?;
    obstacles.retain(|one| *one != RetirementObstacle::AnswersMissing || !request.without_missing);
    if let Some(obstacle) = obstacles.first() {
        return Err(retiring::refused(*obstacle));
    }
    let export = exporting.last().ok_or(ErrorCode::Internal)?;
    let certificate_folder = certificate_folder(request, rooms, export)?;
    let keys = retiring::prove(rooms, export, &request.recovery_key)?;
    let (facts, root) = (&rooms.facts, &rooms.folder);
    let place = secret_store(options, facts.secret_place, root);
    MachineSecret::open_known(place.as_ref(), facts.secret_name(), Some(&keys.machine))?;

    let _turn = lock(&rooms.keeping);
    Act::new(EventKind::RetirementBegun)
        .by(session)
        .write_now(rooms)?;
    let audit_head = rooms.audit.head()?.to_string();
    let copy = Path::new(&export.folder);
    rooms.audit.copy_to(&copy.join("audit.db"), &mut |_| true)?;
    rooms.desk.copy_to(&copy.join("desk.db"), &mut |_| true)?;
    let now = rooms.clock.now();
    let trusted = rooms.trusted.now();
    let ahead = trusted.map(|time| now.duration_since(time.now()).as_secs());
    Ok(Retiring::new(retiring::Decided {
        begun_at: now,
        by: By::of(session),
        clock: ClockState {
            ahead_seconds: ahead,
        },
        export: export.clone(),
        keys,
        audit_head,
        certificate_folder,
        sealed: exporting.sealed(),
        missing: exporting.missing(),
        facts: facts.clone(),
    }))
}

/// Where the certificate is saved besides: where the administrator says, or beside the copy.
fn certificate_folder(
    request: &RetireRequest,
    rooms: &Rooms,
    export: &ExportDone,
) -> Result<String, CommandError> {
    let beside = Path::new(&export.folder).parent();
    let beside = beside.map(|folder| folder.display().to_string());
    let named = match request.certificate_folder.trim() {
        "" => beside.unwrap_or_default(),
        named => named.to_owned(),
    };
    let folder = retiring::usable_folder(&named, rooms.folder.root())?;
    Ok(folder.display().to_string())
}
