use record::vocabulary::PersonId;

use crate::opening::random::Random;

/// Makes an answer that of one person: what differs between two people in real answers (ids, UUIDs,
/// days, times of day, measured values) gets other digits, each as often equal within the answer as
/// it was. What is alike for everybody (codes, systems, headings) stays.
pub(crate) struct Variation {
    random: Random,
    id: String,
    days: usize,
    /// Added to the hex digits of a UUID, so that references still lead to their targets.
    hex: [usize; UUID],
}

const UUID: usize = 36;

impl Variation {
    pub(crate) fn of(person: PersonId, edition: u64) -> Self {
        let mut random = Random::new((person.0.unsigned_abs() << 8) | 0x80 | edition);
        Self {
            id: format!("s{:07}", person.0),
            days: random.below(28),
            hex: [(); UUID].map(|()| random.below(16)),
            random,
        }
    }

    pub(crate) fn vary(&mut self, text: &[u8]) -> Vec<u8> {
        let mut varied = Vec::with_capacity(text.len() + text.len() / 16);
        let mut rest = text;
        let mut before = b' ';
        while let [next, ..] = rest {
            let taken = match next {
                b'"' => self.number(rest, &mut varied),
                b'u' => self.uuid(rest, &mut varied),
                b'2' => self.day(rest, &mut varied),
                b'T' if before.is_ascii_digit() => self.time(rest, &mut varied),
                b'p' | b'v' if !before.is_ascii_alphanumeric() => self.id(rest, &mut varied),
                _ => 0,
            };
            let taken = if taken == 0 {
                varied.push(*next);
                1
            } else {
                taken
            };
            let (done, left) = rest.split_at(taken.min(rest.len()));
            before = done.last().copied().unwrap_or(before);
            rest = left;
        }
        varied
    }

    /// `"value":118.7`: the same length, the digits after the first drawn.
    fn number(&mut self, rest: &[u8], varied: &mut Vec<u8>) -> usize {
        const NAME: &[u8] = b"\"value\":";
        let Some(number) = rest.strip_prefix(NAME) else {
            return 0;
        };
        let numeric = |byte: &&u8| byte.is_ascii_digit() || **byte == b'.';
        let digits = number.iter().take_while(numeric);
        varied.extend(NAME);
        let mut length = NAME.len();
        for (at, digit) in digits.enumerate() {
            let drawn = digit.is_ascii_digit() && at > 0;
            varied.push(if drawn { self.digit(10) } else { *digit });
            length += 1;
        }
        length
    }

    fn uuid(&self, rest: &[u8], varied: &mut Vec<u8>) -> usize {
        const NAME: &[u8] = b"urn:uuid:";
        let Some(uuid) = rest.strip_prefix(NAME).and_then(|rest| rest.get(..UUID)) else {
            return 0;
        };
        varied.extend(NAME);
        for (byte, add) in uuid.iter().zip(self.hex) {
            let value = char::from(*byte).to_digit(16).map(|value| value as usize);
            let shifted = value.and_then(|value| b"0123456789abcdef".get((value + add) % 16));
            varied.push(shifted.copied().unwrap_or(*byte));
        }
        NAME.len() + UUID
    }

    /// `2026-11-07`: another day of the month, the same one wherever the day stands.
    fn day(&self, rest: &[u8], varied: &mut Vec<u8>) -> usize {
        let Some([b'2', b'0', _, _, b'-', _, _, b'-', tens, ones]) = rest.get(..10) else {
            return 0;
        };
        if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
            return 0;
        }
        let day = usize::from(tens - b'0') * 10 + usize::from(ones - b'0');
        varied.extend(rest.iter().take(8));
        varied.extend(format!("{:02}", (day + self.days) % 28 + 1).as_bytes());
        10
    }

    /// `T08:30:00`: another minute and second.
    fn time(&mut self, rest: &[u8], varied: &mut Vec<u8>) -> usize {
        let Some([b'T', _, _, b':', _, _, b':', _, _]) = rest.get(..9) else {
            return 0;
        };
        varied.extend(rest.iter().take(4));
        for end in [":", ""] {
            varied.extend([self.digit(6), self.digit(10)]);
            varied.extend(end.as_bytes());
        }
        9
    }

    /// `p0044` and `v000123`, the sample clinic's numbers of patients.
    fn id(&self, rest: &[u8], varied: &mut Vec<u8>) -> usize {
        let digits = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit());
        let digits = digits.count();
        if digits != 4 && digits != 6 {
            return 0;
        }
        varied.extend(self.id.as_bytes());
        1 + digits
    }

    fn digit(&mut self, end: usize) -> u8 {
        // Less than ten fits.
        b'0' + u8::try_from(self.random.below(end)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"id":"v000123-lab-1","value":118.7,"value":"0.10","code":"5C070",
        "at":"2026-11-07T08:30:00+09:00","on":"2026-11-07",
        "a":"urn:uuid:500c10a0-9fd8-56bd-a73d-ba2a4562f695",
        "b":"urn:uuid:500c10a0-9fd8-56bd-a73d-ba2a4562f695"}"#;

    fn varied(person: i64) -> String {
        let bytes = Variation::of(PersonId(person), 0).vary(TEXT.as_bytes());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_is_a_persons_own_differs_and_the_rest_stays() {
        let (one, two) = (varied(1), varied(2));
        for text in [&one, &two] {
            assert!(text.contains(r#""value":1"#) && !text.contains("118.7"));
            assert!(text.contains(r#""value":"0.10","code":"5C070""#), "{text}");
            assert!(text.contains("T08:") && text.contains("+09:00"));
        }
        assert!(one.contains("s0000001-lab-1") && two.contains("s0000002-lab-1"));
        assert_eq!(one, varied(1));
    }

    #[test]
    fn what_was_equal_in_an_answer_stays_equal() {
        let text = varied(3);
        let after = |name: &str| text.split_once(name).unwrap().1;
        let uuid = |name| after(name).split('"').nth(1).unwrap();
        assert_eq!(uuid("\"a\":"), uuid("\"b\":"));
        assert!(!text.contains("500c10a0"));
        let (day, _) = after("\"at\":\"").split_once('T').unwrap();
        assert!(text.contains(&format!("\"on\":\"{day}\"")));
    }
}
