use std::time::Duration;

use jiff::Timestamp;

use super::activity::Activity;

/// When somebody last proved everything that is asked of them (password and second factor).
#[derive(Clone, Copy, Debug)]
pub(crate) struct FullSignIn(Activity);

impl FullSignIn {
    /// It is now.
    pub(crate) fn at(now: Timestamp) -> Self {
        Self(Activity::at(now))
    }

    /// Whether it is so recent that the password alone unlocks.
    pub(crate) fn is_within(&self, hours: u32, now: Timestamp) -> bool {
        self.0.ago(now) < Duration::from_secs(3600) * hours
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn it_counts_for_the_hours_of_the_site_and_no_longer() {
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let full = FullSignIn::at(now);
        let after = |minutes| now + SignedDuration::from_mins(minutes);
        assert!(full.is_within(8, after(479)));
        assert!(!full.is_within(8, after(480)));
        assert!(full.is_within(9, after(480)));
    }
}
