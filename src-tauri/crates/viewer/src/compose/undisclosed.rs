//! 未告知: which diseases the patient was not told of, by whatever spelling.

use record::view::{ConditionContent, ConditionView};
use unicode_normalization::UnicodeNormalization as _;

/// The names of the diseases in any list of it that the patient was not told of, as [`names_any`] takes
/// them.
pub(super) fn undisclosed_names(content: &ConditionContent) -> Vec<String> {
    let undisclosed = rows(content).filter(|row| row.uninformed);
    undisclosed.map(|row| folded(&row.text)).collect()
}

/// Whether a text holds one of these names.
pub(super) fn names_any(text: &str, names: &[String]) -> bool {
    let text = folded(text);
    names
        .iter()
        .any(|name| !name.is_empty() && text.contains(name))
}

/// Also where another facility registered the same disease and says nothing of 未告知.
pub(super) fn leave_out_undisclosed(content: &mut ConditionContent) {
    let undisclosed: Vec<Disease> = rows(content)
        .filter(|row| row.uninformed)
        .map(Disease::of)
        .collect();
    let told = |row: &ConditionView| {
        let disease = Disease::of(row);
        !undisclosed.iter().any(|one| one.is(&disease))
    };
    content.items.retain(told);
    content.ended.retain(told);
    content.withdrawn.retain(told);
}

fn rows(content: &ConditionContent) -> impl Iterator<Item = &ConditionView> {
    let ConditionContent {
        items,
        ended,
        withdrawn,
        ..
    } = content;
    items.iter().chain(ended).chain(withdrawn)
}

/// One disease without what facilities write differently.
struct Disease {
    text: String,
    /// ICD-10; absent where none was sent.
    code: Option<String>,
}

impl Disease {
    fn of(row: &ConditionView) -> Self {
        let code = row.icd10.as_deref().map(folded);
        let code = code.map(|code| code.replace(|c: char| !c.is_alphanumeric(), ""));
        Self {
            text: folded(&row.text),
            code: code.filter(|code| !code.is_empty()),
        }
    }

    fn is(&self, other: &Self) -> bool {
        let codes = self.code.as_deref().zip(other.code.as_deref());
        self.text == other.text || codes.is_some_and(|(one, other)| same_disease(one, other))
    }
}

/// ICD-10: tumours, and disorders of mind and behaviour. Of one of these facilities seldom give the same fourth
/// character, and a patient who was not told of it reads it out of any.
const ONE_DISEASE_A_CATEGORY: [&str; 7] = ["c", "d0", "d1", "d2", "d3", "d4", "f"];

/// ICD-10: HIV (a disease by what came of it, or none yet, also its dementia and that of a pregnancy) and dementia (by
/// its cause, also with delirium). Each is one disease to who was not told of it, whatever a facility gives that begins
/// like one of these.
const ONE_DISEASE: [&[&str]; 2] = [
    &[
        "b20", "b21", "b22", "b23", "b24", "f024", "o987", "r75", "z21",
    ],
    &["f00", "f01", "f02", "f03", "f051", "g30", "g31"],
];

/// Elsewhere the fourth character tells diseases apart, unless one side leaves it out.
fn same_disease(one: &str, other: &str) -> bool {
    let (Some(category), Some(others)) = (one.get(..3), other.get(..3)) else {
        return one == other;
    };
    let mut groups = ONE_DISEASE.iter();
    let within = |code: &str, group: &[&str]| group.iter().any(|begins| code.starts_with(begins));
    if groups.any(|group| within(one, group) && within(other, group)) {
        return true;
    }
    let is_one = ONE_DISEASE_A_CATEGORY
        .iter()
        .any(|begins| category.starts_with(begins));
    category == others && (is_one || one.starts_with(other) || other.starts_with(one))
}

/// Without width, case and spaces.
fn folded(text: &str) -> String {
    let narrow = text.nfkc().filter(|c| !c.is_whitespace());
    narrow.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(text: &str, icd10: Option<&str>, uninformed: bool) -> ConditionView {
        serde_json::from_value(
            json!({"key": text, "mark": "none", "text": text, "principal": false,
            "suspected": false, "uninformed": uninformed, "uninformed_as_of": null,
            "long_term": false, "status": "active", "onset": null, "abatement": null,
            "icd10": icd10, "facility": {"name": "架空医院", "number": null},
            "department": null, "notes": [], "last_supplied": null}),
        )
        .unwrap()
    }

    #[test]
    fn the_same_disease_is_left_out_under_any_spelling_of_its_name_or_code() {
        let mut content = ConditionContent {
            items: vec![
                row("右上葉肺ｶﾞﾝ Ⅱ期", Some("C34.1"), true),
                row("肺腺癌", Some("Ｃ３４１"), false),
                row("肺の腫瘍", Some(" c34．9 "), false),
                row("気管支の腫瘍", Some("C34"), false),
                row("高血圧症", Some("I10"), false),
            ],
            ended: vec![
                row("右上葉 肺ガン　ii期", None, false),
                row("肺結核", Some("A15.0"), false),
            ],
            withdrawn: vec![row("肺の影", Some("C341"), false)],
            undelivered: 0,
        };
        assert_eq!(undisclosed_names(&content), ["右上葉肺ガンii期"]);
        leave_out_undisclosed(&mut content);
        let left: Vec<_> = rows(&content).map(|row| row.text.as_str()).collect();
        assert_eq!(left, ["高血圧症", "肺結核"]);
        assert!(undisclosed_names(&content).is_empty());
    }

    #[test]
    fn of_what_is_one_disease_another_fourth_character_is_left_out_too() {
        let mut content = ConditionContent {
            items: vec![
                row("妄想型統合失調症", Some("F20.0"), true),
                row("統合失調症", Some("F20.9"), false),
                row("うつ病", Some("F32.9"), false),
            ],
            ..ConditionContent::default()
        };
        leave_out_undisclosed(&mut content);
        let left: Vec<_> = rows(&content).map(|row| row.text.as_str()).collect();
        assert_eq!(left, ["うつ病"]);
    }

    #[test]
    fn hiv_and_dementia_are_left_out_under_each_of_their_categories() {
        let left = |told_not: &str, code: &str| {
            let mut content = ConditionContent {
                items: vec![
                    row("未告知", Some(told_not), true),
                    row("ほか", Some(code), false),
                ],
                ..ConditionContent::default()
            };
            leave_out_undisclosed(&mut content);
            content.items.len()
        };
        for (told_not, code) in [
            ("B20.6", "B24"),
            ("B24", "Z21"),
            ("R75", "B22.0"),
            ("G30.9", "F00.1"),
            ("F03", "G31.0"),
            ("B24", "F02.4"),
            ("B24", "O98.7"),
            ("F03", "F05.1"),
        ] {
            assert_eq!(left(told_not, code), 0, "{told_not} {code}");
            assert_eq!(left(code, told_not), 0, "{code} {told_not}");
        }
        // Cytomegalovirus, mumps, another disorder of the mind, another disease of the nerves.
        for (told_not, code) in [
            ("B25.0", "B25.1"),
            ("B24", "B26.9"),
            ("F03", "F32.9"),
            ("F03", "F05.0"),
            ("B24", "F02.3"),
            ("B24", "O98.1"),
            ("G30.9", "G35"),
        ] {
            assert_eq!(left(told_not, code), 1, "{told_not} {code}");
        }
    }

    #[test]
    fn elsewhere_another_fourth_character_is_another_disease() {
        let diabetes = |code| row(code, Some(code), false);
        let mut content = ConditionContent {
            items: vec![row("糖尿病性腎症", Some("E11.2"), true)],
            ended: vec![diabetes("E11.9"), diabetes("E11"), diabetes("E112")],
            ..ConditionContent::default()
        };
        leave_out_undisclosed(&mut content);
        let left: Vec<_> = rows(&content).map(|row| row.text.as_str()).collect();
        assert_eq!(left, ["E11.9"]);
    }

    #[test]
    fn a_code_of_which_nothing_is_left_is_no_code() {
        let mut content = ConditionContent {
            items: vec![row("肺癌", Some("."), true), row("腰痛", Some("-"), false)],
            ..ConditionContent::default()
        };
        leave_out_undisclosed(&mut content);
        assert_eq!(content.items.len(), 1);
    }
}
