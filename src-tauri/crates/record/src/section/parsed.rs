use jiff::civil::Date;

use crate::cancellation::is_cancellation;
use crate::damaged::damaged;
use crate::fhir::scope::Scope;
use crate::json::{Node, parse_whole};
use crate::problem::{Problem, Severity};
use crate::set::HeldSet;
use crate::vocabulary::PartialDate;

/// A held set as JSON trees.
pub(super) struct ParsedSet<'a> {
    key: &'a str,
    returned: bool,
    newest: ParsedVersion<'a>,
    earlier: Vec<ParsedVersion<'a>>,
}

struct ParsedVersion<'a> {
    fetched_on: Date,
    nodes: Vec<Node<'a>>,
    whole: bool,
}

/// A held set with its resources indexed.
pub(super) struct Set<'a> {
    pub(super) key: &'a str,
    /// False: not in the newest answer, the last copy stays.
    pub(super) returned: bool,
    pub(super) newest: Version<'a>,
    /// Newest first.
    pub(super) earlier: Vec<Version<'a>>,
}

/// One version of a set.
pub(super) struct Version<'a> {
    pub(super) fetched_on: Date,
    pub(super) scope: Scope<'a>,
    /// Every part could be read.
    pub(super) whole: bool,
}

impl<'a> ParsedSet<'a> {
    pub(super) fn read(set: &HeldSet<'a>, problems: &mut Vec<Problem>) -> Self {
        Self {
            key: set.key,
            returned: set.returned,
            newest: ParsedVersion::read(set.fetched_on, &set.parts, problems),
            // What is wrong with an old version was said when it was the newest.
            earlier: set
                .earlier
                .iter()
                .map(|v| ParsedVersion::read(v.fetched_on, &v.parts, &mut Vec::new()))
                .collect(),
        }
    }
}

impl<'a> ParsedVersion<'a> {
    fn read(fetched_on: Date, parts: &[&'a [u8]], problems: &mut Vec<Problem>) -> Self {
        let mut version = Self {
            fetched_on,
            nodes: Vec::new(),
            whole: true,
        };
        for part in parts {
            match parse_whole(part) {
                Ok(whole) => {
                    if whole.mended_at.is_some() {
                        problems.extend(damaged(&whole.node, ""));
                    }
                    version.nodes.push(whole.node);
                }
                Err(error) => {
                    version.whole = false;
                    problems.push(Problem::new(Severity::Error, error.code(), ""));
                }
            }
        }
        version
    }

    fn index(&self, problems: &mut Vec<Problem>) -> Version<'_> {
        let scope = Scope::read(&self.nodes, problems);
        let whole = self.whole && scope.roots.len() == self.nodes.len();
        Version {
            fetched_on: self.fetched_on,
            scope,
            whole,
        }
    }
}

/// Indexes all sets.
pub(super) fn sets<'a>(parsed: &'a [ParsedSet<'a>], problems: &mut Vec<Problem>) -> Vec<Set<'a>> {
    parsed
        .iter()
        .map(|set| Set {
            key: set.key,
            returned: set.returned,
            newest: set.newest.index(problems),
            earlier: set
                .earlier
                .iter()
                .map(|v| v.index(&mut Vec::new()))
                .collect(),
        })
        .collect()
}

impl Version<'_> {
    /// 取り消し. A version of which a part could not be read is none: the part may hold anything.
    pub(super) fn cancelled(&self) -> bool {
        self.whole && is_cancellation(&self.scope.roots)
    }

    /// The day of this version as a date for the screen.
    pub(super) fn day(&self) -> Option<PartialDate> {
        PartialDate::parse(&self.fetched_on.to_string())
    }
}
