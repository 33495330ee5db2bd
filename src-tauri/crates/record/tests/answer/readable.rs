//! The readings of our own documents in full, so that a change of what is drawn is a difference to
//! read. They were compared by hand with what was sent. After a change that is meant:
//! `CLINS_WRITE_GOLDENS=1 cargo test -p record --test answer readable`, and read the difference.

use std::fs;
use std::path::Path;

use faults::samples::{self, TODAY};
use record::{Answer, Block, Card, Field, Piece, PieceRole, Pointers, read};
use sample_clinic::{Clinic, ClinicPatient, Resource, SampleClinic};

/// More than this nobody reads.
const MOST_LINES: usize = 400;

fn clinic() -> Clinic {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/sample-clinic");
    SampleClinic::load(&folder).unwrap().expand(TODAY).unwrap()
}

/// The first of a patient's resources of a kind: more are of the same form.
fn searchset(resources: &[Resource]) -> Vec<u8> {
    let entries: Vec<String> = resources
        .iter()
        .take(6)
        .map(|resource| format!(r#"{{"resource":{}}}"#, resource.json))
        .collect();
    let entries = entries.join(",");
    format!(r#"{{"resourceType":"Bundle","type":"searchset","entry":[{entries}]}}"#).into_bytes()
}

/// All answers of one kind that the clinic has.
fn answers(clinic: &Clinic, kind: &str) -> Vec<Vec<u8>> {
    let of = |chosen: fn(&ClinicPatient) -> &[Resource]| {
        let patients = clinic.patients.iter().map(chosen);
        patients
            .filter(|found| !found.is_empty())
            .map(searchset)
            .collect()
    };
    let letters = |code: &str| {
        let all = clinic.patients.iter().flat_map(|p| &p.records.referrals);
        all.filter(|letter| letter.type_code == code)
            .map(|letter| letter.json.get().as_bytes().to_vec())
            .collect()
    };
    match kind {
        "drug-allergies" => of(|p| &p.records.drug_allergies),
        "other-allergies" => of(|p| &p.records.other_allergies),
        "conditions" => of(|p| &p.records.conditions),
        "infections" => of(|p| &p.records.infections),
        "laboratory" => of(|p| &p.records.laboratory),
        "prescriptions" => of(|p| &p.records.prescriptions),
        "checkup" => {
            let all = clinic.patients.iter().flat_map(|p| &p.records.checkups);
            all.map(|report| report.json.get().as_bytes().to_vec())
                .collect()
        }
        "referral" => letters("57133-1"),
        "discharge" => letters("18842-5"),
        "patient-summary" => letters("56447-6"),
        file => {
            let all = samples::small().into_iter();
            all.filter(|sample| sample.name == format!("small/{file}"))
                .map(|sample| sample.bytes)
                .collect()
        }
    }
}

#[test]
fn our_own_documents_read_as_they_were_compared_by_hand() {
    let clinic = clinic();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answer/golden");
    for kind in [
        "checkup",
        "drug-allergies",
        "other-allergies",
        "conditions",
        "infections",
        "laboratory",
        "prescriptions",
        "referral",
        "discharge",
        "patient-summary",
        "service.xml",
        "deletion.json",
        "searchset.json",
    ] {
        let told = fullest(&answers(&clinic, kind));
        let path = folder.join(format!("{kind}.txt"));
        if std::env::var_os("CLINS_WRITE_GOLDENS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &told).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap();
        for (line, (kept, now)) in kept.lines().zip(told.lines()).enumerate() {
            assert_eq!(kept, now, "{} line {}", path.display(), line + 1);
        }
        assert_eq!(kept.lines().count(), told.lines().count(), "{kind}");
    }
}

/// Of these answers the fullest that can still be read, or the shortest.
fn fullest(answers: &[Vec<u8>]) -> String {
    let told = answers
        .iter()
        .map(|bytes| text(&read(bytes, Pointers::Kept)));
    let lines = |told: &String| told.lines().count();
    let (fit, long): (Vec<_>, Vec<_>) = told.partition(|told| lines(told) <= MOST_LINES);
    let fit = fit.into_iter().max_by_key(lines);
    fit.or_else(|| long.into_iter().min_by_key(lines)).unwrap()
}

/// Everything a reading says, a line for each field. Help beside a value stands in ‹ ›, codes in [ ].
fn text(answer: &Answer<'_>) -> String {
    assert!(answer.readable, "{:?}", answer.problems);
    let values = answer.values;
    let mut told = vec![
        format!("{:?}", answer.kind),
        format!(
            "{} values: {} placed, {} other",
            values.sent, values.placed, values.other
        ),
    ];
    let problems = answer.problems.iter();
    told.extend(problems.map(|p| format!("{:?}: {}", p.severity, p.code)));
    answer.blocks.iter().for_each(|b| block(b, 0, &mut told));
    let other = answer.other.iter();
    told.extend(other.map(|item| format!("other {}: {}", item.pointer, one_line(&item.text))));
    told.join("\n") + "\n"
}

fn block(block: &Block<'_>, depth: usize, told: &mut Vec<String>) {
    told.push(String::new());
    put(&format!("## {}", line(&block.title)), depth, told);
    fields(&block.fields, depth + 1, told);
    if let Some(narrative) = &block.narrative {
        put(
            &format!("“{}”", one_line(narrative.text())),
            depth + 1,
            told,
        );
    }
    block.cards.iter().for_each(|c| card(c, depth + 1, told));
    let inner = block.blocks.iter();
    inner.for_each(|b| self::block(b, depth + 1, told));
}

fn card(card: &Card<'_>, depth: usize, told: &mut Vec<String>) {
    let marks: String = card.marks.iter().map(|mark| format!(" {mark:?}")).collect();
    put(&format!("# {}{marks}", card.kind.ja), depth, told);
    fields(&card.fields, depth + 1, told);
    if let Some(narrative) = &card.narrative {
        put(
            &format!("“{}”", one_line(narrative.text())),
            depth + 1,
            told,
        );
    }
    let inner = card.cards.iter();
    inner.for_each(|c| self::card(c, depth + 1, told));
}

fn fields(all: &[Field<'_>], depth: usize, told: &mut Vec<String>) {
    for field in all {
        put(
            &format!("{}: {}", field.label.ja, line(&field.pieces)),
            depth,
            told,
        );
        fields(&field.fields, depth + 1, told);
    }
}

fn put(text: &str, depth: usize, told: &mut Vec<String>) {
    told.push(format!("{}{}", "  ".repeat(depth), text.trim_end()));
}

fn line(pieces: &[Piece<'_>]) -> String {
    let one = |piece: &Piece<'_>| match piece.role {
        PieceRole::Aside => format!("‹{}›", piece.text),
        PieceRole::Code => format!("[{}]", piece.text),
        PieceRole::Sent | PieceRole::Words | PieceRole::Withheld => piece.text.to_string(),
    };
    one_line(&pieces.iter().map(one).collect::<String>())
}

fn one_line(text: &str) -> String {
    text.trim().replace('\n', " ⏎ ")
}
