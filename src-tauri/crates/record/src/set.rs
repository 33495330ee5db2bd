use jiff::civil::Date;

/// The newest copy of one set as the cache holds it, with its older versions.
#[derive(Clone, Debug)]
pub struct HeldSet<'a> {
    /// The set's key: query scope or document identifier.
    pub key: &'a str,
    /// The day of the fetch that last carried this version.
    pub fetched_on: Date,
    /// False when the newest answer did not carry the set: the last copy stays, marked as such.
    pub returned: bool,
    /// The parts as received: pages of a searchset, or one document.
    pub parts: Vec<&'a [u8]>,
    /// Older versions of the same key, newest first.
    pub earlier: Vec<EarlierVersion<'a>>,
}

/// An older version of a set.
#[derive(Clone, Debug)]
pub struct EarlierVersion<'a> {
    /// The day of the fetch that last carried it.
    pub fetched_on: Date,
    /// The parts as received.
    pub parts: Vec<&'a [u8]>,
}
