use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::ready;
use crate::machine::system::Purpose;
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::running::Running;

#[derive(Args)]
pub(crate) struct DemoArguments {
    /// Without a screen: paints one patient live and again from the cache, prints both times.
    #[arg(long)]
    headless: bool,
    /// Who is signed in: doctor, desk, admin or auditor.
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
        || {
            let (_display, run) = ready::end_to_end(root, "demo-headless", 5)?;
            run.args(["demo-headless"]).done()?;
            Ok(())
        },
    );
    Ok(plan.run().failed == 0)
}

/// What the steps of the demo hand on to each other.
#[derive(Default)]
struct Demo {
    folder: PathBuf,
    accounts: Value,
    service: Value,
    simulator: Option<Running>,
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
    let demo = RefCell::new(Demo::default());
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Build);
    ready::development(&mut plan, root);
    plan.prepare(
        "demo profile with ordinary accounts",
        Needs::Nothing,
        || set_up(root, &mut demo.borrow_mut()),
    );
    plan.prepare(
        "service simulator with the sample clinic",
        Needs::Nothing,
        || simulate(root, &mut demo.borrow_mut()),
    );
    plan.prepare("connecting the profile to it", Needs::Nothing, || {
        connect(root, &demo.borrow())
    });
    plan.prepare(
        "the window (ends when you close it)",
        Needs::Nothing,
        || open(root, &demo.borrow(), arguments),
    );
    Ok(plan.run().failed == 0)
}

fn set_up(root: &Root, demo: &mut Demo) -> Result<()> {
    demo.folder = root
        .join("target/demo")
        .join(format!("{}", std::process::id()));
    std::fs::create_dir_all(&demo.folder).context("making the demo folder")?;
    let text = std::fs::read_to_string(root.join("tests/e2e/accounts.json"))
        .context("reading the demo accounts")?;
    demo.accounts = serde_json::from_str(&text).context("reading the demo accounts")?;
    Run::new(root, "demo-set-up", root.built("clins"))?
        .args(["set-up", "--demo", "--profile"])
        .args([demo.folder.join("profile")])
        .input(text)
        .done()?;
    Ok(())
}

fn simulate(root: &Root, demo: &mut Demo) -> Result<()> {
    let mut simulator = Run::new(root, "demo-simulator", root.built("clins"))?
        .args(["simulate", "--listen", "127.0.0.1:0", "--clinic"])
        .args([root.join("assets/sample-clinic")])
        .args(["--state"])
        .args([demo.folder.join("service")])
        .quiet()
        .start()?;
    let line = simulator.line(Duration::from_secs(60), |line| line.starts_with('{'))?;
    demo.service = serde_json::from_str(&line).context("reading what the simulator said")?;
    println!("   answering at {}", text(&demo.service, "base_url"));
    demo.simulator = Some(simulator);
    Ok(())
}

fn connect(root: &Root, demo: &Demo) -> Result<()> {
    Run::new(root, "demo-connect", root.built("clins"))?
        .args(["connect", "--profile"])
        .args([demo.folder.join("profile")])
        .args([
            "--url",
            text(&demo.service, "base_url"),
            "--ca",
            text(&demo.service, "ca"),
        ])
        .args(["--certificate", text(&demo.service, "client_certificate")])
        .args(["--key", text(&demo.service, "client_key")])
        .input(credentials(account(&demo.accounts, "admin")?))
        .done()?;
    Ok(())
}

fn open(root: &Root, demo: &Demo, arguments: &DemoArguments) -> Result<()> {
    println!("   accounts of this demo (invented people, this profile only):");
    for role in ["doctor", "desk", "admin", "auditor"] {
        let account = account(&demo.accounts, role)?;
        println!(
            "     {role:8} {:10} {}",
            text(account, "account"),
            text(account, "password")
        );
    }
    let mut viewer = Run::new(root, "demo-viewer", root.built("clins-viewer"))?
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
    viewer.minutes(24 * 60).done()?;
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
            format!("no demo account has the role {role}: choose doctor, desk, admin or auditor")
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
