use jiff::Timestamp;
use rusqlite::ToSql;

use crate::{EventKind, Purpose};

/// Which entries to list. What is not set lets everything through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only entries older than this number.
    pub before: Option<u64>,
    /// Written at this moment or later.
    pub since: Option<Timestamp>,
    /// Written before this moment.
    pub until: Option<Timestamp>,
    /// Only this person.
    pub person: Option<i64>,
    /// Only persons with one of these 患者番号 at the time: a number, however it was written. Empty: all.
    pub chart_numbers: Vec<String>,
    /// Only this account.
    pub account: Option<String>,
    /// Only by somebody in this role.
    pub role: Option<String>,
    /// Only these kinds; empty: all.
    pub kinds: Vec<EventKind>,
    /// Only with this outcome.
    pub outcome: Option<OutcomeKind>,
    /// Only what was done for this.
    pub purpose: Option<Purpose>,
    /// Only readings with neither an arrival nor a consent on record (来院・同意記録のない閲覧).
    pub without_basis: bool,
    /// At most so many.
    pub limit: u32,
}

/// How something ended, without its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// Done.
    Ok,
    /// Turned away.
    Refused,
    /// Tried and failed.
    Failed,
}

/// The conditions of a filter in SQL, with their values.
pub(crate) struct Conditions {
    clauses: Vec<String>,
    values: Vec<Box<dyn ToSql>>,
}

impl Conditions {
    /// Only the conditions that are asked for, in the words of the indexes: so each is used.
    pub(crate) fn of(filter: &Filter) -> Self {
        let mut made = Self {
            clauses: Vec::new(),
            values: Vec::new(),
        };
        if let Some(before) = filter.before {
            made.and("number < ?", i64::try_from(before).unwrap_or(i64::MAX));
        }
        if let Some(person) = filter.person {
            made.and("json_extract(text, '$.person') = ?", person);
        }
        if !filter.chart_numbers.is_empty() {
            made.and_one_of(
                "json_extract(text, '$.chart_number')",
                &filter.chart_numbers,
            );
        }
        if let Some(account) = &filter.account {
            made.and("json_extract(text, '$.actor.account') = ?", account.clone());
        }
        if let Some(role) = &filter.role {
            made.and("json_extract(text, '$.actor.role') = ?", role.clone());
        }
        // Moments are compared to the second: of fractions the text has as many digits as needed.
        if let Some(since) = filter.since {
            made.and(
                "substr(json_extract(text, '$.at'), 1, 19) >= ?",
                second(since),
            );
        }
        if let Some(until) = filter.until {
            made.and(
                "substr(json_extract(text, '$.at'), 1, 19) < ?",
                second(until),
            );
        }
        if !filter.kinds.is_empty() {
            made.clause(one_of(&filter.kinds));
        }
        if let Some(purpose) = filter.purpose {
            made.and("json_extract(text, '$.purpose') = ?", purpose.as_str());
        }
        if let Some(outcome) = filter.outcome {
            made.clause(outcome.clause().to_owned());
        }
        if filter.without_basis {
            made.clause(without_basis());
        }
        made
    }

    fn and<T: ToSql + 'static>(&mut self, clause: &str, value: T) {
        self.clauses.push(clause.to_owned());
        self.values.push(Box::new(value));
    }

    fn and_one_of(&mut self, what: &str, values: &[String]) {
        let marks = vec!["?"; values.len()].join(", ");
        self.clauses.push(format!("{what} IN ({marks})"));
        for value in values {
            self.values.push(Box::new(value.clone()));
        }
    }

    fn clause(&mut self, clause: String) {
        self.clauses.push(clause);
    }

    /// After `WHERE`.
    pub(crate) fn sql(&self) -> String {
        if self.clauses.is_empty() {
            "1".to_owned()
        } else {
            self.clauses.join(" AND ")
        }
    }

    /// In the order of the question marks.
    pub(crate) fn values(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(AsRef::as_ref).collect()
    }
}

impl OutcomeKind {
    const fn clause(self) -> &'static str {
        match self {
            Self::Ok => "json_extract(text, '$.outcome') = 'ok'",
            Self::Refused => "json_type(text, '$.outcome.refused') IS NOT NULL",
            Self::Failed => "json_type(text, '$.outcome.failed') IS NOT NULL",
        }
    }
}

fn second(at: Timestamp) -> String {
    at.to_string().chars().take(19).collect()
}

fn one_of(kinds: &[EventKind]) -> String {
    // Names of our own list, never what somebody typed.
    let names: Vec<String> = kinds
        .iter()
        .map(|kind| format!("'{}'", kind.as_str()))
        .collect();
    format!("json_extract(text, '$.kind') IN ({})", names.join(", "))
}

/// What [`crate::ConsentNote::on_record`] says, in SQL.
fn without_basis() -> String {
    format!(
        "{} AND json_extract(text, '$.outcome') = 'ok'
         AND coalesce(json_extract(text, '$.arrived'), 0) = 0
         AND NOT EXISTS (SELECT 1 FROM json_each(text, '$.consent') consent
             WHERE json_extract(consent.value, '$.state') = 'refused'
             OR json_extract(consent.value, '$.state') LIKE 'given%'
             OR json_extract(consent.value, '$.state') LIKE 'expired%')",
        one_of(EventKind::READINGS)
    )
}
