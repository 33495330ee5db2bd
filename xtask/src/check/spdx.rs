use std::collections::BTreeSet;

/// Whether a licence expression (SPDX, or the older `MIT/Apache-2.0`) can be satisfied by allowed
/// licences only. An expression that cannot be read is not satisfied.
pub(crate) fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut reader = Reader {
        tokens: spaced.split_whitespace().collect(),
        next: 0,
        allowed,
    };
    reader.any() == Some(true) && reader.peek().is_none()
}

struct Reader<'a> {
    tokens: Vec<&'a str>,
    next: usize,
    allowed: &'a BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.next).copied()
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(word);
        self.next += usize::from(found);
        found
    }

    fn any(&mut self) -> Option<bool> {
        let mut result = self.all()?;
        while self.take("OR") {
            result |= self.all()?;
        }
        Some(result)
    }

    fn all(&mut self) -> Option<bool> {
        let mut result = self.one()?;
        while self.take("AND") {
            result &= self.one()?;
        }
        Some(result)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let result = self.any()?;
            return self.take(")").then_some(result);
        }
        let licence = self
            .peek()
            .filter(|token| !["OR", "AND", "WITH", ")"].contains(token))?;
        self.next += 1;
        if self.take("WITH") {
            let exception = self.peek()?;
            self.next += 1;
            // An exception only grants more; naming the pair allows it even where the plain licence is not.
            return Some(
                self.allowed.contains(licence)
                    || self
                        .allowed
                        .contains(&format!("{licence} WITH {exception}")),
            );
        }
        Some(self.allowed.contains(licence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_with_their_precedence() {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"]
            .map(str::to_owned)
            .into();
        let good = [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ];
        for expression in good {
            assert!(satisfied(expression, &allowed), "{expression}");
        }
        let bad = [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "MIT OR",
            "",
            "MIT MIT",
            "(MIT",
            "GPL-2.0 WITH Classpath-exception-2.0",
        ];
        for expression in bad {
            assert!(!satisfied(expression, &allowed), "{expression}");
        }
    }
}
