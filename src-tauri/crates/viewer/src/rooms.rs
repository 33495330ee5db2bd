//! The rooms of an open profile, introduced to each other.

use std::sync::{Arc, Mutex, RwLock, Weak};

use access::MachineSecret;
use audit::Audit;
use cache::{Desk, Inbox, Records, StoreError, Stored};
use service::Transport;
use tokio::sync::{Notify, broadcast};

use crate::clinical::Clinical;
use crate::clock::Clock;
use crate::confirming::Confirming;
use crate::disk::Disk;
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::line::Line;
use crate::on_screen::OnScreen;
use crate::options::Pace;
use crate::outage::Outages;
use crate::profile::{ProfileFacts, ProfileFolder};
use crate::queue::Queue;
use crate::rules::SiteRules;
use crate::sync::{lock, read, write};
use crate::trusted_clock::TrustedClock;
use crate::upkeep_state::UpkeepState;
use crate::view::{RestoredStoreView, ServiceStatusView};

/// Everything that is open while a profile is open. Clinical stores come and go with sessions.
pub(crate) struct Rooms {
    pub(crate) clock: Clock,
    pub(crate) facts: ProfileFacts,
    pub(crate) machine: MachineSecret,
    pub(crate) desk: Desk,
    pub(crate) audit: Audit,
    pub(crate) inbox: Inbox,
    /// Which stores of machine scope are second copies since this start.
    pub(crate) restored: Vec<RestoredStoreView>,
    rules: RwLock<Arc<SiteRules>>,
    pub(crate) line: Line,
    pub(crate) queue: Queue,
    pub(crate) on_screen: OnScreen,
    pub(crate) outages: Outages,
    pub(crate) confirming: Confirming,
    pub(crate) trusted: TrustedClock,
    pub(crate) disk: Disk,
    pub(crate) upkeep: UpkeepState,
    /// Wakes the follower before its time.
    pub(crate) look_now: Notify,
    /// Wakes the housekeeping before its time.
    pub(crate) house_now: Notify,
    /// One at a time: deciding where a received set goes, and moving sealed sets into the store.
    pub(crate) keeping: Mutex<()>,
    /// One at a time: changing the account file.
    pub(crate) accounts_turn: Mutex<()>,
    /// One at a time: making, approving and carrying out a plan of what may be deleted.
    pub(crate) retention_turn: Mutex<()>,
    pub(crate) sealing_public: [u8; 32],
    transport: RwLock<Option<Arc<dyn Transport>>>,
    clinical: Mutex<Weak<Clinical>>,
    news: broadcast::Sender<ViewerEvent>,
    /// Last: who opens the profile next finds its stores closed.
    pub(crate) folder: ProfileFolder,
}

/// What opening a profile hands over.
pub(crate) struct Opened {
    pub(crate) folder: ProfileFolder,
    pub(crate) facts: ProfileFacts,
    pub(crate) machine: MachineSecret,
    pub(crate) desk: Desk,
    pub(crate) audit: Audit,
    pub(crate) inbox: Inbox,
    pub(crate) restored: Vec<RestoredStoreView>,
    pub(crate) rules: SiteRules,
    pub(crate) sealing_public: [u8; 32],
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Rooms {
    pub(crate) fn new(opened: Opened, line: Line, news: broadcast::Sender<ViewerEvent>) -> Self {
        if opened.transport.is_none() {
            line.not_configured();
        }
        let outages = Outages::load(&opened.desk);
        let trusted = TrustedClock::load(&opened.desk);
        let confirming = Confirming::new(Pace::of(opened.facts.kind));
        Self {
            clock: Clock,
            disk: Disk::new(opened.folder.reserve()),
            upkeep: UpkeepState::default(),
            folder: opened.folder,
            facts: opened.facts,
            machine: opened.machine,
            desk: opened.desk,
            audit: opened.audit,
            inbox: opened.inbox,
            restored: opened.restored,
            rules: RwLock::new(Arc::new(opened.rules)),
            line,
            queue: Queue::default(),
            on_screen: OnScreen::default(),
            outages,
            confirming,
            trusted,
            look_now: Notify::new(),
            house_now: Notify::new(),
            keeping: Mutex::new(()),
            accounts_turn: Mutex::new(()),
            retention_turn: Mutex::new(()),
            sealing_public: opened.sealing_public,
            transport: RwLock::new(opened.transport),
            clinical: Mutex::new(Weak::new()),
            news,
        }
    }

    /// The clinical stores, while somebody with the clinical key is signed in.
    pub(crate) fn clinical(&self) -> Option<Arc<Clinical>> {
        lock(&self.clinical).upgrade()
    }

    /// Remembers the clinical stores for as long as a session holds them.
    pub(crate) fn clinical_opened(&self, clinical: &Arc<Clinical>) {
        clinical.use_windows(self.rules().retention.windows());
        *lock(&self.clinical) = Arc::downgrade(clinical);
        self.upkeep.now.notify_one();
    }

    /// What the site has decided.
    pub(crate) fn rules(&self) -> Arc<SiteRules> {
        read(&self.rules).clone()
    }

    /// The site has decided anew; the desk store holds it already.
    pub(crate) fn set_rules(&self, rules: SiteRules) {
        let windows = rules.retention.windows();
        *write(&self.rules) = Arc::new(rules);
        if let Some(clinical) = self.clinical() {
            clinical.use_windows(windows);
        }
    }

    /// How the service is asked, once a profile for it has been set.
    pub(crate) fn transport(&self) -> Option<Arc<dyn Transport>> {
        read(&self.transport).clone()
    }

    /// Asks the service in another way from now on.
    pub(crate) fn set_transport(&self, transport: Arc<dyn Transport>) {
        *write(&self.transport) = Some(transport);
        self.line.configured();
        self.look_now.notify_one();
    }

    /// What the seats are told, for those who follow it here.
    pub(crate) fn listen(&self) -> broadcast::Receiver<ViewerEvent> {
        self.news.subscribe()
    }

    /// Tells every seat. Nobody listening is no failure.
    pub(crate) fn tell(&self, event: ViewerEvent) {
        let _ = self.news.send(event);
    }

    /// Notes a failed write of a store, and tells the seats when the disk has become the reason.
    pub(crate) fn note_disk(&self, code: ErrorCode) {
        if self.disk.note(code) {
            self.tell(ViewerEvent::UpkeepChanged);
        }
    }

    /// Notes outside the records store how many answers it holds now, so that a loss is noticed. A
    /// mark that could not be written notices less, and is no reason to lose the answer.
    pub(crate) fn note_commits(&self, records: &Records) {
        if let Ok(commits) = records.commits()
            && let Err(error) = self.audit.note_commits(commits)
        {
            self.note_disk(CommandError::from(error).code);
        }
    }

    /// How the line and the clock stand.
    pub(crate) fn service_status(&self) -> ServiceStatusView {
        let in_doubt = self.trusted.disagrees(self.clock.now());
        self.line.view(self.queue.waiting(), in_doubt)
    }

    /// Notes when the disk refuses to make safe from a power cut what was just stored.
    ///
    /// # Errors
    /// Why it refuses; the answer is kept all the same.
    pub(crate) fn note_checkpoint(&self, stored: &Stored) -> Result<(), StoreError> {
        stored
            .checkpointed
            .inspect_err(|error| self.note_disk(CommandError::from(*error).code))
    }

    /// Tells every seat how the line stands.
    pub(crate) fn tell_line(&self) {
        let status = self.service_status();
        self.tell(ViewerEvent::ServiceChanged { status });
    }
}

/// Runs blocking work (stores, keys) off the asynchronous threads.
pub(crate) async fn blocking<T, F>(work: F) -> Result<T, CommandError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, CommandError> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(ErrorCode::Internal.into()))
}
