//! The log as a table for a spreadsheet. Codes are the stable names of the log.

use std::io::{self, Write};

use audit::{Entry, Outcome, Stored};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

const COLUMNS: [&str; 28] = [
    "番号",
    "日時（日本時間）",
    "日時（UTC）",
    "種別",
    "結果",
    "結果コード",
    "アカウント",
    "氏名",
    "職員番号",
    "役割",
    "セッション",
    "目的",
    "理由コード",
    "理由",
    "患者番号",
    "患者の内部番号",
    "来院記録",
    "区分",
    "項目",
    "出所",
    "経過秒",
    "同意",
    "同意の終了",
    "時計のずれ（ミリ秒）",
    "時計要確認",
    "プログラムの版",
    "PC",
    "ハッシュ",
];

/// The byte order mark, by which spreadsheets know UTF-8, and the headings.
pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    line(out, COLUMNS.map(text))
}

pub(super) fn row(out: &mut dyn Write, stored: &Stored) -> io::Result<()> {
    let entry = &stored.entry;
    let actor = entry.actor.as_ref();
    let reason = entry.reason.as_ref();
    let (outcome, code) = outcome(&entry.outcome);
    line(
        out,
        [
            number(Some(stored.head.number)),
            text(&japan(entry.at)),
            text(&entry.at.to_string()),
            text(entry.kind.as_str()),
            text(outcome),
            text(code),
            text(actor.map_or("", |actor| &actor.account)),
            text(actor.map_or("", |actor| &actor.display_name)),
            text(actor.and_then(|a| a.staff_number.as_deref()).unwrap_or("")),
            text(actor.and_then(|a| a.role.as_deref()).unwrap_or("")),
            text(entry.session.as_deref().unwrap_or("")),
            text(entry.purpose.as_str()),
            text(reason.map_or("", |reason| &reason.code)),
            text(reason.and_then(|r| r.text.as_deref()).unwrap_or("")),
            text(entry.chart_number.as_deref().unwrap_or("")),
            number(entry.person),
            text(yes_or_no(entry.arrived)),
            text(&of_shown(entry, |shown| shown.category.clone())),
            text(&items(entry)),
            text(&of_shown(entry, |shown| shown.origin.clone())),
            number(
                entry
                    .shown
                    .iter()
                    .filter_map(|shown| shown.age_seconds)
                    .max(),
            ),
            text(&of_consents(entry, |consent| Some(consent.state.clone()))),
            text(&of_consents(entry, |consent| {
                consent.end().map(|end| end.to_string())
            })),
            number(entry.clock.and_then(|clock| clock.offset_ms)),
            text(yes_or_no(entry.clock.map(|clock| clock.in_doubt))),
            text(&entry.program_version),
            text(&entry.pc),
            text(&hex::encode(stored.head.hash)),
        ],
    )
}

fn line<const N: usize>(out: &mut dyn Write, cells: [String; N]) -> io::Result<()> {
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell that a spreadsheet takes for what it says: what begins like a formula gets an apostrophe,
/// also in the wide forms that Japanese input makes.
fn text(content: &str) -> String {
    let is_formula = content.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '−',
    ]);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", content.replace('"', "\"\""))
}

/// A number of our own; it is never a formula.
fn number(content: Option<impl ToString>) -> String {
    content.map_or_else(String::new, |number| number.to_string())
}

fn japan(at: Timestamp) -> String {
    let japan = at.to_zoned(TimeZone::fixed(Offset::constant(9)));
    japan.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn outcome(outcome: &Outcome) -> (&'static str, &str) {
    match outcome {
        Outcome::Ok => ("ok", ""),
        Outcome::Refused(code) => ("refused", code),
        Outcome::Failed(code) => ("failed", code),
    }
}

const fn yes_or_no(said: Option<bool>) -> &'static str {
    match said {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn of_shown(entry: &Entry, of: impl Fn(&audit::Shown) -> String) -> String {
    let all: Vec<String> = entry.shown.iter().map(of).collect();
    all.join(" ")
}

fn items(entry: &Entry) -> String {
    let items = entry.shown.iter().flat_map(|shown| &shown.items);
    let all: Vec<String> = items
        .map(|item| format!("{}/{}/_history/{}", item.resource, item.id, item.version))
        .collect();
    all.join(" ")
}

fn of_consents(entry: &Entry, of: impl Fn(&audit::ConsentNote) -> Option<String>) -> String {
    let shown = |category: &str| entry.shown.iter().any(|shown| shown.category == category);
    let all: Vec<String> = entry
        .consent
        .iter()
        .filter(|consent| shown(&consent.category))
        .filter_map(|consent| Some(format!("{}: {}", consent.category, of(consent)?)))
        .collect();
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::patterns::samples;
    use super::*;

    #[test]
    fn a_table_has_as_many_cells_as_headings_and_no_formula() {
        let mut out = Vec::new();
        begin(&mut out).unwrap();
        let mut stored = samples::opening();
        stored.entry.reason = Some(audit::Reason::new("other", Some("=HYPERLINK(\"x\"),\n次")));
        row(&mut out, &stored).unwrap();
        let table = String::from_utf8(out).unwrap();
        assert!(table.starts_with("\u{FEFF}\"番号\","));
        let row = table.split_once("\r\n").unwrap().1;
        assert!(row.contains("\"'=HYPERLINK(\"\"x\"\"),\n次\""), "{row}");
        assert!(row.contains("\"2026-11-22 17:40:11\",\"2026-11-22T08:40:11Z\""));
        assert!(row.contains("\"condition: given\""));
        let cells = row.matches(',').count() - 1;
        assert_eq!(
            cells,
            COLUMNS.len() - 1,
            "but for the one inside the reason"
        );
    }

    #[test]
    fn what_begins_like_a_formula_is_kept_from_being_one() {
        for formula in ["=1", "+1", "-1", "@a", "\tx", "＝1", "－1"] {
            assert!(text(formula).starts_with("\"'"), "{formula}");
        }
        assert_eq!(text("a=1"), "\"a=1\"");
        assert_eq!(number(Some(-120)), "-120");
    }
}
