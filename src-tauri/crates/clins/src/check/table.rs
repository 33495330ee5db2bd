use std::collections::BTreeMap;
use std::io::{self, Write};

use page::kind_words;

use super::report::Report;

/// The same for people: a line per file without anything of the patient, and a line below it per
/// code of problem.
pub(super) struct Table<W> {
    out: W,
    files: usize,
    readable: usize,
}

impl<W: Write> Table<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        let head = ["読取", "種類", "受信した値", "表示", "その他"].map(|name| padded(name, 12));
        let [read, kind, values @ ..] = head;
        writeln!(
            out,
            "{read}{}{}ファイル",
            padded(&kind, 18),
            values.concat()
        )?;
        Ok(Self {
            out,
            files: 0,
            readable: 0,
        })
    }

    pub(super) fn add(&mut self, report: &Report<'_>) -> io::Result<()> {
        self.files += 1;
        self.readable += usize::from(report.readable);
        let read = if report.readable { "可" } else { "不可" };
        let values = [
            report.values.sent,
            report.values.placed,
            report.values.other,
        ]
        .map(|number| padded(&number.to_string(), 12));
        writeln!(
            self.out,
            "{}{}{}{}",
            padded(read, 12),
            padded(kind_words(report.kind), 18),
            values.concat(),
            on_one_line(&report.file)
        )?;
        let mut codes: BTreeMap<_, usize> = BTreeMap::new();
        for problem in &report.problems {
            *codes
                .entry((problem.severity, problem.code, problem.message))
                .or_default() += 1;
        }
        for ((severity, code, message), times) in codes {
            writeln!(self.out, "  {severity} {code} ×{times} {message}")?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        writeln!(
            self.out,
            "{} 件中 {} 件を読み取れました。",
            self.files, self.readable
        )?;
        self.out.flush()
    }
}

/// Fills up with blanks to `width` columns; a character beyond ASCII takes two of them.
fn padded(text: &str, width: usize) -> String {
    let taken: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken)))
}

/// A file's name may hold what moves the cursor or turns the line around.
fn on_one_line(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' => {
                format!("[U+{:04X}]", u32::from(c))
            }
            c if c.is_control() => format!("[U+{:04X}]", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}
