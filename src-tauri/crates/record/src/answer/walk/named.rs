use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

use super::marks::{category, marks};
use crate::answer::view::CardMark;
use crate::fhir::concept::Concept;
use crate::fhir::human_name::{every_name, names};
use crate::json::Node;
use crate::vocabulary::Category;

/// What a reference names: what it is called, and what must not be left out when it is named.
#[derive(Default)]
pub(super) struct Named {
    pub(super) category: Option<Category>,
    pub(super) undelivered: bool,
    pub(super) patient: bool,
    /// What the resource calls itself: in full on its card, here as far as a name goes.
    pub(super) title: Option<String>,
    marks: Vec<CardMark>,
    called: Called,
}

/// By what a display may call the resource. Compared without blanks, width and case.
#[derive(Default)]
enum Called {
    /// Kinds and classes only: whatever is sent beside them is better.
    #[default]
    Anything,
    /// A person or a place: its name anywhere in the display, with its title or its function.
    Name {
        present: Vec<String>,
        any: Vec<String>,
    },
    /// A disease, a test, a drug: exactly so, for 「胃癌の疑い」 is not 「胃癌」.
    Words(FxHashSet<String>),
}

impl Named {
    /// `told` is the name of one whose own is elsewhere (the person of a role); the set around it may
    /// be 未提供 as a whole.
    pub(super) fn read(node: &Node<'_>, told: Option<String>, set_undelivered: bool) -> Self {
        let category = category(node);
        let mut marks = marks(node, set_undelivered && category.is_some());
        if node.get("modifierExtension").is_some() {
            marks.push(CardMark::Modified);
        }
        let (title, called) = told.map_or_else(|| title(node), by_role);
        Self {
            category,
            undelivered: marks.contains(&CardMark::Undelivered),
            patient: node.text("resourceType") == Some("Patient"),
            title: title.map(name_of_it),
            marks,
            called,
        }
    }

    /// The display calls it what it calls itself.
    pub(super) fn agrees(&self, display: &str) -> bool {
        match &self.called {
            Called::Anything => true,
            Called::Name { present, .. } => within(present, display),
            Called::Words(words) => {
                let display = plain(display);
                words.contains(&display)
            }
        }
    }

    /// The display has any name of it, a former one too.
    pub(super) fn knows(&self, display: &str) -> bool {
        match &self.called {
            Called::Name { any, .. } => within(any, display),
            Called::Anything | Called::Words(_) => self.agrees(display),
        }
    }

    /// What goes behind the name: without it a suspicion, a denial or a mistake reads as a fact. Of
    /// something 未提供 nothing is said but 未告知.
    pub(super) fn warnings(&self, name: &str) -> impl Iterator<Item = &'static str> {
        let suspicion_said = name.trim_end().ends_with("疑い");
        self.marks
            .iter()
            .filter(move |mark| !(suspicion_said && **mark == CardMark::Suspected))
            .filter(|mark| !self.undelivered || **mark == CardMark::Uninformed)
            .filter_map(|mark| warning(*mark))
    }
}

const fn warning(mark: CardMark) -> Option<&'static str> {
    match mark {
        CardMark::Uninformed => Some("（未告知）"),
        CardMark::Suspected => Some("（疑い）"),
        CardMark::Unconfirmed => Some("（未確認）"),
        CardMark::Refuted => Some("（否定された登録）"),
        CardMark::EnteredInError => Some("（誤登録）"),
        CardMark::DoNotPerform => Some("（行わない指示）"),
        CardMark::NotDone => Some("（未実施・中止）"),
        CardMark::Modified => Some("（この表示では判断できない修飾あり）"),
        CardMark::ImplicitRules => Some("（この表示では判断できない規則による記載）"),
        CardMark::UnclearState => Some("（状態の記載を判断できない）"),
        CardMark::NotCurrent => Some("（現在は有効でない）"),
        CardMark::Undelivered | CardMark::LongTerm | CardMark::Principal | CardMark::DrugByCode => {
            None
        }
    }
}

/// Every reference to it repeats the name: a longer one would fill the memory.
const LONGEST_NAME: usize = 120;

fn name_of_it(mut title: String) -> String {
    if let Some((end, _)) = title.char_indices().nth(LONGEST_NAME) {
        title.truncate(end);
        title.push('…');
    }
    title
}

/// Names a display is sought in; nobody has more.
const MOST_NAMES: usize = 16;

fn title(node: &Node<'_>) -> (Option<String>, Called) {
    let own = names(node);
    if own.written.is_some() || own.kana.is_some() {
        let present = [&own.written, &own.kana].into_iter().flatten();
        let called = Called::Name {
            present: present.map(|name| plain(name)).collect(),
            any: every_name(node)
                .iter()
                .take(MOST_NAMES)
                .map(|name| plain(name))
                .collect(),
        };
        return (own.written.or(own.kana), called);
    }
    let code = Concept::under(node, "code");
    let role = node.text("resourceType") == Some("PractitionerRole");
    match code.words() {
        Some(words) if !role => {
            let displays = code.codings.iter().filter_map(|coding| coding.display);
            let all = displays.chain([words]).map(plain).collect();
            (Some(words.to_owned()), Called::Words(all))
        }
        words => {
            let kind = || {
                let words = |key| Concept::under(node, key).words().map(str::to_owned);
                words("type").or_else(|| words("class"))
            };
            let title = words.map(str::to_owned).or_else(kind);
            (title, Called::Anything)
        }
    }
}

fn by_role(name: String) -> (Option<String>, Called) {
    // The place in brackets behind the person is help.
    let person = name.split('（').next().unwrap_or(&name);
    let known = vec![plain(person)];
    let called = Called::Name {
        present: known.clone(),
        any: known,
    };
    (Some(name), called)
}

fn within(names: &[String], display: &str) -> bool {
    let display = plain(display);
    names
        .iter()
        .any(|name| !name.is_empty() && display.contains(name))
}

fn plain(text: &str) -> String {
    let folded = text.nfkc().filter(|c| !c.is_whitespace());
    folded.flat_map(char::to_lowercase).collect()
}
