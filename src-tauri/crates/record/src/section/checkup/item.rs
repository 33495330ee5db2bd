use crate::fhir::brief::brief;
use crate::fhir::concept::Concept;
use crate::fhir::scope::Scope;
use crate::fhir::system::{CHECKUP_ITEM, JLAC10};
use crate::json::Node;
use crate::section::author::person_name;
use crate::section::observation::has_result;
use crate::section::repeated::repeats;
use crate::section::result::{Outcome, effective, outcome};
use crate::tables::{CheckupItem, checkup_item};
use crate::view::{Absence, CheckupCell, CheckupRowKind, CheckupText, FacilityView, ResultView};

/// 区分番号 of 医師の判断.
const JUDGEMENTS: u16 = 400;
/// 区分番号 of the questionnaires.
const QUESTIONNAIRES: [u16; 3] = [500, 600, 900];
/// 健康診断を実施した医師の氏名: the label for who judged.
const EXAMINER_ITEM: &str = "9N516000000000049";

/// One item of one report, ready for its row.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Row of the table: the official table's, else system and code, else the name.
    pub(super) row: String,
    /// Name as sent.
    pub(super) name: String,
    pub(super) kind: CheckupRowKind,
    pub(super) cell: CheckupCell,
    /// Sent as abnormal or positive.
    pub(super) flagged: bool,
    /// The display sent and the official table disagree.
    pub(super) disagrees: bool,
    /// A unit's text and its code name two units.
    pub(super) unit_differs: bool,
    /// A member was sent twice and says two things.
    pub(super) repeated: bool,
    table: Option<&'static CheckupItem>,
}

/// Reads one Observation that is not a mere group heading.
pub(super) fn item<'a>(
    scope: &Scope<'a>,
    observation: &'a Node<'a>,
    kind: CheckupRowKind,
    group: Option<&str>,
) -> Item {
    let code = Concept::under(observation, "code");
    let table = table_item(&code);
    let name = name(&code, table);
    let Outcome {
        view,
        mut flagged,
        disagrees,
        mut unit_differs,
        ..
    } = outcome(observation, effective(observation), FacilityView::default());
    let mut details = Vec::new();
    for component in observation.list("component") {
        let companion = outcome(component, None, FacilityView::default());
        flagged |= companion.flagged;
        unit_differs |= companion.unit_differs;
        let code = Concept::under(component, "code");
        let label = name_of_component(&code);
        details.push(CheckupText {
            label,
            text: words(&companion.view),
        });
    }
    if table.is_some_and(|t| t.group == JUDGEMENTS) {
        details.extend(examiner(scope, observation));
    }
    Item {
        row: row(&code, table, &name),
        name,
        kind: table
            .and_then(kind_of)
            .filter(|_| group.is_none())
            .unwrap_or(kind),
        cell: CheckupCell {
            result: view,
            details,
            // All members of the group repeat it.
            group: group.map(|heading| brief(heading).into_owned()),
        },
        flagged,
        disagrees,
        unit_differs,
        repeated: repeats(observation),
        table,
    }
}

/// True when an Observation says something itself, beside heading a group.
pub(super) fn says_something(observation: &Node<'_>) -> bool {
    has_result(observation) || !observation.list("component").is_empty()
}

impl Item {
    /// メタボ判定, 保健指導レベル, 医師の診断 …
    pub(super) fn is_judgement(&self) -> bool {
        self.table.is_some_and(|t| t.group == JUDGEMENTS)
    }

    /// On the fixed list of the official table.
    pub(super) fn fixed(&self) -> bool {
        self.table.is_some_and(|t| t.prominent)
    }

    /// Place in the official table; items outside it come after.
    pub(super) fn order(&self) -> usize {
        self.table.map_or(usize::MAX, |t| t.order)
    }

    /// The result in words: value, unit and flag, or the reason why there is none.
    pub(super) fn words(&self) -> String {
        words(&self.cell.result)
    }
}

fn words(result: &ResultView) -> String {
    match &result.absence {
        Some(
            Absence::NotPerformed { reason }
            | Absence::Unmeasurable { reason }
            | Absence::Other { reason },
        ) => reason.clone().unwrap_or_default(),
        None => [
            Some(result.value.as_str()),
            result.unit.as_deref(),
            result.flag.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" "),
    }
}

fn table_item(code: &Concept<'_>) -> Option<&'static CheckupItem> {
    code.real()
        .filter(|c| c.system == CHECKUP_ITEM || c.system == JLAC10)
        .find_map(|c| checkup_item(c.code))
}

fn name(code: &Concept<'_>, table: Option<&'static CheckupItem>) -> String {
    let sent = code.text.or_else(|| code.real().find_map(|c| c.display));
    sent.or(table.map(|t| t.name))
        .or_else(|| code.words())
        .unwrap_or_default()
        .to_owned()
}

fn name_of_component(code: &Concept<'_>) -> String {
    name(code, table_item(code))
}

fn row(code: &Concept<'_>, table: Option<&'static CheckupItem>, name: &str) -> String {
    match (table, code.real().next()) {
        (Some(item), _) => item.row.to_owned(),
        (None, Some(coding)) => format!("{}|{}", coding.system, coding.code),
        (None, None) => format!("text:{name}"),
    }
}

fn kind_of(item: &CheckupItem) -> Option<CheckupRowKind> {
    if item.group == JUDGEMENTS {
        Some(CheckupRowKind::Judgement)
    } else if QUESTIONNAIRES.contains(&item.group) {
        Some(CheckupRowKind::Questionnaire)
    } else {
        None
    }
}

/// Who judged: it travels as the performer, not as an item of its own.
fn examiner<'a>(scope: &Scope<'a>, observation: &'a Node<'a>) -> Option<CheckupText> {
    let label = checkup_item(EXAMINER_ITEM)?.name.to_owned();
    observation
        .list("performer")
        .into_iter()
        .find_map(|reference| {
            let text = scope
                .resolve(observation, reference)
                .and_then(|node| person_name(scope, node))
                .or_else(|| reference.text("display").map(str::to_owned))?;
            Some(CheckupText {
                label: label.clone(),
                text: brief(&text).into_owned(),
            })
        })
}
