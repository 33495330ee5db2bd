/// How long each step took, for the table at the end.
#[derive(Default)]
pub(crate) struct Times(Vec<Row>);

struct Row {
    title: String,
    seconds: f64,
    minutes: u64,
    good: bool,
}

impl Times {
    /// A step of at most `minutes` has ended after `seconds`.
    pub(crate) fn note(&mut self, title: String, seconds: f64, minutes: u64, good: bool) {
        self.0.push(Row {
            title,
            seconds,
            minutes,
            good,
        });
    }

    pub(crate) fn print(&self) {
        println!("\n── {:>10} {:>10}", "took", "at most");
        for row in &self.0 {
            let mark = if row.good { "" } else { "FAILED: " };
            println!(
                "   {:>8.1} s {:>6} min  {mark}{}",
                row.seconds, row.minutes, row.title
            );
        }
        let all: f64 = self.0.iter().map(|row| row.seconds).sum();
        println!("   {all:>8.1} s             in all");
    }
}
