use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::blob::Blob;
use crate::narrow::narrow;
use crate::{AccessError, sealed};

/// Seconds of a step.
const STEP: i64 = 30;
/// Steps a code may be away from where it is expected.
const APART: i64 = 1;
/// Steps that a phone's clock and this PC's may come to differ by: ten minutes.
const DRIFT: i64 = 20;
/// Bytes of a secret.
pub(crate) const SECRET: usize = 20;
/// What the sealed secret is.
const PURPOSE: &str = "totp/v1";

/// An enrolled TOTP (RFC 6238: SHA-1, 30 s, 6 digits). A step is used once. How far the phone's clock
/// is away is remembered from each code, so that two clocks that part slowly go on working together,
/// also on a PC that has had no network for weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnrolledTotp {
    /// The secret under a key of this PC.
    sealed: Blob,
    /// When it was enrolled: tells it from the one before.
    since: Timestamp,
    /// Steps the phone is ahead of this PC.
    drift: i64,
    /// The step used last, counted by the phone's clock.
    used: i64,
    /// A step that was shown from further away than is taken: if the next one follows, this PC's clock
    /// is another one than it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    far: Option<i64>,
}

impl EnrolledTotp {
    /// Enrols a secret with a first code of the phone, whose clock may be off by ten minutes; none
    /// when it is no code of that secret.
    pub(crate) fn confirmed(
        secret: &[u8; SECRET],
        code: &str,
        key: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<Self>, AccessError> {
        let at = step(now);
        let Some(used) = matching(secret, code, nearest(at, DRIFT))? else {
            return Ok(None);
        };
        Ok(Some(Self {
            sealed: Blob(sealed::seal(key, PURPOSE, secret)?),
            since: now,
            drift: used - at,
            used,
            far: None,
        }))
    }

    /// Whether it is the code of now or of a step beside, by the clocks as they stood or as they should
    /// stand, and one that was not used before. A code that is right is used up. From further away, up
    /// to ten minutes, the second of two codes in a row is taken: a clock that was set must not shut
    /// everybody out.
    pub(crate) fn take(
        &mut self,
        code: &str,
        key: &[u8; 32],
        now: Timestamp,
    ) -> Result<bool, AccessError> {
        let secret = self.secret(key)?;
        let at = step(now);
        let near = nearest(at + self.drift, APART).chain(nearest(at, APART));
        let unused = |step: &i64| *step > self.used;
        let mut used = matching(&secret, code, near.filter(unused))?;
        if used.is_none() {
            let far = matching(&secret, code, nearest(at, DRIFT).filter(unused))?;
            let before = std::mem::replace(&mut self.far, far);
            let follows = |step: &i64| before.is_some_and(|before| *step == before + 1);
            used = far.filter(follows);
        }
        let Some(used) = used else {
            return Ok(false);
        };
        self.used = used;
        self.drift = (used - at).clamp(-DRIFT, DRIFT);
        self.far = None;
        Ok(true)
    }

    /// The same under another key, as for another PC, whose clock is not this one's.
    pub(crate) fn resealed(&self, from: &[u8; 32], to: &[u8; 32]) -> Result<Self, AccessError> {
        let secret = self.secret(from)?;
        Ok(Self {
            sealed: Blob(sealed::seal(to, PURPOSE, secret.as_slice())?),
            drift: 0,
            far: None,
            ..*self
        })
    }

    pub(crate) const fn since(&self) -> Timestamp {
        self.since
    }

    /// What is known here of the clocks and the steps used, taken over into the same secret as it
    /// came from elsewhere.
    pub(crate) fn as_used_in(&mut self, here: &Self) {
        if self.since == here.since {
            self.drift = here.drift;
            self.far = here.far;
            self.used = self.used.max(here.used);
        }
    }

    fn secret(&self, key: &[u8; 32]) -> Result<Zeroizing<[u8; SECRET]>, AccessError> {
        let plain = sealed::open(key, PURPOSE, &self.sealed.0)?;
        let mut secret = Zeroizing::new([0; SECRET]);
        if plain.len() != SECRET {
            return Err(AccessError::Unreadable);
        }
        secret.copy_from_slice(&plain);
        Ok(secret)
    }
}

fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP)
}

/// A step and those around it, nearest first.
fn nearest(middle: i64, apart: i64) -> impl Iterator<Item = i64> {
    let around = (1..=apart).flat_map(move |by| [middle - by, middle + by]);
    std::iter::once(middle).chain(around)
}

/// The first of these steps that the code belongs to.
fn matching(
    secret: &[u8; SECRET],
    code: &str,
    steps: impl Iterator<Item = i64>,
) -> Result<Option<i64>, AccessError> {
    let typed = digits(code);
    let totp = generator(secret)?;
    let second = |step: i64| u64::try_from(step.checked_mul(STEP)?).ok();
    Ok(steps
        .filter_map(|step| Some((step, second(step)?)))
        .find(|(_, second)| totp.check(&typed, *second).is_some())
        .map(|(step, _)| step))
}

fn generator(secret: &[u8; SECRET]) -> Result<Totp, AccessError> {
    Builder::new()
        .with_secret(Secret::new_stack(*secret))
        .with_skew(0)
        .build()
        .map_err(|_| AccessError::KeyDerivation)
}

/// The digits as typed, also in full width and in groups; nothing when there is anything else.
fn digits(code: &str) -> Zeroizing<String> {
    let mut digits = Zeroizing::new(String::with_capacity(8));
    for c in code.chars().map(narrow).filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() || digits.len() == 6 {
            return Zeroizing::default();
        }
        digits.push(c);
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the test vectors of RFC 6238, appendix B.
    const SEED: &[u8; SECRET] = b"12345678901234567890";
    const KEY: [u8; 32] = [9; 32];

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn code(step: i64) -> String {
        let totp = generator(SEED).unwrap();
        totp.generate(u64::try_from(step * STEP).unwrap())
            .to_string()
    }

    fn enrolled(now: i64) -> EnrolledTotp {
        let first = code(now / STEP);
        let made = EnrolledTotp::confirmed(SEED, &first, &KEY, at(now)).unwrap();
        made.unwrap()
    }

    /// The eight-digit values of the appendix, of which six digits are the last six.
    #[test]
    fn makes_the_codes_of_the_standard() {
        for (second, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(second / STEP), expected.split_at(2).1, "{second}");
            let found = matching(SEED, expected.split_at(2).1, nearest(second / STEP, 0));
            assert_eq!(found, Ok(Some(second / STEP)));
        }
    }

    #[test]
    fn a_code_is_taken_once_and_never_an_earlier_one_after_it() {
        let now = 3_000_000;
        let mut totp = enrolled(now);
        let step = now / STEP;
        let mut take = |code: String, now| totp.take(&code, &KEY, at(now)).unwrap();
        assert!(!take(code(step), now), "used at the enrolment");
        assert!(take(code(step + 1), now), "a step ahead");
        assert!(!take(code(step + 1), now + 30), "replayed");
        assert!(!take(code(step), now + 30), "an earlier one");
        assert!(take(code(step + 2), now + 30));
    }

    #[test]
    fn codes_further_than_a_step_away_and_what_is_no_code_are_refused() {
        let mut totp = enrolled(3_000_000);
        let (now, step) = (3_003_000, 3_003_000 / STEP);
        for wrong in [step - 2, step + 2] {
            assert!(!totp.take(&code(wrong), &KEY, at(now)).unwrap());
        }
        let long = "1".repeat(10_000);
        for wrong in ["", "12345", "1234567", "abcdef", "１２３", long.as_str()] {
            assert!(!totp.take(wrong, &KEY, at(now)).unwrap(), "{wrong}");
        }
        let typed: String = code(step).chars().map(|c| format!("{c} ")).collect();
        assert!(totp.take(&typed, &KEY, at(now)).unwrap());
    }

    #[test]
    fn clocks_that_part_slowly_go_on_working_together_up_to_ten_minutes() {
        let mut totp = enrolled(3_000_000);
        // One step further apart at each sign-in.
        for ahead in 1..=20 {
            let now = 3_000_000 + ahead * 86_400;
            let phone = now / STEP + ahead;
            assert!(totp.take(&code(phone), &KEY, at(now)).unwrap(), "{ahead}");
        }
        let now = 3_000_000 + 30 * 86_400;
        assert!(!totp.take(&code(now / STEP + 18), &KEY, at(now)).unwrap());
        assert!(!totp.take(&code(now / STEP + 22), &KEY, at(now)).unwrap());
    }

    #[test]
    fn a_clock_that_is_set_right_goes_on_at_once_and_one_that_is_set_wrong_after_two_codes() {
        let (now, phone) = (3_000_000, 3_000_000 / STEP + 10);
        let made = EnrolledTotp::confirmed(SEED, &code(phone), &KEY, at(now)).unwrap();
        let mut slow = made.unwrap();
        // The PC was five minutes slow and no longer is.
        let right = now + 3_600;
        assert!(slow.take(&code(right / STEP), &KEY, at(right)).unwrap());
        // Now it is set six minutes back; nobody gets in by one code from that far.
        let (wrong, phone) = (right + 3_600 - 360, (right + 3_600) / STEP);
        assert!(!slow.take(&code(phone), &KEY, at(wrong)).unwrap());
        assert!(!slow.take(&code(phone), &KEY, at(wrong)).unwrap(), "twice");
        assert!(!slow.take(&code(phone + 5), &KEY, at(wrong + 30)).unwrap());
        assert!(slow.take(&code(phone + 6), &KEY, at(wrong + 180)).unwrap());
        assert!(!slow.take(&code(phone + 6), &KEY, at(wrong + 180)).unwrap());
        assert!(slow.take(&code(phone + 8), &KEY, at(wrong + 240)).unwrap());
    }

    #[test]
    fn another_pc_begins_with_its_own_clock() {
        let (now, phone) = (3_000_000, 3_000_000 / STEP - 10);
        let made = EnrolledTotp::confirmed(SEED, &code(phone), &KEY, at(now)).unwrap();
        let mut there = made.unwrap().resealed(&KEY, &KEY).unwrap();
        // The PC of the enrolment was five minutes fast; the other one is right.
        let right = now + 600;
        assert!(there.take(&code(right / STEP), &KEY, at(right)).unwrap());
    }

    #[test]
    fn a_pc_whose_clock_is_minutes_off_is_noticed_at_the_enrolment() {
        let (now, phone) = (3_000_000, 3_000_000 / STEP - 12);
        let made = EnrolledTotp::confirmed(SEED, &code(phone), &KEY, at(now)).unwrap();
        let mut totp = made.unwrap();
        let later = now + 3_600;
        assert!(totp.take(&code(phone + 120), &KEY, at(later)).unwrap());
        let far = code(now / STEP + 21);
        assert_eq!(EnrolledTotp::confirmed(SEED, &far, &KEY, at(now)), Ok(None));
    }

    #[test]
    fn the_secret_lies_sealed_and_moves_to_another_key() {
        let totp = enrolled(3_000_000);
        let kept = serde_json::to_string(&totp).unwrap();
        assert!(!kept.contains("1234567890"));
        let mut moved = totp.resealed(&KEY, &[8; 32]).unwrap();
        let next = code(3_000_000 / STEP + 1);
        assert_eq!(
            moved.take(&next, &KEY, at(3_000_030)),
            Err(AccessError::WrongKey)
        );
        assert_eq!(moved.take(&next, &[8; 32], at(3_000_030)), Ok(true));
    }
}
