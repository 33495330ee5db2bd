use cache::retention::Span;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long one kind is given by the service and kept here (保存期間).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionLimits {
    /// Which.
    pub category: Category,
    /// How long the service gives it (閲覧期間); none when that is not known.
    pub window: Option<Length>,
    /// How many of the newest results of an item the service gives whatever their age (直近N回); 0
    /// where it does not count them.
    #[ts(type = "number")]
    pub last: usize,
    /// How long it is kept here; never shorter than the window.
    pub keep: Length,
}

/// How long 長期保存 is kept; without a length for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LongTerm {
    /// Never shorter than any other kind is kept.
    pub keep: Option<Length>,
}

/// A length of time of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Length {
    /// How many.
    #[ts(type = "number")]
    pub count: u16,
    /// Of what.
    pub unit: LengthUnit,
}

/// What a length counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// 日.
    Days,
    /// 年.
    Years,
}

impl Length {
    pub(crate) fn of(span: Span) -> Self {
        match span {
            Span::Days(count) => Self {
                count,
                unit: LengthUnit::Days,
            },
            Span::Years(count) => Self {
                count: count.into(),
                unit: LengthUnit::Years,
            },
        }
    }

    /// None for more years than any rule holds.
    pub(crate) fn span(self) -> Option<Span> {
        match self.unit {
            LengthUnit::Days => Some(Span::Days(self.count)),
            LengthUnit::Years => u8::try_from(self.count).ok().map(Span::Years),
        }
    }
}
