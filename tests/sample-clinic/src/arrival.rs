/// A card check (受付) planned for the day, counted back from the moment the day starts for us, so
/// that consents given with it are still running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Minutes before the start at which the patient came.
    pub minutes_ago: i64,
    /// True when マイナンバーカード was used; without it nothing can be fetched.
    pub card: bool,
}
