/// What a part found: one line of figures, and what went wrong.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// The figures, each line complete in itself.
    pub(super) figures: Vec<String>,
    pub(super) passed: usize,
    /// What went wrong, case by case.
    pub(super) failures: Vec<String>,
}

impl Report {
    /// Counts one case; `wrong` says what was wrong with it.
    pub(super) fn case(&mut self, name: &str, wrong: Option<String>) {
        match wrong {
            None => self.passed += 1,
            Some(wrong) => self.failures.push(format!("{name}: {wrong}")),
        }
    }

    pub(super) fn figure(&mut self, line: String) {
        self.figures.push(line);
    }
}
