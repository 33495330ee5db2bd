use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The newest entry's number and hash. Kept outside the log, it shows later that the log still
/// holds everything it held then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Head {
    /// Its number; 0 for an empty log.
    pub number: u64,
    /// Its hash (SHA-256); zeros for an empty log.
    pub hash: [u8; 32],
}

impl Head {
    /// The head of a log without entries.
    pub const EMPTY: Self = Self {
        number: 0,
        hash: [0; 32],
    };
}

impl fmt::Display for Head {
    /// `number:hash in hexadecimal`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, hex::encode(self.hash))
    }
}

impl FromStr for Head {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const ERROR: &str = "a head is a number, ':' and 64 hexadecimal digits";
        let (number, digits) = text.split_once(':').ok_or(ERROR)?;
        let mut hash = [0; 32];
        hex::decode_to_slice(digits, &mut hash).map_err(|_| ERROR)?;
        Ok(Self {
            number: number.parse().map_err(|_| ERROR)?,
            hash,
        })
    }
}

impl TryFrom<String> for Head {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Head> for String {
    fn from(head: Head) -> Self {
        head.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_survives_being_written_down() {
        let head = Head {
            number: 17,
            hash: [0xa5; 32],
        };
        assert_eq!(head.to_string().parse(), Ok(head));
        assert!("17:a5".parse::<Head>().is_err());
        assert!("x".parse::<Head>().is_err());
    }
}
