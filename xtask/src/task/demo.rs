use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::demo_folder::DemoFolder;
use super::ready;
use crate::machine::display;
use crate::machine::own_keyring::OwnKeyring;
use crate::machine::system::Purpose;
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::running::Running;

/// How long the window may stay open, in minutes.
const A_DAY: u64 = 24 * 60;

/// There is an account of each.
const ROLES: [&str; 7] = [
    "doctor",
    "pharmacist",
    "nurse",
    "clerk",
    "desk",
    "admin",
    "auditor",
];

#[derive(Args)]
pub(crate) struct DemoArguments {
    /// Without a screen: paints one patient live and again from the cache, prints both times.
    #[arg(long)]
    headless: bool,
    /// Who is signed in: doctor, pharmacist, nurse, clerk, desk, admin or auditor.
    #[arg(long, default_value = "doctor")]
    role: String,
    /// Leave the sign-in to you.
    #[arg(long)]
    sign_in: bool,
}

/// Shows the viewer on the sample clinic.
pub(crate) fn demo(root: &Root, arguments: &DemoArguments) -> Result<bool> {
    if arguments.headless {
        headless(root)
    } else {
        window(root, arguments)
    }
}

fn headless(root: &Root) -> Result<bool> {
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    ready::development(&mut plan, root);
    plan.prepare(
        "one patient, live and from the cache",
        Needs::Nothing,
        5,
        || {
            let (_display, run) = ready::end_to_end(root, "demo-headless", 5)?;
            run.args(["demo-headless"]).done()?;
            Ok(())
        },
    );
    Ok(plan.run().failed == 0)
}

/// What the steps of the demo hand on to each other.
struct Demo<'a> {
    root: &'a Root,
    accounts: Value,
    service: Value,
    // Dropped in this order: the programs before their keyring.
    simulator: Option<Running>,
    keyring: OwnKeyring,
    folder: DemoFolder,
}

fn window(root: &Root, arguments: &DemoArguments) -> Result<bool> {
    if ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .all(|name| std::env::var_os(name).is_none())
    {
        bail!(
            "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): use `cargo xtask demo --headless`"
        );
    }
    let demo = RefCell::new(None);
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Demo);
    ready::development(&mut plan, root);
    plan.prepare("a keyring for this demo alone", Needs::Nothing, 1, || {
        demo.replace(Some(Demo::start(root)?));
        Ok(())
    });
    let with_demo = |step: fn(&mut Demo<'_>) -> Result<()>| {
        step(demo.borrow_mut().as_mut().context("there is no demo")?)
    };
    plan.prepare(
        "demo profile with ordinary accounts",
        Needs::Nothing,
        5,
        || with_demo(|demo| demo.set_up()),
    );
    plan.prepare(
        "service simulator with the sample clinic",
        Needs::Nothing,
        2,
        || with_demo(|demo| demo.simulate()),
    );
    plan.prepare("connecting the profile to it", Needs::Nothing, 5, || {
        with_demo(|demo| demo.connect())
    });
    plan.prepare(
        "the window (ends when you close it)",
        Needs::Nothing,
        A_DAY,
        || {
            let demo = demo.borrow();
            open(demo.as_ref().context("there is no demo")?, arguments)
        },
    );
    Ok(plan.run().failed == 0)
}

impl<'a> Demo<'a> {
    fn start(root: &'a Root) -> Result<Self> {
        let folder = DemoFolder::make(root)?;
        Ok(Self {
            root,
            accounts: Value::Null,
            service: Value::Null,
            simulator: None,
            keyring: OwnKeyring::start(root, "demo", &folder.join("home"))?,
            folder,
        })
    }

    /// A program of the development build in the demo's own home.
    fn run(&self, name: &str, program: &str) -> Result<Run> {
        let run = Run::new(self.root, name, self.root.built(program))?;
        Ok(self.keyring.at_home(run))
    }

    fn set_up(&mut self) -> Result<()> {
        let text = std::fs::read_to_string(self.root.join("tests/e2e/accounts.json"))
            .context("reading the demo accounts")?;
        self.accounts = serde_json::from_str(&text).context("reading the demo accounts")?;
        self.add_more_accounts()?;
        self.run("demo-set-up", "clins")?
            .args(["set-up", "--demo", "--profile"])
            .args([self.folder.join("profile")])
            .input(self.accounts.to_string())
            .done()?;
        Ok(())
    }

    /// One of each role that reads what was granted to it: nothing, until the administrator allows it.
    fn add_more_accounts(&mut self) -> Result<()> {
        let text = std::fs::read_to_string(self.root.join("tests/e2e/more_accounts.json"))
            .context("reading the demo accounts")?;
        let more: Vec<Value> = serde_json::from_str(&text).context("reading the demo accounts")?;
        let all = self
            .accounts
            .get_mut("accounts")
            .and_then(Value::as_array_mut);
        all.context("there is no list of demo accounts")?
            .extend(more);
        Ok(())
    }

    fn simulate(&mut self) -> Result<()> {
        let mut simulator = self
            .run("demo-simulator", "clins")?
            .args(["simulate", "--listen", "127.0.0.1:0", "--clinic"])
            .args([self.root.join("assets/sample-clinic")])
            .args(["--state"])
            .args([self.folder.join("service")])
            .quiet()
            .start()?;
        let line = simulator.line(Duration::from_secs(60), |line| line.starts_with('{'))?;
        self.service = serde_json::from_str(&line).context("reading what the simulator said")?;
        println!("   answering at {}", text(&self.service, "base_url"));
        self.simulator = Some(simulator);
        Ok(())
    }

    fn connect(&self) -> Result<()> {
        let of_service = |field| text(&self.service, field);
        self.run("demo-connect", "clins")?
            .args(["connect", "--profile"])
            .args([self.folder.join("profile")])
            .args(["--url", of_service("base_url"), "--ca", of_service("ca")])
            .args(["--certificate", of_service("client_certificate")])
            .args(["--key", of_service("client_key")])
            .input(credentials(account(&self.accounts, "admin")?))
            .done()?;
        Ok(())
    }
}

fn open(demo: &Demo<'_>, arguments: &DemoArguments) -> Result<()> {
    println!("   accounts of this demo (invented people, this profile only):");
    for role in ROLES {
        let account = account(&demo.accounts, role)?;
        println!(
            "     {role:10} {:10} {}",
            text(account, "account"),
            text(account, "password")
        );
    }
    let mut viewer = display::of_the_person(demo.run("demo-viewer", "clins-viewer")?)
        .args(["--profile"])
        .args([demo.folder.join("profile")]);
    if std::env::var("LANG").is_ok_and(|locale| locale.starts_with('C')) {
        viewer = viewer.env("LANG", "ja_JP.UTF-8");
    }
    if !arguments.sign_in {
        viewer = viewer
            .args(["--sign-in-from-stdin"])
            .input(credentials(account(&demo.accounts, &arguments.role)?));
    }
    viewer.minutes(A_DAY).done()?;
    Ok(())
}

/// The demo account with this role.
fn account<'a>(accounts: &'a Value, role: &str) -> Result<&'a Value> {
    if role == "admin" {
        return accounts
            .get("admin")
            .context("there is no administrator among the demo accounts");
    }
    accounts
        .get("accounts")
        .and_then(Value::as_array)
        .and_then(|list| list.iter().find(|account| text(account, "role") == role))
        .with_context(|| {
            format!(
                "no demo account has the role {role}: choose one of {}",
                ROLES.join(", ")
            )
        })
}

fn credentials(account: &Value) -> String {
    json!({ "account": text(account, "account"), "password": text(account, "password") })
        .to_string()
        + "\n"
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}
