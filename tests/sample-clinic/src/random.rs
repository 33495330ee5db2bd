/// splitmix64: small, well known, and the same on every machine. Not for secrets.
pub(crate) struct Random(u64);

impl Random {
    /// One stream per purpose, so that adding a patient does not change the others.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a joins the purpose to the seed.
        let hash = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Self(seed ^ hash)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `-1.0..1.0`, from integers only so that every machine agrees.
    pub(crate) fn around(&mut self) -> f64 {
        (self.next() % 2001) as f64 / 1000.0 - 1.0
    }

    /// A whole number in `0..below`.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        (self.next() % below.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_repeatable_and_differ_by_purpose() {
        assert_eq!(Random::new(7, "a").next(), Random::new(7, "a").next());
        assert_ne!(Random::new(7, "a").next(), Random::new(7, "b").next());
        let mut random = Random::new(7, "range");
        assert!((0..1000).all(|_| (-1.0..=1.0).contains(&random.around())));
    }
}
