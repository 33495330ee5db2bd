use std::fmt;

/// What became of one copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything is shown as it was stored.
    Right,
    /// Something is said to be damaged, the rest is right; the second copy has it.
    Told,
    /// Steps are lost, and the commit counter says so; the rest is right.
    Behind {
        /// SQLite finds nothing wrong with the file; else pages of two moments stand side by side.
        sound: bool,
    },
    /// The file is refused; the second copy opens and is right as of its moment.
    SecondCopy,
    /// Neither the file nor the copy can be read.
    NoReading,
    /// Something older is shown as if it were the newest.
    SilentlyOlder(String),
    /// Bytes are shown that were never stored.
    ShownWrong(String),
}

impl Outcome {
    /// What is wrong with it, if anything.
    pub(super) fn wrong(&self) -> Option<String> {
        match self {
            Self::Right | Self::Told | Self::Behind { sound: true } | Self::SecondCopy => None,
            Self::Behind { sound: false } => Some("pages of two moments side by side".to_owned()),
            Self::NoReading => Some("nothing can be read any more".to_owned()),
            Self::SilentlyOlder(what) => Some(format!("silently older: {what}")),
            Self::ShownWrong(what) => Some(format!("shown wrong: {what}")),
        }
    }
}

/// How often each came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outcomes {
    copies: usize,
    right: usize,
    told: usize,
    behind: usize,
    unsound: usize,
    second_copy: usize,
    no_reading: usize,
    older: usize,
    wrong: usize,
}

impl Outcomes {
    pub(super) const fn add(&mut self, outcome: &Outcome) {
        self.copies += 1;
        if matches!(outcome, Outcome::Behind { sound: false }) {
            self.unsound += 1;
        }
        let counter = match outcome {
            Outcome::Right => &mut self.right,
            Outcome::Told => &mut self.told,
            Outcome::Behind { .. } => &mut self.behind,
            Outcome::SecondCopy => &mut self.second_copy,
            Outcome::NoReading => &mut self.no_reading,
            Outcome::SilentlyOlder(_) => &mut self.older,
            Outcome::ShownWrong(_) => &mut self.wrong,
        };
        *counter += 1;
    }

    pub(super) const fn join(&mut self, other: &Self) {
        self.copies += other.copies;
        self.right += other.right;
        self.told += other.told;
        self.behind += other.behind;
        self.unsound += other.unsound;
        self.second_copy += other.second_copy;
        self.no_reading += other.no_reading;
        self.older += other.older;
        self.wrong += other.wrong;
    }
}

impl fmt::Display for Outcomes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} copies: wrong values {}, silently older {}, not readable again {}; all right {}, \
             damage told {}, said to be behind {} ({} of them with an unsound \
             tree), second copy {}",
            self.copies,
            self.wrong,
            self.older,
            self.no_reading,
            self.right,
            self.told,
            self.behind,
            self.unsound,
            self.second_copy
        )
    }
}
