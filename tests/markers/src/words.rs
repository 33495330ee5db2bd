/// Kana for the digits 0 to 9.
const KANA: [char; 10] = ['ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ'];

/// Texts by number, each of one run: several runs at once on one machine must not find each other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    run: u32,
}

impl Words {
    /// The words of the run with this number, of which the last seven digits count.
    #[must_use]
    pub const fn of_run(run: u32) -> Self {
        Self {
            run: run % 10_000_000,
        }
    }

    /// `ZEBRA0000042M007QX`.
    #[must_use]
    pub fn latin(self, number: usize) -> String {
        format!("ZEBRA{:07}M{number:03}QX", self.run)
    }

    /// `縞馬0000042印007号`.
    #[must_use]
    pub fn japanese(self, number: usize) -> String {
        format!("縞馬{:07}印{number:03}号", self.run)
    }

    /// Kana alone, as a name is read.
    #[must_use]
    pub fn kana(self, number: usize) -> String {
        let digits = self.number(number);
        let kana = digits.bytes().filter_map(|digit| {
            let digit = usize::from(digit.checked_sub(b'0')?);
            KANA.get(digit)
        });
        format!("シマ{}", kana.collect::<String>())
    }

    /// Twelve digits: for chart and insured numbers and for measured values.
    #[must_use]
    pub fn number(self, number: usize) -> String {
        format!("73{:07}{number:03}", self.run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_run_differ_and_stand_in_none_of_another() {
        let (one, other) = (Words::of_run(42), Words::of_run(4_200_000));
        assert_eq!(one.kana(7), "シマクエアアアアアオウアアク");
        for n in 0..200 {
            for text in [one.latin(n), one.japanese(n), one.kana(n), one.number(n)] {
                for m in 0..200 {
                    let others = [
                        other.latin(m),
                        other.japanese(m),
                        other.kana(m),
                        other.number(m),
                    ];
                    assert!(!others.contains(&text));
                }
            }
            assert_eq!(one.number(n).len(), 12);
            assert!(n == 7 || one.latin(n) != one.latin(7));
        }
    }
}
