//! A report as the tables of `docs/bench.md`, ready to be put there.

use std::fmt;

use super::engine::Engine;
use super::report::{Case, Keys, Looked, Report, Search, Size};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.times(f)?;
        self.growth(f)?;
        self.sizes(f)?;
        self.searches(f)?;
        write!(f, "\n{}", self.keys)
    }
}

impl Report {
    fn times(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| patients | what | pages | ours p50 | p99 | plain p50 | p99 | ratio p50 | p99 | \
             SQLCipher ratio p50 | p99 |\n|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
        )?;
        for ours in self.of(Engine::Ours) {
            let beside = |engine| self.of(engine).find(|case| case.is_as(ours));
            let (Some(plain), Some(cipher)) = (beside(Engine::Plain), beside(Engine::SqlCipher))
            else {
                continue;
            };
            writeln!(
                f,
                "| {} | {} | {} | {} | {} | {} | {} | {:.2} | {:.2} | {:.2} | {:.2} |",
                grouped(ours.patients as u64),
                ours.what,
                ours.state,
                Micros(ours.times.p50_us),
                Micros(ours.times.p99_us),
                Micros(plain.times.p50_us),
                Micros(plain.times.p99_us),
                ours.times.p50_us / plain.times.p50_us,
                ours.times.p99_us / plain.times.p99_us,
                cipher.times.p50_us / plain.times.p50_us,
                cipher.times.p99_us / plain.times.p99_us,
            )?;
        }
        Ok(())
    }

    /// How much slower ours is with the most patients than with the fewest.
    fn growth(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let patients = || self.of(Engine::Ours).map(|case| case.patients);
        let (Some(few), Some(many)) = (patients().min(), patients().max()) else {
            return Ok(());
        };
        if few == many {
            return Ok(());
        }
        let (small, large) = (grouped(few as u64), grouped(many as u64));
        writeln!(
            f,
            "\n| ours p50 | pages | {large} over {small} |\n|---|---|---:|"
        )?;
        for small in self.of(Engine::Ours).filter(|case| case.patients == few) {
            let same = |case: &&Case| {
                (case.what, case.state, case.patients) == (small.what, small.state, many)
            };
            if let Some(large) = self.of(Engine::Ours).find(same) {
                let ratio = large.times.p50_us / small.times.p50_us;
                writeln!(f, "| {} | {} | {ratio:.2} |", small.what, small.state)?;
            }
        }
        Ok(())
    }

    fn sizes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n| patients | engine | received | file | of it | per patient | memory |\n\
             |---:|---|---:|---:|---:|---:|---:|"
        )?;
        self.sizes.iter().try_for_each(|size| writeln!(f, "{size}"))
    }

    fn searches(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n| people | index made | cleared | memory | ours p50 | p99 | worst kind p50 | \
             plain `LIKE` p50 | SQLCipher `LIKE` p50 |\n|---:|---:|---:|---:|---:|---:|---|---:|---:|"
        )?;
        self.search
            .iter()
            .try_for_each(|search| writeln!(f, "{search}"))
    }

    fn of(&self, engine: Engine) -> impl Iterator<Item = &Case> {
        let cases = self.cases.iter();
        cases.filter(move |case| case.engine == engine.name())
    }
}

impl Case {
    fn is_as(&self, other: &Self) -> bool {
        (self.patients, self.what, self.state) == (other.patients, other.what, other.state)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "| {} | {} | {} MB | {} MB | {:.0} % | {:.1} kB | {} |",
            grouped(self.patients as u64),
            self.engine,
            grouped(self.received / 1_000_000),
            grouped(self.file / 1_000_000),
            100.0 * self.file as f64 / self.received as f64,
            self.file as f64 / 1e3 / self.patients as f64,
            megabytes(self.memory)
        )
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |engine: Engine| {
            let looked = self.looked.iter();
            looked.filter(move |looked| looked.engine == engine.name())
        };
        let whole = |engine| of(engine).find(|looked| looked.is_of_all());
        let kinds = of(Engine::Ours).filter(|looked| !looked.is_of_all());
        let worst = kinds.max_by(|a, b| a.times.p50_us.total_cmp(&b.times.p50_us));
        let p50 = |looked: Option<&Looked>| {
            looked.map_or_else(String::new, |looked| {
                Micros(looked.times.p50_us).to_string()
            })
        };
        let ours = whole(Engine::Ours);
        write!(
            f,
            "| {} | {:.0} ms | {:.1} ms | {} | {} | {} | {}: {} | {} | {} |",
            grouped(self.people as u64),
            self.load.made_ms,
            self.load.cleared_ms,
            megabytes(self.memory),
            p50(ours),
            ours.map_or_else(String::new, |ours| Micros(ours.times.p99_us).to_string()),
            worst.map_or("", |worst| worst.what),
            p50(worst),
            p50(whole(Engine::Plain)),
            p50(whole(Engine::SqlCipher)),
        )
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyring = self.keyring_ms.map_or_else(
            || "no keyring here".to_owned(),
            |taken| format!("keyring {taken:.1} ms"),
        );
        writeln!(f, "Argon2id {:.0} ms, {keyring}", self.argon2id_ms)
    }
}

/// Microseconds: with a digit after the point as long as it says something.
struct Micros(f64);

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 10.0 {
            write!(f, "{:.1} µs", self.0)
        } else {
            write!(f, "{} µs", grouped(self.0.round() as u64))
        }
    }
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(
        || "unknown".to_owned(),
        |bytes| format!("{:.1} MB", bytes as f64 / 1e6),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_read_them() {
        assert_eq!(grouped(1_002_034), "1,002,034");
        assert_eq!(Micros(8.04).to_string(), "8.0 µs");
        assert_eq!(Micros(4_989.6).to_string(), "4,990 µs");
    }
}
