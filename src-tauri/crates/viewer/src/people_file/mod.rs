//! Files of the reception or of appointments (受付・予約ファイル): one person a line. A line that cannot
//! be used is named with what is wrong, and the others are taken in.

mod columns;
mod csv;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use record::vocabulary::MemberId;

use crate::typed_person::{PersonProblem, TypedPerson, identity};
use columns::Columns;

/// More people than come to a clinic in a month.
const MOST_LINES: usize = 5_000;

/// What a file says.
#[derive(Debug, Default)]
pub(crate) struct PeopleFile {
    pub(crate) people: Vec<ListedPerson>,
    pub(crate) bad: Vec<BadLine>,
}

/// One person of a file.
#[derive(Debug)]
pub(crate) struct ListedPerson {
    pub(crate) person: TypedPerson,
    /// The moment of the appointment or arrival, when it is said.
    pub(crate) at: Option<Timestamp>,
}

/// A line that is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadLine {
    /// Counted from 1, as an editor counts.
    pub(crate) line: usize,
    pub(crate) problem: PersonProblem,
}

/// Why nothing of a file is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileProblem {
    /// Neither UTF-8 nor Shift_JIS.
    Encoding,
    /// The first line does not name a name and a birth date.
    Columns,
    /// More lines than are taken in.
    TooLong,
}

/// Reads a file for `day`.
pub(crate) fn read(bytes: &[u8], day: Date) -> Result<PeopleFile, FileProblem> {
    let text = csv::text(bytes).ok_or(FileProblem::Encoding)?;
    let records = csv::records(&text);
    let (first, rows) = records.split_first().ok_or(FileProblem::Columns)?;
    let columns = Columns::of(&first.fields).ok_or(FileProblem::Columns)?;
    if rows.len() > MOST_LINES {
        return Err(FileProblem::TooLong);
    }
    let mut file = PeopleFile::default();
    for row in rows {
        match person(&columns, &row.fields, day) {
            Ok(person) => file.people.push(person),
            Err(problem) => file.bad.push(BadLine {
                line: row.line,
                problem,
            }),
        }
    }
    Ok(file)
}

fn person(columns: &Columns, fields: &[String], day: Date) -> Result<ListedPerson, PersonProblem> {
    let field = |holds| columns.field(fields, holds);
    let gender = match field("gender") {
        Some(word) => Some(columns.gender(word).ok_or(PersonProblem::Gender)?),
        None => None,
    };
    let mut person = identity(
        field("name").unwrap_or_default(),
        field("kana"),
        field("birth_date").unwrap_or_default(),
        gender,
        field("chart_number"),
        day,
    )?;
    if let (Some(insurer), Some(number)) = (field("insurer"), field("number")) {
        let (symbol, branch) = (field("symbol"), field("branch"));
        let (symbol, branch) = (symbol.unwrap_or_default(), branch.unwrap_or_default());
        let number = MemberId::parse(&format!("{insurer}:{symbol}:{number}:{branch}"));
        let number = number.map_err(|_| PersonProblem::MemberNumber)?;
        person.identity.member_ids.push(number);
    }
    let at = match field("time") {
        Some(time) => Some(moment(time, day).ok_or(PersonProblem::Time)?),
        None => None,
    };
    Ok(ListedPerson { person, at })
}

/// `9:05`, `09:05` or `09:05:00` in Japan on that day.
fn moment(time: &str, day: Date) -> Option<Timestamp> {
    let mut parts = time.split(':').map(str::trim);
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let time = Time::new(hour, minute, 0, 0).ok()?;
    let zone = TimeZone::fixed(Offset::constant(9));
    Some(day.to_datetime(time).to_zoned(zone).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;
    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2026, 11, 21);

    #[test]
    fn good_lines_are_taken_in_and_each_bad_one_is_named() {
        let text = "患者番号,氏名,カナ,生年月日,性別,保険者番号,記号,番号,枝番,予約時刻\r\n\
            000123,見本 花子,ミホン ハナコ,S5.6.28,女,06139999,12,34,01,9:05\r\n\
            000124,,ミホン,1950-01-01,男,,,,,\r\n\
            000125,見本 太郎,,19500230,男,,,,,\r\n\
            000126,見本 次郎,,1950-02-03,?,,,,,\r\n\
            000127,見本 三郎,,1950-02-03,男,x,12,34,01,\r\n\
            000128,見本 四郎,,1950-02-03,男,,,,,25:00\r\n\
            000129,見本 五郎,,1950/2/3,男,,,,,\r\n";
        let (sjis, _, _) = SHIFT_JIS.encode(text);
        for bytes in [text.as_bytes(), &sjis] {
            let file = read(bytes, DAY).unwrap();
            assert_eq!(file.people.len(), 2);
            let first = &file.people[0];
            assert_eq!(
                first
                    .person
                    .identity
                    .birth_date
                    .as_ref()
                    .unwrap()
                    .date_text(),
                "1930-06-28"
            );
            assert_eq!(first.at, Some("2026-11-21T00:05:00Z".parse().unwrap()));
            assert_eq!(first.person.identity.member_ids.len(), 1);
            let bad: Vec<_> = file.bad.iter().map(|bad| (bad.line, bad.problem)).collect();
            assert_eq!(
                bad,
                [
                    (3, PersonProblem::Name),
                    (4, PersonProblem::BirthDate),
                    (5, PersonProblem::Gender),
                    (6, PersonProblem::MemberNumber),
                    (7, PersonProblem::Time),
                ]
            );
        }
    }

    #[test]
    fn hostile_names_and_huge_files_are_refused_and_harm_nobody() {
        let hostile = "氏名,生年月日\n\
            '; DROP TABLE person; --,1950-01-01\n\
            <script>alert(1)</script>,1950-01-01\n\
            見本\u{202E}子花,1950-01-01\n";
        let file = read(hostile.as_bytes(), DAY).unwrap();
        // Text is text: kept as it is, and drawn as text. What turns the order of letters is not.
        assert_eq!(file.people.len(), 2);
        assert_eq!(
            file.people[1].person.identity.name,
            "<script>alert(1)</script>"
        );
        assert_eq!(
            (file.bad[0].line, file.bad[0].problem),
            (4, PersonProblem::Name)
        );
        let mut huge = String::from("氏名,生年月日\n");
        for _ in 0..=MOST_LINES {
            huge.push_str("見本,1950-01-01\n");
        }
        assert_eq!(
            read(huge.as_bytes(), DAY).unwrap_err(),
            FileProblem::TooLong
        );
        assert_eq!(read(b"", DAY).unwrap_err(), FileProblem::Columns);
        assert_eq!(read(b"a,b\n1,2", DAY).unwrap_err(), FileProblem::Columns);
        assert_eq!(read(b"\xFF\xFE", DAY).unwrap_err(), FileProblem::Encoding);
    }
}
