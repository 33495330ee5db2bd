//! The rooms of an open profile, introduced to each other.

use std::sync::{Arc, Mutex, RwLock, Weak};

use access::{Grants, MachineSecret};
use audit::Audit;
use cache::desk::Kinship;
use cache::{Desk, Inbox, Records, StoreError, Stored};
use jiff::Timestamp;
use service::fault::FaultCode;
use service::{Fault, Transport};
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::audit_heads::Heads;
use crate::board_beat::BoardBeat;
use crate::clinical::Clinical;
use crate::clock::Clock;
use crate::confirming::Confirming;
use crate::disk::Disk;
use crate::emergency::Emergencies;
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::follow::Looks;
use crate::line::Line;
use crate::locking::Presence;
use crate::on_screen::OnScreen;
use crate::options::Pace;
use crate::outage::Outages;
use crate::profile::{ProfileFacts, ProfileFolder};
use crate::queue::Queue;
use crate::reading::Reckoned;
use crate::rules::SiteRules;
use crate::seats::Seats;
use crate::site::Site;
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
    pub(crate) heads: Heads,
    pub(crate) inbox: Inbox,
    /// Which stores of machine scope are second copies since this start.
    pub(crate) restored: Vec<RestoredStoreView>,
    rules: RwLock<Arc<SiteRules>>,
    /// Whose records count as whose.
    /// None as long as it could not be read.
    kinship: RwLock<Option<Arc<Kinship>>>,
    pub(crate) grants: RwLock<Arc<Grants>>,
    pub(crate) site: Site,
    pub(crate) seats: Seats,
    pub(crate) line: Line,
    pub(crate) queue: Queue,
    pub(crate) looks: Looks,
    pub(crate) on_screen: OnScreen,
    pub(crate) presence: Presence,
    pub(crate) board: BoardBeat,
    pub(crate) outages: Outages,
    pub(crate) emergencies: Emergencies,
    pub(crate) confirming: Confirming,
    pub(crate) trusted: TrustedClock,
    pub(crate) disk: Disk,
    pub(crate) upkeep: UpkeepState,
    /// Wakes the follower before its time.
    pub(crate) look_now: Notify,
    /// Wakes who ends what runs out, before its time.
    pub(crate) emergency_now: Notify,
    /// Wakes the housekeeping before its time.
    pub(crate) house_now: Notify,
    /// One at a time: deciding where a received set goes, and moving sealed sets into the store.
    pub(crate) keeping: Mutex<()>,
    /// One at a time: changing the account file.
    pub(crate) accounts_turn: Mutex<()>,
    /// One at a time: writing the site file into its folder, which may hang. Before `accounts_turn`.
    pub(crate) site_turn: Mutex<()>,
    /// One at a time: making, approving and carrying out a plan of what may be deleted.
    pub(crate) retention_turn: Mutex<()>,
    pub(crate) sealing_public: [u8; 32],
    transport: RwLock<Option<Arc<dyn Transport>>>,
    /// Cancelled when the PC is cut off from the network.
    network: RwLock<CancellationToken>,
    clinical: Mutex<Weak<Clinical>>,
    news: broadcast::Sender<ViewerEvent>,
    /// Cancelled when all of this, the folder too, is let go.
    gone: CancellationToken,
    /// Last but one: the folder is free for the next program only once its stores are closed.
    pub(crate) folder: ProfileFolder,
    /// Last: tells that the folder is free. That nobody holds the rooms any more says only that their
    /// stores have begun to close.
    _let_go: DropGuard,
}

/// What opening a profile hands over.
pub(crate) struct Opened {
    pub(crate) folder: ProfileFolder,
    pub(crate) facts: ProfileFacts,
    pub(crate) machine: MachineSecret,
    pub(crate) desk: Desk,
    pub(crate) audit: Audit,
    pub(crate) heads: Heads,
    pub(crate) inbox: Inbox,
    pub(crate) restored: Vec<RestoredStoreView>,
    pub(crate) rules: SiteRules,
    pub(crate) grants: Grants,
    pub(crate) site: Site,
    pub(crate) emergencies: Emergencies,
    pub(crate) sealing_public: [u8; 32],
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Rooms {
    pub(crate) fn new(opened: Opened, line: Line, news: broadcast::Sender<ViewerEvent>) -> Self {
        if opened.transport.is_none() {
            line.not_configured();
        }
        let emergencies = opened.emergencies;
        let (network, gone) = (CancellationToken::new(), CancellationToken::new());
        if let Some(since) = emergencies.isolated_since() {
            line.cut_off(since);
            network.cancel();
        }
        let outages = Outages::load(&opened.desk);
        let board = BoardBeat::new(Pace::of(opened.facts.kind).board_least);
        // One that cannot be read is read again before anything is read by it.
        let kinship = opened.desk.kinship().ok().map(Arc::new);
        let trusted = TrustedClock::load(&opened.desk);
        let confirming = Confirming::new(Pace::of(opened.facts.kind));
        Self {
            clock: Clock::default(),
            disk: Disk::new(opened.folder.reserve(), opened.folder.emergency_reserve()),
            upkeep: UpkeepState::default(),
            folder: opened.folder,
            facts: opened.facts,
            machine: opened.machine,
            desk: opened.desk,
            audit: opened.audit,
            heads: opened.heads,
            inbox: opened.inbox,
            restored: opened.restored,
            kinship: RwLock::new(kinship),
            rules: RwLock::new(Arc::new(opened.rules)),
            grants: RwLock::new(Arc::new(opened.grants)),
            site: opened.site,
            seats: Seats::default(),
            line,
            queue: Queue::default(),
            looks: Looks::default(),
            on_screen: OnScreen::default(),
            presence: Presence::default(),
            board,
            outages,
            emergencies,
            confirming,
            trusted,
            look_now: Notify::new(),
            emergency_now: Notify::new(),
            house_now: Notify::new(),
            keeping: Mutex::new(()),
            accounts_turn: Mutex::new(()),
            site_turn: Mutex::new(()),
            retention_turn: Mutex::new(()),
            sealing_public: opened.sealing_public,
            transport: RwLock::new(opened.transport),
            network: RwLock::new(network),
            clinical: Mutex::new(Weak::new()),
            news,
            _let_go: gone.clone().drop_guard(),
            gone,
        }
    }

    /// Cancelled as soon as the profile is free for whoever opens it next.
    pub(crate) fn gone(&self) -> CancellationToken {
        self.gone.clone()
    }

    /// The same with another clock.
    #[must_use]
    pub(crate) fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The clinical stores, while somebody with the clinical key is signed in.
    pub(crate) fn clinical(&self) -> Option<Arc<Clinical>> {
        lock(&self.clinical).upgrade()
    }

    /// Remembers the clinical stores for as long as a session holds them.
    ///
    /// # Errors
    /// When it cannot be read whose records count as whose: who was taken apart would be read as one.
    pub(crate) fn clinical_opened(&self, clinical: &Arc<Clinical>) -> Result<(), StoreError> {
        clinical.use_windows(self.rules().retention.windows());
        let known = read(&self.kinship).clone();
        if known.is_none() {
            self.read_kinship()?;
        }
        // Known before it reads by anything: whoever is separated meanwhile is told to it as well.
        *lock(&self.clinical) = Arc::downgrade(clinical);
        clinical.use_kinship(read(&self.kinship).clone().unwrap_or_default());
        self.upkeep.now.notify_one();
        self.heads.now.notify_one();
        Ok(())
    }

    /// Reads anew whose records count as whose.
    ///
    /// # Errors
    /// When the desk store cannot be read; nothing has changed then.
    pub(crate) fn read_kinship(&self) -> Result<(), StoreError> {
        let kinship = Arc::new(self.desk.kinship()?);
        *write(&self.kinship) = Some(kinship.clone());
        if let Some(clinical) = self.clinical() {
            clinical.use_kinship(kinship);
        }
        Ok(())
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

    /// How the service is asked, once a profile for it has been set; none while the PC is cut off.
    pub(crate) fn transport(&self) -> Option<Arc<dyn Transport>> {
        let transport = read(&self.transport).clone();
        transport.filter(|_| !self.emergencies.isolated())
    }

    /// Asks the service in another way from now on.
    pub(crate) fn set_transport(&self, transport: Arc<dyn Transport>) {
        if self.emergencies.isolated() {
            // Made anew from its file when the PC is let back.
            return;
        }
        *write(&self.transport) = Some(transport);
        self.line.configured();
        self.look_now.notify_one();
    }

    /// Cuts the PC off from the network: what is under way is broken off, and every connection closed.
    pub(crate) fn cut_off(&self, now: Timestamp) {
        read(&self.network).cancel();
        *write(&self.transport) = None;
        self.line.cut_off(now);
    }

    /// Lets the PC back to the network.
    pub(crate) fn let_back(&self) {
        *write(&self.network) = CancellationToken::new();
        self.line.configured();
        self.look_now.notify_one();
    }

    /// Asks the service, and stops at once when the PC is cut off.
    ///
    /// # Errors
    /// `Isolated`, or why asking failed.
    pub(crate) async fn on_line<T>(
        &self,
        asking: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let network = read(&self.network).clone();
        tokio::select! {
            biased;
            () = network.cancelled() => Err(FaultCode::Isolated.into()),
            asked = asking => asked,
        }
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

    /// What counts as now for the ends of consents: the later of this PC's clock and trusted time.
    pub(crate) fn consent_time(&self) -> Reckoned {
        self.trusted.reckon(self.clock.now())
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
