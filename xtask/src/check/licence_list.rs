use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use crate::run::root::Root;

/// The licences `deny.toml` allows. Only the list `allow = [ … ]` is read, so no TOML library is
/// needed; `cargo deny` reads the same file where it is installed.
pub(crate) fn allowed(root: &Root) -> Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(root.join("deny.toml")).context("reading deny.toml")?;
    let list = parse(&text);
    if list.is_empty() {
        bail!("deny.toml names no allowed licence");
    }
    Ok(list)
}

fn parse(text: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut list = BTreeSet::new();
    for line in text
        .lines()
        .map(|line| line.split('#').next().unwrap_or("").trim())
    {
        inside |= line.starts_with("allow = [");
        if inside {
            list.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
            inside = !line.ends_with(']');
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_allow_list_is_read() {
        let text =
            "[licenses]\nallow = [\n  \"MIT\", # \"no\"\n  \"ISC\",\n]\n[bans]\nname = \"x\"\n";
        assert_eq!(parse(text), ["ISC", "MIT"].map(str::to_owned).into());
    }
}
