//! Instants as the stores keep them: nanoseconds since 1970 in a 64-bit integer, so that they sort
//! and come back exactly (years 1678 to 2262).

use jiff::Timestamp;
use vault::StoreError;

pub(crate) fn to_stored(moment: Timestamp) -> i64 {
    let nanoseconds = moment.as_nanosecond();
    // Outside the range nothing of ours happens: the nearest end keeps the order.
    i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

pub(crate) fn from_stored(stored: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_nanosecond(i128::from(stored)).map_err(|_| StoreError::Damaged)
}
