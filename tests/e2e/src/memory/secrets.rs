use anyhow::{Context, Result, ensure};
use markers::Needles;

use crate::machine::profile::run;
use crate::stage::Stage;

/// What must not stay in memory.
pub(super) struct Secrets {
    pub(super) all: Vec<Secret>,
    /// Each in the forms in which a program holds it.
    pub(super) needles: Needles,
}

/// One of them.
pub(super) struct Secret {
    pub(super) kind: Kind,
    pub(super) forms: Vec<Vec<u8>>,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A raw key of clinical scope.
    Key,
    /// The password of the person who signed in.
    Password,
    /// The name of a patient.
    Name,
    /// What stands in a patient's record. Only that of the open patient is on the screen.
    Record,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Key, Self::Password, Self::Name, Self::Record];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Key => "data keys",
            Self::Password => "password",
            Self::Name => "names",
            Self::Record => "records",
        }
    }
}

impl Secrets {
    /// The clinical keys of the profile as the recovery key opens them, a password, and texts that
    /// occur nowhere else.
    pub(super) async fn of(
        stage: &Stage,
        password: &str,
        texts: &[(Kind, Vec<String>)],
    ) -> Result<Self> {
        let mut helper = stage.desktop.command(stage.places.program("faults"));
        helper.arg("--keys-of").arg(stage.profile.folder());
        let told = run(helper, stage.profile.recovery_key()).await;
        let told = told.context("asking for the keys of the profile")?;
        let mut all = Vec::new();
        for line in told.lines() {
            let (_, digits) = line.split_once(' ').context("a key without a name")?;
            let raw = hex::decode(digits).context("reading a key")?;
            ensure!(raw.len() == 32, "a key of {} bytes", raw.len());
            let upper = digits.to_ascii_uppercase();
            all.push(Secret {
                kind: Kind::Key,
                forms: vec![raw, digits.as_bytes().to_vec(), upper.into_bytes()],
            });
        }
        ensure!(!all.is_empty(), "the profile has no keys");
        all.push(Secret::text(Kind::Password, password));
        for (kind, texts) in texts {
            all.extend(texts.iter().map(|text| Secret::text(*kind, text)));
        }
        Ok(Self::looked_for(all))
    }

    pub(super) fn looked_for(all: Vec<Secret>) -> Self {
        let numbered = all.iter().enumerate();
        let forms = numbered.flat_map(|(number, one)| {
            let forms = one.forms.iter();
            forms.map(move |form| (number, form.clone()))
        });
        let needles = Needles::of_bytes(forms);
        Self { all, needles }
    }

    pub(super) fn kind(&self, number: usize) -> Option<Kind> {
        self.all.get(number).map(|secret| secret.kind)
    }
}

impl Secret {
    fn text(kind: Kind, text: &str) -> Self {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Self {
            kind,
            forms: vec![text.as_bytes().to_vec(), wide],
        }
    }
}
