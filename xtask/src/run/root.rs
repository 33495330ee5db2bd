use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The project folder and the places in it.
#[derive(Clone, Debug)]
pub(crate) struct Root(PathBuf);

impl Root {
    /// The folder this program was built from.
    pub(crate) fn find() -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask has no parent folder")?;
        Ok(Self(folder.to_owned()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, relative: &str) -> PathBuf {
        self.0.join(relative)
    }

    /// A program of the development build.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        self.join("target/debug").join(name)
    }

    /// A program of the release build, with the features of the development build.
    pub(crate) fn released(&self, name: &str) -> PathBuf {
        self.join("target/release").join(name)
    }

    /// A program as it is shipped.
    pub(crate) fn packaged(&self, name: &str) -> PathBuf {
        self.join("target/packaged").join(name)
    }

    /// Where outputs of external programs are kept.
    pub(crate) fn log(&self, name: &str) -> Result<PathBuf> {
        let folder = self.join("target/logs");
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(folder.join(format!("{name}.log")))
    }
}
