use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::json::Pointer;
use crate::problem::Problem;
use crate::text::narrative::{Narrative as Clean, narrative};
use crate::vocabulary::{Category, Identity};

/// Everything one received answer says, in reading order.
///
/// Every value sent is a [`Piece`] of one [`Field`], or stands in `other`: never in both, never in
/// neither.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// What was received.
    pub kind: AnswerKind,
    /// It could be read. When not, `problems` says why, and nothing else is filled.
    pub readable: bool,
    /// Whom it is about, as far as it says so.
    pub patient: Option<Identity>,
    /// 医療機関番号 of the sender, ten digits as sent.
    pub facility: Option<String>,
    /// `Bundle.identifier` value: what a later answer replaces.
    pub set_key: Option<String>,
    /// Date of the document (not of the examination), as sent.
    pub document_date: Option<String>,
    /// 健診日 of a 健診結果報告書: the day of the examination, as sent.
    pub examined: Option<String>,
    /// What must not be overlooked of the answer as a whole (誤登録, a modifier or rules that cannot
    /// be judged): it holds for everything in it.
    pub marks: Vec<CardMark>,
    /// How much of what it holds.
    pub counts: Counts,
    /// Accounting: `sent = placed + other`.
    pub values: Values,
    /// What is drawn, in order.
    pub blocks: Vec<Block<'a>>,
    /// その他の項目: values sent that the element table has no place for.
    pub other: Vec<OtherItem<'a>>,
    /// What could not be read, or not wholly.
    pub problems: Vec<Problem>,
}

/// The kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// 健診結果報告書.
    CheckupReport,
    /// 傷病名 of one facility.
    ConditionSet,
    /// アレルギー of one facility.
    AllergySet,
    /// 検査・感染症: one laboratory report.
    ObservationSet,
    /// 処方.
    MedicationSet,
    /// 診療情報提供書.
    Referral,
    /// 退院時サマリー.
    DischargeSummary,
    /// 患者サマリー（療養計画書）.
    PatientSummary,
    /// 取り消し: a deletion request, or a set that holds only its Patient.
    Deletion,
    /// One resource on its own.
    SingleResource,
    /// A page of a search.
    Searchset,
    /// 特定健診 / 薬剤情報 as service XML.
    ServiceXml,
    /// A PDF.
    Pdf,
    /// None of these.
    Unknown,
}

/// How many of what an answer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counts {
    /// 傷病名.
    #[ts(type = "number")]
    pub condition: usize,
    /// アレルギー, both halves.
    #[ts(type = "number")]
    pub allergy: usize,
    /// 感染症.
    #[ts(type = "number")]
    pub infection: usize,
    /// 検査.
    #[ts(type = "number")]
    pub lab: usize,
    /// 処方・調剤.
    #[ts(type = "number")]
    pub prescription: usize,
    /// 健診項目 (a group's heading is none).
    #[ts(type = "number")]
    pub checkup_item: usize,
    /// Sections of a document, nested ones too.
    #[ts(type = "number")]
    pub section: usize,
    /// Attachments, with their data or as a link.
    #[ts(type = "number")]
    pub attachment: usize,
}

/// Accounting of the leaf values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Values {
    /// Leaf values in the answer, counted apart from the reading.
    #[ts(type = "number")]
    pub sent: usize,
    /// Of these, placed in a field.
    #[ts(type = "number")]
    pub placed: usize,
    /// Of these, listed in その他の項目.
    #[ts(type = "number")]
    pub other: usize,
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            condition: self.condition + other.condition,
            allergy: self.allergy + other.allergy,
            infection: self.infection + other.infection,
            lab: self.lab + other.lab,
            prescription: self.prescription + other.prescription,
            checkup_item: self.checkup_item + other.checkup_item,
            section: self.section + other.section,
            attachment: self.attachment + other.attachment,
        }
    }
}

impl std::ops::Add for Values {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            placed: self.placed + other.placed,
            other: self.other + other.other,
        }
    }
}

/// A part of an answer under one heading: a section of a document, or a group of resources.
#[derive(Clone, Debug, Default)]
pub struct Block<'a> {
    /// The heading: as sent, or in our words.
    pub title: Vec<Piece<'a>>,
    /// What is said about the part itself (author, date, reason for being empty).
    pub fields: Vec<Field<'a>>,
    /// The narrative of the section.
    pub narrative: Option<Narrative<'a>>,
    /// The resources of the part.
    pub cards: Vec<Card<'a>>,
    /// Parts inside it.
    pub blocks: Vec<Block<'a>>,
}

/// One resource with everything it says.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    /// `resourceType` as sent.
    pub resource: Cow<'a, str>,
    /// Where it stands in the answer.
    pub pointer: Pointer,
    /// What such a resource is called.
    pub kind: Label,
    /// What must not be overlooked.
    pub marks: Vec<CardMark>,
    /// The section of the screens it belongs to, when it is one of the 6情報.
    pub category: Option<Category>,
    /// Its fields, the most important first.
    pub fields: Vec<Field<'a>>,
    /// Its narrative.
    pub narrative: Option<Narrative<'a>>,
    /// Resources inside it: members of a group, contained ones.
    pub cards: Vec<Card<'a>>,
}

/// What changes the meaning of a resource and must be said in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CardMark {
    /// 未告知.
    Uninformed,
    /// 未提供: not to be shown without a deliberate act.
    Undelivered,
    /// 長期保存.
    LongTerm,
    /// 主病名.
    Principal,
    /// 疑い.
    Suspected,
    /// 未確認 (an allergy that is unconfirmed).
    Unconfirmed,
    /// 否定された登録 (refuted).
    Refuted,
    /// 誤登録 (entered-in-error).
    EnteredInError,
    /// 行わない指示 (doNotPerform).
    DoNotPerform,
    /// A modifier extension we cannot judge.
    Modified,
    /// Made under rules we do not know (`implicitRules`).
    ImplicitRules,
    /// A state we cannot judge: damaged, or in words that nobody knows.
    UnclearState,
    /// 薬剤 by its code although no category said so.
    DrugByCode,
    /// 未実施・中止: by its status it was not done, or stopped.
    NotDone,
    /// 現在は有効でない: by its status it was replaced, rejected or put out of force.
    NotCurrent,
}

/// One labelled statement.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// What is stated.
    pub label: Label,
    /// The statement: drawn one after the other, as they are.
    pub pieces: Vec<Piece<'a>>,
    /// Parts of the statement with labels of their own.
    pub fields: Vec<Field<'a>>,
    /// Place among the fields of its resource.
    pub(crate) order: u32,
}

impl Field<'_> {
    /// The same field behind all others: what is about the record, not about the patient.
    pub(super) const fn last(mut self) -> Self {
        self.order = u32::MAX;
        self
    }
}

/// A label in both languages of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
pub struct Label {
    /// 日本語.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

/// A run of text of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What to draw. Invisible and direction characters are spelled out (`[U+202E]`).
    pub text: Cow<'a, str>,
    /// Whose words it is.
    pub role: PieceRole,
    /// Where it stood, for sent pieces, when pointers were asked for.
    pub pointer: Option<Pointer>,
    /// It names another resource, of this section of the screens: whose consent counts for it too.
    pub of: Option<Category>,
}

/// Whose words a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PieceRole {
    /// A value as sent.
    Sent,
    /// A value as sent that helps beside another one: the display of a code beside the text.
    Aside,
    /// A value as sent that names something 未提供: shown where that is shown, nowhere else.
    Withheld,
    /// A code, as help only. Not a value.
    Code,
    /// Our own words: punctuation, the meaning of a code, a note.
    Words,
}

/// XHTML of a facility (叙述). Made harmless when it is asked for and not before: a check counts
/// thousands of narratives that nobody looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrative<'a> {
    source: Cow<'a, str>,
    clean: OnceLock<Clean>,
    /// Where it stood, when pointers were asked for and it says something.
    pub pointer: Option<Pointer>,
}

impl<'a> Narrative<'a> {
    pub(super) const fn new(source: Cow<'a, str>, pointer: Option<Pointer>) -> Self {
        Self {
            source,
            clean: OnceLock::new(),
            pointer,
        }
    }

    /// Allow-listed HTML without links, styles, scripts and remote content.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.clean().html
    }

    /// Its text alone: a line for each block, tabs between cells.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.clean().text
    }

    fn clean(&self) -> &Clean {
        self.clean
            .get_or_init(|| narrative(&self.source).unwrap_or_default())
    }
}

/// A value the element table has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherItem<'a> {
    /// JSON pointer (`/entry/3/resource/note`), or the path of an XML element.
    pub pointer: Pointer,
    /// What to draw.
    pub text: Cow<'a, str>,
    /// How much of it was sent as values.
    pub holds: Held<'a>,
}

/// What of an item under その他の項目 counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held<'a> {
    /// The text is one value, as sent.
    Value,
    /// The text is a code in words (状態, 判定): drawn because it changes what stands beside it, and
    /// counted nowhere.
    Code,
    /// Values told in one line because none may be read without the others (`<21.0 U/L`), each with
    /// the place where it stood.
    Values(Vec<(Pointer, Cow<'a, str>)>),
}

impl Held<'_> {
    /// How many values it is.
    pub(super) fn values(&self) -> usize {
        match self {
            Self::Value => 1,
            Self::Code => 0,
            Self::Values(values) => values.len(),
        }
    }
}
