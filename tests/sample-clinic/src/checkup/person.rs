use jiff::civil::Date;
use serde_json::Value;

use super::lab::at_checkup;
use crate::{
    SampleClinicError, date,
    number::{self, Range},
    rules::{Chart, CheckupItem, CheckupRule, find},
    scene::Scene,
};

/// Scatter from year to year, as a share of how far people differ.
const YEARLY: f64 = 0.3;
/// cm of 腹囲 that come with one kg/m2.
const WAIST_PER_BMI: f64 = 2.3;

/// A person on the day of a checkup: numbers stay those of one body over the years.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    pub(crate) scene: &'a Scene<'a>,
    /// All that the person's facilities tell.
    pub(crate) chart: &'a Chart,
    /// The checkup.
    pub(crate) rule: &'a CheckupRule,
}

impl<'a> Person<'a> {
    /// The day of the checkup.
    pub(crate) fn day(&self) -> Date {
        date::offset(self.scene.today, self.rule.on)
    }

    pub(crate) fn item(&self, key: &str) -> Result<&'a CheckupItem, SampleClinicError> {
        find(&self.scene.rules.checkups.items, "checkup item", key)
    }

    /// The range for the person's sex.
    pub(crate) fn range(&self, item: &CheckupItem) -> Option<Range> {
        let for_men = item.range_m.filter(|_| self.scene.is_male());
        for_men.or(item.range)
    }

    /// The number of an item as it is sent: as written, else what this body has.
    pub(crate) fn number(&self, key: &str) -> Result<f64, SampleClinicError> {
        if let Some(written) = written(self.rule, key) {
            return Ok(written);
        }
        let item = self.item(key)?;
        let usual = match key {
            "身長" => self.height()?,
            "体重" => self.body_mass()? * self.metres()?.powi(2),
            "BMI" => self.number("体重")? / self.metres()?.powi(2),
            "腹囲" => self.waist(item)?,
            "拡張期血圧" => self.diastolic()?,
            _ => self.lasting(key, item)?,
        };
        let usual = item
            .limits
            .map_or(usual, |[low, high]| usual.clamp(low, high));
        let decimals = item.unit.as_ref().map_or(0, |(_, _, decimals)| *decimals);
        Ok(number::sent(usual, decimals))
    }

    /// メタボリックシンドローム判定 (1 基準該当, 2 予備群該当, 3 非該当) by the numbers sent.
    pub(crate) fn metabolic(&self) -> Result<usize, SampleClinicError> {
        let limit = if self.scene.is_male() { 85.0 } else { 90.0 };
        let lipid = self.number("中性脂肪")? >= 150.0 || self.number("HDL")? < 40.0;
        let pressure = self.number("収縮期血圧")? >= 130.0 || self.number("拡張期血圧")? >= 85.0;
        let glucose = self.number("空腹時血糖")? >= 110.0;
        let risks = [lipid, pressure, glucose].iter().filter(|r| **r).count();
        Ok(match risks {
            _ if self.number("腹囲")? < limit => 3,
            0 => 3,
            1 => 2,
            _ => 1,
        })
    }

    fn age(&self) -> f64 {
        let birth: Date = self.scene.patient.birth.parse().unwrap_or(self.scene.today);
        let days = self.day().since(birth).map_or(0, |span| span.get_days());
        f64::from(days) / 365.25
    }

    /// Where this person stands among others, `-1.0..1.0`; the same in every year.
    fn place(&self, key: &str) -> f64 {
        self.scene.random(&format!("person/{key}")).around()
    }

    /// What this year adds, `-1.0..1.0`.
    fn year(&self, key: &str) -> f64 {
        let purpose = format!("year/{key}/{}", self.day().year());
        self.scene.random(&purpose).around()
    }

    /// The person at the checkup nearest in time that has a number written for the item.
    fn anchor(&self, key: &str) -> Option<(Self, f64)> {
        let item = self.item(key).ok()?;
        let fits = |value: &f64| {
            let limits = item.limits.unwrap_or([f64::MIN, f64::MAX]);
            (limits[0]..=limits[1]).contains(value)
        };
        let own = self.scene.patient.own.checkups.iter();
        let known = own.filter_map(|rule| Some((rule, written(rule, key).filter(fits)?)));
        let (rule, value) = known.min_by_key(|(rule, _)| (rule.on - self.rule.on).abs())?;
        Some((Self { rule, ..*self }, value))
    }

    /// What lasts: another checkup's number, the laboratory's, or the person's own base, each
    /// with this year's scatter.
    fn lasting(&self, key: &str, item: &CheckupItem) -> Result<f64, SampleClinicError> {
        let scatter = item.spread * YEARLY;
        if let Some((then, value)) = self.anchor(key) {
            return Ok(value * (1.0 + (self.year(key) - then.year(key)) * scatter));
        }
        let laboratory = item.lab.as_ref().and_then(|(lab, factor)| {
            at_checkup(&self.chart.labs, lab, self.rule.on).map(|value| value * factor)
        });
        if let Some(value) = laboratory {
            return Ok(value * (1.0 + self.year(key) * scatter));
        }
        if let Some(value) = self.derived(key)? {
            return Ok(value * (1.0 + self.year(key) * 0.02));
        }
        let for_men = item.base_m.filter(|_| self.scene.is_male());
        let base = for_men.or(item.base).unwrap_or_default();
        let by_age = item.by_age * (self.age() - 40.0).max(0.0);
        let person = self.place(key) * item.spread;
        Ok((base + by_age) * (1.0 + person + self.year(key) * scatter))
    }

    /// What follows from another number of the same day.
    fn derived(&self, key: &str) -> Result<Option<f64>, SampleClinicError> {
        Ok(match key {
            // Mean glucose by HbA1c (NGSP), less what meals add.
            "空腹時血糖" => Some((28.7 * self.number("HbA1c")? - 46.7) * 0.87),
            "ヘマトクリット" => Some(self.number("血色素量")? * 3.0),
            "赤血球数" => Some(self.number("血色素量")? * 32.6),
            "eGFR" => Some(self.filtration()?),
            _ => None,
        })
    }

    /// The Japanese estimate of 糸球体濾過量 from creatinine, age and sex.
    fn filtration(&self) -> Result<f64, SampleClinicError> {
        let sex = if self.scene.is_male() { 1.0 } else { 0.739 };
        let creatinine = self.number("クレアチニン")?;
        Ok(194.0 * creatinine.powf(-1.094) * self.age().max(18.0).powf(-0.287) * sex)
    }

    fn metres(&self) -> Result<f64, SampleClinicError> {
        Ok(self.number("身長")? / 100.0)
    }

    /// One height for life, of the generation, falling slowly in age.
    fn height(&self) -> Result<f64, SampleClinicError> {
        let adult = match self.anchor("身長") {
            Some((then, value)) => value + then.shrinkage(),
            None => {
                let generation = f64::from(self.day().year()) - self.age() - 1930.0;
                let mean = if self.scene.is_male() {
                    160.5 + generation.clamp(0.0, 60.0) * 0.18
                } else {
                    149.0 + generation.clamp(0.0, 60.0) * 0.15
                };
                mean + self.place("身長") * 6.0
            }
        };
        Ok(adult - self.shrinkage())
    }

    /// cm lost since the best years.
    fn shrinkage(&self) -> f64 {
        let age = self.age();
        (age - 45.0).max(0.0) * 0.05 + (age - 70.0).max(0.0) * 0.1
    }

    /// The story of the weight, in kg/m2.
    fn body_mass(&self) -> Result<f64, SampleClinicError> {
        match written(self.rule, "BMI") {
            Some(written) => Ok(written),
            None => Ok(self.lasting("BMI", self.item("BMI")?)? + self.chart.bmi),
        }
    }

    fn waist(&self, item: &CheckupItem) -> Result<f64, SampleClinicError> {
        let (base, mass) = match self.anchor("腹囲") {
            Some((then, value)) => (value, then.number("BMI")?),
            None => {
                let for_men = item.base_m.filter(|_| self.scene.is_male());
                let base = for_men.or(item.base).unwrap_or_default();
                (base * (1.0 + self.place("腹囲") * item.spread), 22.5)
            }
        };
        Ok(base + (self.number("BMI")? - mass) * WAIST_PER_BMI)
    }

    /// A share of the systolic pressure that falls with age.
    fn diastolic(&self) -> Result<f64, SampleClinicError> {
        let systolic = self.number("収縮期血圧")?;
        let share = 0.62 - (self.age() - 40.0).max(0.0) * 0.0015 + self.place("拡張期血圧") * 0.03;
        Ok((systolic * share).min(systolic - 25.0))
    }
}

/// The number written in the rules, if there is one.
fn written(rule: &CheckupRule, key: &str) -> Option<f64> {
    rule.values.get(key).and_then(Value::as_f64)
}
