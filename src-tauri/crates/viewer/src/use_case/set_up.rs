use access::{
    AccessError, AccountKind, Accounts, ClinicalKeys, Grants, MachineSecret, NewAccount,
    RecoveryFile, RecoveryKey, Role, SecretError, Wraps,
};
use audit::{Audit, EventKind};
use cache::{Desk, Inbox, Records, StoreKey};

use crate::accounts_file::{write_accounts, write_grants, write_rules, write_wraps};
use crate::audit_heads::Heads;
use crate::clock::Clock;
use crate::emergency::Emergencies;
use crate::error::{CommandError, ErrorCode};
use crate::failure::store_open;
use crate::line::Line;
use crate::opening::secret_store;
use crate::options::{Pace, ProfileKind, ViewerOptions};
use crate::profile::{ProfileFacts, ProfileFolder, SecretPlace};
use crate::record_act::Act;
use crate::request::{SetUpRequest, SetUpResponse};
use crate::retiring;
use crate::rooms::{Opened, Rooms, blocking};
use crate::rules::SiteRules;
use crate::seat::Seat;
use crate::site::Site;

impl Seat {
    /// First run: makes keys, stores and the administrator's account. Refused when any of them is
    /// there already.
    pub(crate) async fn set_up(
        &self,
        request: SetUpRequest,
    ) -> Result<SetUpResponse, CommandError> {
        if self.viewer.open().await? {
            return Err(ErrorCode::AlreadySetUp.into());
        }
        let options = self.viewer.options().clone();
        self.viewer
            .open_new(async move |news| {
                let (opened, recovery_key) =
                    blocking(move || make_profile(&options, &request)).await?;
                let line = Line::new(Pace::of(opened.facts.kind));
                let rooms = Rooms::new(opened, line, news);
                Act::new(EventKind::SetUp).write_now(&rooms)?;
                Ok((rooms, SetUpResponse { recovery_key }))
            })
            .await
    }
}

fn make_profile(
    options: &ViewerOptions,
    request: &SetUpRequest,
) -> Result<(Opened, String), CommandError> {
    let folder = ProfileFolder::lock(&options.profile)?;
    retiring::settle(options, &folder)?;
    if folder.facts()?.is_some() {
        return Err(ErrorCode::AlreadySetUp.into());
    }
    // The account first: a refused password must not leave half a profile behind.
    let now = Clock::default().now();
    let mut accounts = Accounts::new(options.password_cost)?;
    let administrator = NewAccount {
        account: &request.account,
        display_name: &request.display_name,
        staff_number: &request.staff_number,
        kind: AccountKind::Personal,
        roles: &[Role::Admin],
        emergency: false,
        deputy: false,
        password: &request.password,
        // Chosen by its owner, at this PC.
        issued: false,
    };
    accounts.add(&administrator, now)?;

    let (facts, machine) = make_machine_secret(options, &folder)?;
    let keys = ClinicalKeys::generate()?;
    let recovery = RecoveryKey::generate()?;
    let wraps = Wraps::new(&keys, &recovery)?;
    let mut rules = SiteRules::new(request.reading_after_end);
    // Two factors from the first day on; people of a demo are invented, and sign in without a phone.
    rules.sign_in.second_factor_required = facts.kind == ProfileKind::Site;
    let grants = Grants::default();

    let desk_key = StoreKey::new(*machine.desk_key());
    let audit_key = StoreKey::new(*machine.audit_key());
    let desk = Desk::create(&folder.desk(), &desk_key).map_err(store_open("desk"))?;
    let audit = Audit::create(&folder.audit(), &audit_key).map_err(store_open("audit"))?;
    let records_key = StoreKey::new(*keys.records_key());
    let records =
        Records::create(&folder.records(), &records_key).map_err(store_open("records"))?;
    // From the first day on: a store that is damaged before its first copy could not be stood in for.
    folder.make_second_folder()?;
    records.copy_to(&folder.second_copy(), &mut |_| true)?;
    drop(records);
    let inbox = Inbox::create(&folder.inbox())?;
    // Outside the stores, which open only with this PC's secret: the recovery key must be able to
    // bring that secret back when the keyring is lost.
    folder.write_recovery_file(&RecoveryFile::new(&machine, &keys, &recovery)?.to_bytes()?)?;
    write_accounts(&desk, &accounts)?;
    write_wraps(&desk, &wraps)?;
    write_rules(&desk, &rules)?;
    write_grants(&desk, &grants)?;
    let site = Site::load(&desk)?;
    folder.write_facts(&facts)?;

    let secrets = secret_store(options, facts.secret_place, &folder);
    let opened = Opened {
        heads: Heads::new(&machine, secrets)?,
        inbox,
        sealing_public: wraps.sealing_public()?,
        folder,
        facts,
        machine,
        desk,
        audit,
        restored: Vec::new(),
        rules,
        grants,
        site,
        emergencies: Emergencies::default(),
        transport: None,
    };
    Ok((opened, recovery.to_printable().to_string()))
}

/// In the OS keyring; in a file of the profile only where the OS has no keyring at all. A locked
/// keyring is not "no keyring": set-up then waits for it to be unlocked.
fn make_machine_secret(
    options: &ViewerOptions,
    folder: &ProfileFolder,
) -> Result<(ProfileFacts, MachineSecret), CommandError> {
    let facts = ProfileFacts::new(options.new_kind, SecretPlace::OsKeyring);
    let keyring = secret_store(options, SecretPlace::OsKeyring, folder);
    match MachineSecret::create(keyring.as_ref(), facts.secret_name()) {
        Ok(machine) => Ok((facts.of(&machine), machine)),
        Err(AccessError::Secret(SecretError::Unavailable)) => {
            let facts = ProfileFacts {
                secret_place: SecretPlace::File,
                ..facts
            };
            folder.make_secret_folder()?;
            let file = secret_store(options, SecretPlace::File, folder);
            let machine = MachineSecret::create(file.as_ref(), facts.secret_name())?;
            Ok((facts.of(&machine), machine))
        }
        Err(error) => Err(error.into()),
    }
}
