//! What of a section goes on paper. A patient may see the paper.

use record::view::{
    AllergyContent, ConditionContent, PrescriptionContent, RowMark, SectionContent,
};
use record::vocabulary::Category;

use super::undisclosed::{leave_out_undisclosed, names_any, undisclosed_names};
use crate::view::{Held, RemarkKind, SectionView};

/// The sections of one patient without what is of one reader, of the sender's second thoughts or 未提供,
/// and without notes: free text may name what the patient was not told. 未告知 only where it was
/// confirmed for this print; else an empty list of diseases looks the same whatever was registered.
pub(crate) fn on_paper(sections: Vec<SectionView>, with_undisclosed: bool) -> Vec<SectionView> {
    let mut kept_back = Vec::new();
    if !with_undisclosed {
        for section in &sections {
            if let Some(SectionContent::Condition(content)) = &section.content {
                kept_back.extend(undisclosed_names(content));
            }
        }
    }
    let print = Print {
        guarded: !with_undisclosed,
        all_is_known: sections.iter().any(is_whole_list_of_diseases),
        kept_back,
    };
    let sections = sections.into_iter();
    sections.map(|section| print.section(section)).collect()
}

/// What of 未告知 goes for one patient's paper.
struct Print {
    /// It was not confirmed for this print.
    guarded: bool,
    /// The diseases were read, each of them.
    all_is_known: bool,
    /// The names of what is left out.
    kept_back: Vec<String>,
}

fn is_whole_list_of_diseases(section: &SectionView) -> bool {
    section.category == Category::Condition
        && matches!(section.held, Held::Items | Held::NoneRegistered)
        && (section.damaged, section.unreadable, section.undelivered) == (0, 0, 0)
}

impl Print {
    fn section(&self, section: SectionView) -> SectionView {
        let mut paper = SectionView {
            version: None,
            changes: None,
            undelivered: 0,
            ..section
        };
        if paper.category == Category::Condition && self.guarded {
            self.guard(&mut paper);
        }
        let told = |kind| !matches!(kind, RemarkKind::Cancelled | RemarkKind::NotValid);
        paper.remarks.retain(|remark| told(remark.kind));
        match &mut paper.content {
            Some(SectionContent::DrugAllergy(content) | SectionContent::OtherAllergy(content)) => {
                self.allergies(content);
            }
            Some(SectionContent::Condition(content)) => conditions(content),
            Some(SectionContent::Prescription(content)) => prescriptions(content),
            _ => {}
        }
        paper
    }

    /// Nothing of what is left out may be counted. What nobody could read says so all the same: it is
    /// not known to be kept back, and a list that lacks something may not look whole.
    fn guard(&self, paper: &mut SectionView) {
        paper.remarks.clear();
        if !self.kept_back.is_empty() {
            paper.not_returned = 0;
        }
        if paper.held == Held::NoneRegistered {
            paper.held = Held::Items;
            paper.content = Some(SectionContent::Condition(ConditionContent::default()));
        }
        if let Some(SectionContent::Condition(content)) = &mut paper.content {
            leave_out_undisclosed(content);
            let withdrawn = &content.withdrawn;
            paper
                .beyond_window
                .retain(|key| withdrawn.iter().any(|row| row.key == *key));
        }
    }

    /// The sender's own sentence on a reaction may name a disease as well as a note may, and so may one of
    /// whom the diseases are not known here. A manifestation is a symptom, unless it names what is left out.
    fn allergies(&self, content: &mut AllergyContent) {
        let AllergyContent {
            items,
            past,
            withdrawn,
        } = content;
        for row in items.iter_mut().chain(past).chain(withdrawn) {
            row.mark = RowMark::None;
            row.notes.clear();
            if self.guarded && !(self.all_is_known && self.kept_back.is_empty()) {
                let described = std::mem::take(&mut row.described);
                row.reactions
                    .retain(|text| !described.contains(text) && !names_any(text, &self.kept_back));
            }
        }
    }
}

fn conditions(content: &mut ConditionContent) {
    content.undelivered = 0;
    let ConditionContent {
        items,
        ended,
        withdrawn,
        ..
    } = content;
    for row in items.iter_mut().chain(ended).chain(withdrawn) {
        row.mark = RowMark::None;
        row.notes.clear();
    }
}

fn prescriptions(content: &mut PrescriptionContent) {
    let PrescriptionContent {
        current,
        ended,
        unknown,
        older,
        withdrawn,
    } = content;
    let rows = current.iter_mut().chain(ended).chain(unknown);
    for row in rows.chain(older).chain(withdrawn) {
        row.mark = RowMark::None;
        row.notes.clear();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn row(text: &str, icd10: Option<&str>, uninformed: bool) -> Value {
        json!({"key": text, "mark": "new", "text": text, "principal": false, "suspected": false,
            "uninformed": uninformed, "uninformed_as_of": null, "long_term": false,
            "status": "active", "onset": null, "abatement": null, "icd10": icd10,
            "facility": {"name": "架空医院", "number": null}, "department": null,
            "notes": ["本人には伝えていない"], "last_supplied": null})
    }

    /// A section with everything a screen may say of it.
    fn section(category: &str, content: &Value) -> SectionView {
        serde_json::from_value(json!({"category": category, "held": "items",
            "hindrance": null, "as_of": null, "origin": null, "version": "5",
            "content": content, "changes": {"added": 1, "changed": 0, "removed": 0},
            "unreadable": 1, "undelivered": 1,
            "remarks": [{"kind": "cancelled", "count": 1}, {"kind": "modified", "count": 1}],
            "damaged": 1, "staleness": "fresh", "amber_at": null, "red_at": null,
            "beyond_window": ["肺癌"], "not_returned": 2}))
        .unwrap()
    }

    fn conditions(items: &[Value], ended: &[Value]) -> SectionView {
        let content = json!({"section": "condition", "items": items, "ended": ended,
            "withdrawn": [], "undelivered": 1});
        section("condition", &content)
    }

    /// One allergy whose free texts name a disease.
    fn allergies() -> SectionView {
        let row = json!({"key": "見本錠", "mark": "new", "text": "見本錠", "substance": "drug",
            "drug_by_code": false, "text_only": false, "status": "active", "unconfirmed": false,
            "critical": true, "reactions": ["呼吸困難", "肺 癌の悪化", "肺癌の治療中"],
            "described": ["肺癌の治療中"], "date": null, "recorded": null,
            "facility": {"name": "架空医院", "number": null},
            "notes": ["肺癌は本人には伝えていない"], "long_term": false, "last_supplied": null});
        let content =
            json!({"section": "drug_allergy", "items": [row], "past": [], "withdrawn": []});
        SectionView {
            beyond_window: Vec::new(),
            ..section("drug_allergy", &content)
        }
    }

    fn alone(section: SectionView, with_undisclosed: bool) -> SectionView {
        on_paper(vec![section], with_undisclosed).remove(0)
    }

    #[test]
    fn what_the_patient_was_not_told_stands_nowhere_on_the_paper() {
        let items = [
            row("肺癌", Some("C349"), true),
            row("高血圧症", None, false),
        ];
        let ended = [
            row("肺癌", None, false),
            row("原発性肺癌", Some("C34.9"), false),
        ];
        let sections = vec![allergies(), conditions(&items, &ended)];
        let paper = on_paper(sections.clone(), false);
        let said = serde_json::to_string(&paper).unwrap();
        assert!(
            said.contains("高血圧症")
                && said.contains("呼吸困難")
                && !said.contains("肺癌")
                && !said.contains("肺 癌"),
            "{said}"
        );
        assert!(!said.contains("伝えていない") && !said.contains("\"new\""));
        let confirmed = on_paper(sections, true);
        let said = serde_json::to_string(&confirmed).unwrap();
        assert!(said.contains("原発性肺癌") && !said.contains("伝えていない"));
        assert!(said.contains("肺癌の治療中"), "confirmed for this print");
        let kinds: Vec<_> = confirmed[1].remarks.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [RemarkKind::Modified], "nothing of 取り消し");
    }

    #[test]
    fn a_sentence_on_a_reaction_is_printed_where_nothing_can_be_kept_back_and_its_note_never() {
        let told = SectionView {
            damaged: 0,
            unreadable: 0,
            undelivered: 0,
            ..conditions(&[row("高血圧症", None, false)], &[])
        };
        let allergies_beside = |diseases: SectionView| {
            let paper = on_paper(vec![allergies(), diseases], false);
            serde_json::to_string(&paper[0]).unwrap()
        };
        let said = allergies_beside(told.clone());
        assert!(said.contains("肺癌の治療中") && !said.contains("伝えていない"));
        let withheld = SectionView {
            held: Held::Nothing,
            content: None,
            ..told.clone()
        };
        let kept_back = SectionView {
            undelivered: 1,
            ..told.clone()
        };
        let gaps = SectionView { damaged: 1, ..told };
        for diseases in [withheld, kept_back, gaps] {
            let said = allergies_beside(diseases);
            assert!(said.contains("呼吸困難") && !said.contains("肺癌の治療中"));
        }
    }

    #[test]
    fn an_empty_list_of_diseases_looks_the_same_whatever_was_left_out() {
        let none = SectionView {
            held: Held::NoneRegistered,
            content: None,
            beyond_window: Vec::new(),
            not_returned: 0,
            ..conditions(&[], &[])
        };
        let left_out = conditions(&[row("肺癌", None, true)], &[]);
        assert!(left_out.not_returned > 0);
        assert_eq!(alone(none.clone(), false), alone(left_out, false));
        assert_eq!(alone(none, true).held, Held::NoneRegistered);
    }

    #[test]
    fn what_is_not_whole_says_so_without_counting_what_was_left_out() {
        let counts = |rows: &[Value]| {
            let paper = alone(conditions(rows, &[]), false);
            assert_eq!(paper.undelivered, 0);
            (paper.not_returned, paper.unreadable, paper.damaged)
        };
        let told = row("高血圧症", None, false);
        assert_eq!(counts(std::slice::from_ref(&told)), (2, 1, 1));
        assert_eq!(counts(&[told, row("肺癌", None, true)]), (0, 1, 1));
    }
}
