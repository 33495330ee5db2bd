use std::time::Duration;

use serde::Serialize;

/// Times of the same openings, ours and plain, in microseconds.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) ours_p50_us: f64,
    pub(crate) plain_p50_us: f64,
    pub(crate) ratio_p50: f64,
    pub(crate) ours_p99_us: f64,
    pub(crate) plain_p99_us: f64,
    pub(crate) ratio_p99: f64,
}

impl Figures {
    /// None without a single opening.
    pub(crate) fn of(mut ours: Vec<Duration>, mut plain: Vec<Duration>) -> Option<Self> {
        ours.sort_unstable();
        plain.sort_unstable();
        let (ours_p50, plain_p50) = (percentile(&ours, 50)?, percentile(&plain, 50)?);
        let (ours_p99, plain_p99) = (percentile(&ours, 99)?, percentile(&plain, 99)?);
        Some(Self {
            ours_p50_us: ours_p50,
            plain_p50_us: plain_p50,
            ratio_p50: ours_p50 / plain_p50,
            ours_p99_us: ours_p99,
            plain_p99_us: plain_p99,
            ratio_p99: ours_p99 / plain_p99,
        })
    }
}

/// The nearest rank: the smallest time that at least `percent` of all do not exceed.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    let time = sorted.get(rank.checked_sub(1)?)?;
    Some(time.as_secs_f64() * 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(times: impl IntoIterator<Item = u64>) -> Vec<Duration> {
        times.into_iter().map(Duration::from_micros).collect()
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let figures = Figures::of(micros((1..=200).rev()), micros((1..=200).map(|n| 2 * n)));
        let figures = figures.unwrap();
        assert_eq!((figures.ours_p50_us, figures.ours_p99_us), (100.0, 198.0));
        assert_eq!((figures.ratio_p50, figures.ratio_p99), (0.5, 0.5));
    }

    #[test]
    fn one_opening_is_its_own_percentile_and_none_has_none() {
        let figures = Figures::of(micros([7]), micros([7])).unwrap();
        assert_eq!((figures.ours_p50_us, figures.ours_p99_us), (7.0, 7.0));
        assert!(Figures::of(Vec::new(), micros([7])).is_none());
    }
}
