use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Where programs, sample and outputs lie.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    root: PathBuf,
    programs: PathBuf,
    clinic: PathBuf,
}

impl Places {
    /// The project this was built from, and the programs built beside this one.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("no project folder")?;
        let own = std::env::current_exe().context("finding this program")?;
        let programs = own.parent().context("finding this program")?.to_owned();
        Ok(Self {
            root: root.to_owned(),
            programs,
            clinic: root.join("assets/sample-clinic"),
        })
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// What the simulator gives out.
    pub(crate) fn clinic(&self) -> PathBuf {
        self.clinic.clone()
    }

    /// The same places with another clinic.
    pub(crate) fn with_clinic(&self, clinic: &Path) -> Self {
        Self {
            clinic: clinic.to_owned(),
            ..self.clone()
        }
    }

    pub(crate) fn accounts(&self) -> PathBuf {
        self.root.join("tests/e2e/accounts.json")
    }

    /// Accounts of the roles that no stage has at first.
    pub(crate) fn more_accounts(&self) -> PathBuf {
        self.root.join("tests/e2e/more_accounts.json")
    }

    /// Who may call what, as it is written.
    pub(crate) fn matrix(&self) -> PathBuf {
        self.root.join("docs/matrix.md")
    }

    /// Logs and the pictures of failed journeys.
    pub(crate) fn out(&self) -> Result<PathBuf> {
        let folder = self.root.join("target/e2e");
        std::fs::create_dir_all(&folder).context("making target/e2e")?;
        Ok(folder)
    }
}
