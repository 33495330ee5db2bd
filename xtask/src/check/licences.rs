use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use super::{licence_list, spdx};
use crate::run::build;
use crate::run::root::Root;
use crate::run::tally::Tally;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// Every crate that any feature or platform of ours can bring has an allowed licence.
pub(crate) fn crates(root: &Root) -> Result<Tally> {
    let allowed = licence_list::allowed(root)?;
    let metadata = build::cargo(root, "metadata")?
        .args([
            "metadata",
            "--format-version",
            "1",
            "--all-features",
            "--locked",
        ])
        .quiet()
        .done()?;
    let json = metadata
        .output
        .lines()
        .find(|line| line.starts_with('{'))
        .context("cargo metadata said nothing")?;
    let metadata: Metadata = serde_json::from_str(json).context("reading cargo metadata")?;
    let licences = metadata
        .packages
        .iter()
        .map(|p| (format!("{} {}", p.name, p.version), p.license.as_deref()));
    Ok(Tally::of(all_allowed(licences, &allowed)))
}

/// The same for what npm installs.
pub(crate) fn npm(root: &Root) -> Result<Tally> {
    let allowed = licence_list::allowed(root)?;
    let text = std::fs::read_to_string(root.join("ui/package-lock.json"))
        .context("reading ui/package-lock.json")?;
    let lock: Value = serde_json::from_str(&text).context("reading ui/package-lock.json")?;
    let packages = lock
        .get("packages")
        .and_then(Value::as_object)
        .context("the lock file lists no packages")?;
    let listed: Vec<(String, Option<String>)> = packages
        .iter()
        .filter(|(path, _)| path.starts_with("node_modules/"))
        .map(|(path, package)| {
            (
                path.clone(),
                licence(package).or_else(|| installed_licence(root, path)),
            )
        })
        .collect();
    let licences = listed
        .iter()
        .map(|(path, licence)| (path.clone(), licence.as_deref()));
    Ok(Tally::of(all_allowed(licences, &allowed)))
}

fn licence(package: &Value) -> Option<String> {
    package.get("license")?.as_str().map(str::to_owned)
}

/// Lock files leave the licence out for some packages; the package itself says it.
fn installed_licence(root: &Root, path: &str) -> Option<String> {
    let text = std::fs::read_to_string(root.join("ui").join(path).join("package.json")).ok()?;
    licence(&serde_json::from_str(&text).ok()?)
}

fn all_allowed<'a>(
    licences: impl Iterator<Item = (String, Option<&'a str>)>,
    allowed: &BTreeSet<String>,
) -> bool {
    let mut count = 0;
    let mut refused = 0;
    for (package, licence) in licences {
        count += 1;
        if !licence.is_some_and(|expression| spdx::satisfied(expression, allowed)) {
            refused += 1;
            println!(
                "   {package}: {} is not on the list of deny.toml",
                licence.unwrap_or("no licence stated")
            );
        }
    }
    println!("   {count} packages, {refused} not allowed");
    refused == 0 && count > 0
}
