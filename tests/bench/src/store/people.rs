use anyhow::{Context, Result};
use cache::desk::CardCheckRow;
use jiff::Timestamp;
use record::vocabulary::{Gender, Identity, MemberId, PartialDate};

use crate::opening::random::Random;

/// Characters of family and of given names with a reading. Joined two and two they make names
/// enough for a hundred thousand people, common and rare characters among them.
const FAMILY: [(&str, &str); 32] = [
    ("山", "ヤマ"),
    ("川", "カワ"),
    ("石", "イシ"),
    ("大", "オオ"),
    ("小", "オ"),
    ("高", "タカ"),
    ("西", "ニシ"),
    ("中", "ナカ"),
    ("斎", "サイ"),
    ("齋", "サイ"),
    ("渡", "ワタ"),
    ("長", "ナガ"),
    ("吉", "ヨシ"),
    ("松", "マツ"),
    ("竹", "タケ"),
    ("森", "モリ"),
    ("秋", "アキ"),
    ("田", "タ"),
    ("本", "モト"),
    ("崎", "サキ"),
    ("﨑", "サキ"),
    ("野", "ノ"),
    ("藤", "フジ"),
    ("邊", "ナベ"),
    ("辺", "ナベ"),
    ("井", "イ"),
    ("橋", "ハシ"),
    ("村", "ムラ"),
    ("原", "ハラ"),
    ("島", "シマ"),
    ("谷", "タニ"),
    ("木", "キ"),
];
const GIVEN: [(&str, &str); 24] = [
    ("一", "カズ"),
    ("正", "マサ"),
    ("弘", "ヒロ"),
    ("和", "カズ"),
    ("義", "ヨシ"),
    ("清", "キヨ"),
    ("文", "フミ"),
    ("千", "チ"),
    ("恵", "エ"),
    ("美", "ミ"),
    ("子", "コ"),
    ("代", "ヨ"),
    ("枝", "エ"),
    ("郎", "ロウ"),
    ("男", "オ"),
    ("夫", "オ"),
    ("雄", "オ"),
    ("彦", "ヒコ"),
    ("介", "スケ"),
    ("人", "ト"),
    ("香", "カ"),
    ("奈", "ナ"),
    ("江", "エ"),
    ("紀", "ノリ"),
];

/// One invented person.
pub(crate) struct Invented {
    pub(crate) family: String,
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) chart: String,
    pub(crate) birth: String,
    pub(crate) member: String,
}

impl Invented {
    /// Number `at`, always the same.
    pub(crate) fn number(at: usize) -> Result<Self> {
        let mut random = Random::new(0x7000_0000 + at as u64);
        let mut draw = |table: &[(&'static str, &'static str)]| {
            let drawn = table.get(random.below(table.len()));
            drawn.copied().context("no names")
        };
        let (family, family_kana) = join(draw(&FAMILY)?, draw(&FAMILY)?);
        let (given, given_kana) = join(draw(&GIVEN)?, draw(&GIVEN)?);
        Ok(Self {
            name: format!("{family}　{given}"),
            kana: format!("{family_kana}　{given_kana}"),
            family,
            chart: format!("8{at:07}"),
            birth: format!(
                "{}-{:02}-{:02}",
                1930 + random.below(89),
                1 + random.below(12),
                1 + random.below(28)
            ),
            member: format!(
                "{:08}:試{}:{at}:00",
                39_390_000 + random.below(200),
                at % 97
            ),
        })
    }

    pub(crate) fn card_check(&self) -> Result<CardCheckRow> {
        Ok(CardCheckRow {
            visit: cache::desk::Visit::default(),
            service_ref: self.chart.clone(),
            arrived_at: Timestamp::UNIX_EPOCH,
            chart_number: Some(self.chart.clone()),
            identity: Identity {
                name: self.name.clone(),
                kana: Some(self.kana.clone()),
                birth_date: PartialDate::parse(&self.birth),
                gender: Some(Gender::Female),
                member_ids: vec![MemberId::parse(&self.member)?],
            },
            card: true,
            consents: Vec::new(),
        })
    }
}

fn join(first: (&str, &str), second: (&str, &str)) -> (String, String) {
    ([first.0, second.0].concat(), [first.1, second.1].concat())
}
