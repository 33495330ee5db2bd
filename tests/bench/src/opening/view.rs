use cache::{Held, HeldVersion, Part};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{self, TimeZone};
use record::vocabulary::Category;
use record::{EarlierVersion, HeldSet, Section};

use super::answers::TODAY;

/// What a screen draws of what is held: the viewer's own step between `cache` and `record`.
pub(crate) fn sections(held: &[(Category, Held)]) -> Vec<Section> {
    held.iter()
        .map(|(category, held)| {
            let sets: Vec<_> = held.sets.iter().map(as_held_set).collect();
            record::section(*category, &sets, TODAY)
        })
        .collect()
}

fn as_held_set(set: &HeldVersion) -> HeldSet<'_> {
    let earlier = set.earlier.iter().map(|earlier| EarlierVersion {
        fetched_on: japan_date(earlier.fetched_at),
        parts: bytes(&earlier.parts),
    });
    HeldSet {
        key: &set.key,
        fetched_on: japan_date(set.fetched_at),
        returned: set.returned,
        parts: bytes(&set.parts),
        earlier: earlier.collect(),
    }
}

fn bytes(parts: &[Part]) -> Vec<&[u8]> {
    parts.iter().map(|part| part.bytes.as_slice()).collect()
}

fn japan_date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::fixed(tz::offset(9))).date()
}
