//! Consents under jumping clocks. The clock of the PC is set forwards and back, the PC sleeps, the
//! program is started anew, the PC too; the service tells the time, or is away for days. Whatever
//! happens, nothing is read or fetched on a consent past the later of the two clocks, and as soon as
//! the service tells the time and the clock is right nothing is left of the jump.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{Category, Consent, ConsentFlag};
use viewer::reading::{
    ConsentClock, OpenModes, PersonConsents, ReadingAfterEnd, ReadingGround, Reckoned,
    reading_ground,
};

use crate::Tally;
use crate::store::Dice;

const WORLDS: u64 = 20_000;
const QUICK_WORLDS: u64 = 2_000;
const STEPS: usize = 40;
const FIRST: i64 = 1_795_000_000;
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Clocks further apart than this disagree.
const DOUBT: i64 = MINUTE;
/// Failures that are told.
const TOLD: usize = 10;

/// Every world, one after the other.
pub(crate) fn run(quick: bool) -> Tally {
    let worlds = if quick { QUICK_WORLDS } else { WORLDS };
    let (mut tally, mut counts) = (Tally::default(), Counts::default());
    println!("\nconsents under jumping clocks");
    for number in 0..worlds {
        let mut world = World::new(number);
        let wrong = (0..STEPS).find_map(|_| world.step(&mut counts).err());
        match wrong {
            None => tally.passed += 1,
            Some(wrong) => {
                tally.failed += 1;
                if tally.failed <= TOLD {
                    println!("   FAILED: world {number}: {wrong}");
                }
            }
        }
    }
    println!(
        "   {worlds} worlds of {STEPS} steps: {} jumps of the clock, {} starts, the service told the \
         time {} times; {} times in doubt; {} sections readable on a consent, {} past its end, {} of \
         them by the later clock alone; {} corrections, latched after none",
        counts.jumps,
        counts.starts,
        counts.told,
        counts.doubts,
        counts.readable,
        counts.ended,
        counts.later_only,
        counts.corrections
    );
    if counts.later_only == 0 || counts.corrections == 0 {
        println!("   FAILED: nothing was put to the test");
        tally.failed += 1;
    }
    println!("   {} passed, {} failed", tally.passed, tally.failed);
    tally
}

#[derive(Debug, Default)]
struct Counts {
    jumps: usize,
    starts: usize,
    told: usize,
    doubts: usize,
    readable: usize,
    ended: usize,
    /// Ended by one of the clocks while the other had not reached the end.
    later_only: usize,
    corrections: usize,
}

/// One PC, one patient. Seconds everywhere.
struct World {
    dice: Dice,
    truth: i64,
    /// How far the clock of the PC is ahead.
    ahead: i64,
    since_start: i64,
    clock: ConsentClock,
    /// What the service told last, and when in truth; in this run of the program.
    told: Option<(i64, i64)>,
    /// What it told last, whenever.
    ever_told: Option<i64>,
    /// What the desk store remembers.
    remembered: Option<i64>,
    consents: Vec<Consent>,
}

impl World {
    fn new(number: u64) -> Self {
        let mut dice = Dice::new(number, 13);
        let consents = Category::WITH_DOCUMENTS
            .into_iter()
            .map(|category| Consent {
                category,
                flag: *dice
                    .pick(&[ConsentFlag::Given, ConsentFlag::Given, ConsentFlag::Refused])
                    .unwrap_or(&ConsentFlag::Given),
                given_at: None,
                until: moment(FIRST + between(&mut dice, -DAY, 3 * DAY)),
            });
        let consents = consents.collect();
        Self {
            dice,
            truth: FIRST,
            ahead: 0,
            since_start: 1_000,
            clock: ConsentClock::default(),
            told: None,
            ever_told: None,
            remembered: None,
            consents,
        }
    }

    const fn own(&self) -> i64 {
        self.truth + self.ahead
    }

    fn step(&mut self, counts: &mut Counts) -> Result<(), String> {
        let passed = match self.dice.below(4) {
            0 => between(&mut self.dice, 0, 10 * HOUR),
            _ => between(&mut self.dice, 0, 10 * MINUTE),
        };
        self.truth += passed;
        self.since_start += passed;
        match self.dice.below(8) {
            0 | 1 => {
                counts.jumps += 1;
                let jumps = [
                    MINUTE,
                    MINUTE / 2,
                    2 * MINUTE,
                    HOUR,
                    DAY,
                    365 * DAY,
                    20 * 365 * DAY,
                ];
                let jump = self.dice.pick(&jumps).copied().unwrap_or_default();
                self.ahead += if self.dice.below(2) == 0 { jump } else { -jump };
            }
            // Somebody sets it right.
            2 => self.ahead = 0,
            3 => {
                counts.starts += 1;
                if self.dice.below(2) == 0 {
                    self.since_start = 0;
                }
                self.start_anew();
            }
            4 | 5 => {
                counts.told += 1;
                self.told = Some((self.truth, self.truth));
                self.ever_told = Some(self.truth);
                self.remembered = Some(self.truth);
                if let Some(truth) = moment(self.truth) {
                    self.clock.told(truth, reading(self.since_start));
                }
            }
            _ => {}
        }
        let reckoned = self.reckon()?;
        counts.doubts += usize::from(reckoned.in_doubt);
        if !reckoned.in_doubt {
            let own = self.own();
            self.remembered = Some(self.remembered.map_or(own, |known| known.max(own)));
            if let Some(own) = moment(own) {
                self.clock.passed(own, reading(self.since_start));
            }
        }
        self.look(reckoned, counts)
    }

    fn start_anew(&mut self) {
        self.told = None;
        self.clock = ConsentClock::default();
        if let Some(known) = self.remembered.and_then(moment) {
            self.clock.passed(known, reading(self.since_start));
        }
    }

    fn reckon(&self) -> Result<Reckoned, String> {
        let own = moment(self.own()).ok_or("a clock beyond all time")?;
        Ok(self.clock.reckon(own, reading(self.since_start)))
    }

    /// What trusted time is at least, reckoned anew: carried while the program runs, and never before
    /// what was ever told.
    fn trusted(&self) -> Option<i64> {
        let carried = self.told.map(|(told, then)| told + (self.truth - then));
        carried.or(self.ever_told)
    }

    fn look(&self, reckoned: Reckoned, counts: &mut Counts) -> Result<(), String> {
        let consents = PersonConsents::new(None, self.consents.clone(), reckoned.at);
        let later = self.own().max(self.trusted().unwrap_or(i64::MIN));
        let fetched: Vec<Category> = consents.may_fetch().collect();
        let rule = ReadingAfterEnd::EmergencyOnly;
        for consent in &self.consents {
            let category = consent.category;
            let ground = reading_ground(&consents, category, rule, OpenModes::default());
            let readable = matches!(ground, ReadingGround::Consent { .. });
            let until = consent.until.map_or(i64::MIN, Timestamp::as_second);
            let given = consent.flag == ConsentFlag::Given;
            if until <= later && (readable || fetched.contains(&category)) {
                return Err(format!("{category:?} is read or fetched past its end"));
            }
            if readable != fetched.contains(&category) {
                return Err(format!(
                    "{category:?} is fetched on no ground, or not fetched"
                ));
            }
            counts.readable += usize::from(readable);
            counts.ended += usize::from(given && !readable);
            let by_one = (self.own() < until) != self.trusted().is_none_or(|t| t < until);
            counts.later_only += usize::from(given && by_one && !readable);
            // The service has told the time just now, and the clock is right.
            let right = self.ahead == 0 && self.told.is_some();
            if right && readable != (given && self.truth < until) {
                return Err(format!("{category:?} is not what it is by the right clock"));
            }
        }
        if self.told.is_some() {
            if reckoned.in_doubt != (self.ahead.abs() > DOUBT) {
                return Err(format!(
                    "in doubt: {}, {} s ahead",
                    reckoned.in_doubt, self.ahead
                ));
            }
            counts.corrections += usize::from(self.ahead == 0);
        }
        Ok(())
    }
}

fn between(dice: &mut Dice, from: i64, to: i64) -> i64 {
    let width = u64::try_from(to - from).unwrap_or_default();
    from + i64::try_from(dice.below(width)).unwrap_or_default()
}

fn moment(seconds: i64) -> Option<Timestamp> {
    let since = SignedDuration::from_secs(seconds);
    Timestamp::UNIX_EPOCH.checked_add(since).ok()
}

fn reading(seconds: i64) -> Duration {
    Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
}
