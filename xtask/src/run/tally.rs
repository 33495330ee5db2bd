use std::ops::AddAssign;

/// What passed and what failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    /// One check as a whole.
    pub(crate) fn of(passed: bool) -> Self {
        Self {
            passed: usize::from(passed),
            failed: usize::from(!passed),
        }
    }

    /// The sum of every `… N passed; M failed` line that `cargo test` printed.
    pub(crate) fn of_cargo_test(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output
            .lines()
            .filter(|line| line.trim_start().starts_with("test result:"))
        {
            sum += Self {
                passed: before(line, "passed"),
                failed: before(line, "failed"),
            };
        }
        sum
    }

    /// The ` Tests  1 failed | 8 passed (9)` line of vitest, whatever its colours.
    pub(crate) fn of_vitest(output: &str) -> Self {
        let mut found = Self::default();
        for line in output.lines().map(without_colour) {
            if line.trim_start().starts_with("Tests ") {
                found = Self {
                    passed: before(&line, "passed"),
                    failed: before(&line, "failed"),
                };
            }
        }
        found
    }

    /// The last `N passed, M failed` line.
    pub(crate) fn of_plain(output: &str) -> Self {
        output
            .lines()
            .rev()
            .find(|line| line.contains(" passed, ") && line.trim_end().ends_with(" failed"))
            .map(|line| Self {
                passed: before(line, "passed"),
                failed: before(line, "failed"),
            })
            .unwrap_or_default()
    }

    /// A run that ended badly without saying which test failed counts as one failure.
    pub(crate) fn with_exit(self, success: bool) -> Self {
        match (success, self.failed) {
            (false, 0) => Self { failed: 1, ..self },
            _ => self,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The number in front of a word.
fn before(line: &str, word: &str) -> usize {
    let mut previous = "";
    for token in line
        .split(|c: char| c.is_whitespace() || c == ';' || c == ',')
        .filter(|t| !t.is_empty())
    {
        if token == word {
            return previous.parse().unwrap_or(0);
        }
        previous = token;
    }
    0
}

/// Drops ANSI colour sequences.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        if c == '\u{1b}' {
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_every_line_of_cargo_test() {
        let output = "test result: ok. 3 passed; 0 failed; 0 ignored\nnoise 9 passed\n\
                      test result: FAILED. 4 passed; 2 failed; 0 ignored";
        assert_eq!(
            Tally::of_cargo_test(output),
            Tally {
                passed: 7,
                failed: 2
            }
        );
    }

    #[test]
    fn reads_vitest_in_colour() {
        let output = "\u{1b}[2m Test Files \u{1b}[22m 2 passed (2)\n\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m8 passed\u{1b}[39m (9)";
        assert_eq!(
            Tally::of_vitest(output),
            Tally {
                passed: 8,
                failed: 1
            }
        );
    }

    #[test]
    fn a_bad_exit_without_a_count_is_one_failure() {
        assert_eq!(
            Tally::of_plain("nothing").with_exit(false),
            Tally {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            Tally::of_plain("5 passed, 2 failed").with_exit(false),
            Tally {
                passed: 5,
                failed: 2
            }
        );
    }
}
