use jiff::Timestamp;

use crate::view::Origin;

/// What decides where a shown state comes from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Whence {
    /// The line has been up since; none while it is not.
    pub(crate) up_since: Option<Timestamp>,
    /// The newest answer the second copy held when it took over; none while the store itself is read,
    /// and when the copy held nothing.
    pub(crate) copied: Option<Timestamp>,
}

impl Whence {
    /// Live means given or confirmed since the line last came up. Of what the second copy held
    /// nobody knows whether the damaged store had something newer, so it is never live.
    pub(crate) fn origin(self, as_of: Timestamp) -> Origin {
        if self.copied.is_some_and(|newest| as_of <= newest) {
            return Origin::SecondCopy;
        }
        match self.up_since {
            Some(since) if as_of >= since => Origin::Live,
            _ => Origin::Cache,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn live_means_confirmed_since_the_line_last_came_up() {
        let up = |up_since| Whence {
            up_since,
            copied: None,
        };
        assert_eq!(up(Some(at(10))).origin(at(10)), Origin::Live);
        assert_eq!(up(Some(at(11))).origin(at(10)), Origin::Cache);
        assert_eq!(up(None).origin(at(10)), Origin::Cache);
    }

    #[test]
    fn what_the_second_copy_held_is_not_live_and_what_came_since_is() {
        let second_copy = Whence {
            up_since: Some(at(0)),
            copied: Some(at(10)),
        };
        assert_eq!(second_copy.origin(at(10)), Origin::SecondCopy);
        assert_eq!(second_copy.origin(at(11)), Origin::Live);
        let down = Whence {
            up_since: None,
            ..second_copy
        };
        assert_eq!(down.origin(at(11)), Origin::Cache);
    }
}
