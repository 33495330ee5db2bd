use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::machine::node;
use crate::run::process::Run;
use crate::run::root::Root;

const TO_BUILD: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libssl-dev",
    "pkg-config",
    "build-essential",
    "perl",
];

/// A session bus and a keyring of its own.
const TO_SHOW: &[&str] = &["dbus", "gnome-keyring"];

const TO_TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus-x11",
    "libsecret-tools",
    "fonts-noto-cjk",
    "at-spi2-core",
    "libgl1-mesa-dri",
    "locales",
    "imagemagick",
    "xclip",
    "xdotool",
    "x11-utils",
];

/// What the packages are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To build.
    Build,
    /// Also to show the window to a person, with a keyring of its own.
    Demo,
    /// Also to drive the window without a screen.
    Test,
}

/// Brings the system packages that are missing.
pub(crate) fn bring_packages(root: &Root, purpose: Purpose) -> Result<()> {
    if !Path::new("/usr/bin/dpkg-query").exists() {
        println!(
            "   this is not Debian or Ubuntu: nothing is installed. Needed here: WebKitGTK 4.1, OpenSSL \
             and pkg-config with their headers, a C compiler, perl{}",
            match purpose {
                Purpose::Build => "",
                Purpose::Demo => ", dbus, gnome-keyring",
                Purpose::Test =>
                    ", dbus, gnome-keyring, WebKitWebDriver, Xvfb, secret-tool, CJK fonts, ImageMagick, xwininfo",
            }
        );
        return Ok(());
    }
    let mut wanted: Vec<&str> = TO_BUILD.to_vec();
    if purpose != Purpose::Build {
        wanted.extend(TO_SHOW);
    }
    if purpose == Purpose::Test {
        wanted.extend(TO_TEST);
    }
    if node::must_be_brought(root) {
        wanted.push("python3-venv");
    }
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        println!("   all {} packages are there", wanted.len());
    } else {
        install(root, &missing)?;
    }
    if purpose == Purpose::Test {
        make_locale(root)
    } else {
        Ok(())
    }
}

fn missing<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    let output = Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status} ${Package}\n"])
        .args(wanted)
        .output()
        .context("asking dpkg-query")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let present: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("installed "))
        .collect();
    Ok(wanted
        .iter()
        .copied()
        .filter(|name| !present.contains(name))
        .collect())
}

fn install(root: &Root, missing: &[&str]) -> Result<()> {
    println!(
        "   installing {} with apt-get: {}",
        missing.len(),
        missing.join(" ")
    );
    let apt = |name: &str| -> Result<Run> {
        let run = if is_root() {
            Run::new(root, name, "apt-get")?
        } else if on_path("sudo") {
            println!("   with sudo; should it want a password, run the above with sudo yourself");
            Run::new(root, name, "sudo")?.args(["-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"])
        } else {
            bail!(
                "root rights are needed: run `apt-get install {}` as root",
                missing.join(" ")
            );
        };
        Ok(run
            .env("DEBIAN_FRONTEND", "noninteractive")
            .minutes(20)
            .quiet())
    };
    apt("apt-update")?.args(["update"]).done()?;
    apt("apt-install")?
        .args(["install", "-y", "--no-install-recommends"])
        .args(missing)
        .done()?;
    Ok(())
}

/// WebKit takes its language from the locale; without a Japanese one the screens would say "C".
fn make_locale(root: &Root) -> Result<()> {
    let listed = Command::new("locale")
        .arg("-a")
        .output()
        .context("asking for locales")?;
    if String::from_utf8_lossy(&listed.stdout)
        .lines()
        .any(|l| l.eq_ignore_ascii_case("ja_JP.utf8"))
    {
        return Ok(());
    }
    println!("   making the locale ja_JP.UTF-8");
    let run = if is_root() {
        Run::new(root, "localedef", "localedef")?
    } else {
        Run::new(root, "localedef", "sudo")?.args(["-n", "localedef"])
    };
    run.args(["-i", "ja_JP", "-f", "UTF-8", "ja_JP.UTF-8"])
        .quiet()
        .done()?;
    Ok(())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

pub(crate) fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}
