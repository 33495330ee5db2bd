//! Whether two ways of writing a unit can mean the same.

use unicode_normalization::UnicodeNormalization;

use crate::json::Node;
use crate::tables::same_system;

const UCUM: &str = "http://unitsofmeasure.org";

/// The unit's code, when it names another unit than the text does.
pub(crate) fn unit_in_doubt<'n>(quantity: &'n Node<'_>, unit: &str) -> Option<&'n str> {
    let code = quantity.text("code")?;
    let ucum = quantity
        .text("system")
        .is_none_or(|system| same_system(system) == UCUM);
    (ucum && contradict(unit, code)).then_some(code)
}

/// Units that take a prefix (`mg`, `μmol`).
const METRIC: [&str; 15] = [
    "g", "l", "m", "mol", "eq", "osm", "u", "iu", "s", "pa", "kat", "bq", "gy", "sv", "hz",
];

/// Units that do not.
const PLAIN: [&str; 13] = [
    "%", "mmhg", "cmh2o", "hpf", "lpf", "min", "h", "d", "wk", "mo", "a", "cel", "kcal",
];

/// Other spellings in use; an empty one counts things.
const SPELLINGS: [(&str, &str); 24] = [
    ("sec", "s"),
    ("秒", "s"),
    ("分", "min"),
    ("hr", "h"),
    ("時間", "h"),
    ("day", "d"),
    ("日", "d"),
    ("週", "wk"),
    ("週間", "wk"),
    ("か月", "mo"),
    ("ヶ月", "mo"),
    ("月", "mo"),
    ("年", "a"),
    ("歳", "a"),
    ("才", "a"),
    ("cc", "ml"),
    ("mcg", "ug"),
    ("°c", "cel"),
    ("pct", "%"),
    ("個", ""),
    ("回", ""),
    ("cells", ""),
    ("cell", ""),
    ("1", ""),
];

/// Prefixes with their power of ten.
const PREFIXES: [(char, i32); 7] = [
    ('k', 3),
    ('d', -1),
    ('c', -2),
    ('m', -3),
    ('u', -6),
    ('n', -9),
    ('p', -12),
];

/// Whether a unit and a code of UCUM cannot mean the same. What is not understood is no contradiction.
fn contradict(unit: &str, code: &str) -> bool {
    if unit.eq_ignore_ascii_case(code) {
        return false;
    }
    match (Measure::read(unit), Measure::read(code)) {
        (Some(one), Some(other)) => one != other && !one.of_charges(&other),
        _ => false,
    }
}

/// A power of ten and the powers of the units in it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Measure {
    ten: i32,
    of: Vec<(&'static str, i32)>,
}

impl Measure {
    fn read(text: &str) -> Option<Self> {
        let plain = plain(text);
        // Nothing but an annotation says nothing.
        if plain.is_empty() {
            return None;
        }
        let mut found = Self::default();
        for (index, part) in plain.split('/').enumerate() {
            let sign = if index == 0 { 1 } else { -1 };
            for factor in part.split(['.', '*', '・']).filter(|f| !f.is_empty()) {
                found.factor(factor, sign)?;
            }
        }
        found.of.retain(|(_, power)| *power != 0);
        found.of.sort_unstable();
        // `mM` is a concentration and no millimetre; made alike, they cannot be told apart.
        let in_doubt = text.contains('M') && found.of.iter().any(|(unit, _)| *unit == "m");
        (!in_doubt).then_some(found)
    }

    /// One factor: a power of ten, or a unit with its exponent.
    fn factor(&mut self, factor: &str, sign: i32) -> Option<()> {
        if let Some(rest) = factor.strip_prefix("10^") {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (power, rest) = rest.split_at_checked(digits)?;
            self.ten += sign * i32::from(power.parse::<i8>().ok()?);
            return rest.is_empty().then_some(());
        }
        for (many, ten) in [("万", 4), ("千", 3), ("百", 2), ("億", 8)] {
            if let Some(rest) = factor.strip_prefix(many) {
                self.ten += sign * ten;
                return if rest.is_empty() {
                    Some(())
                } else {
                    self.factor(rest, sign)
                };
            }
        }
        if let Some((unit, ten)) = atom(factor) {
            self.add(unit, ten, sign);
            return Some(());
        }
        let (name, power) = factor.split_at_checked(factor.len().checked_sub(1)?)?;
        let power = power.parse::<i32>().ok()?;
        let (unit, ten) = atom(name)?;
        self.add(unit, ten, sign * power);
        Some(())
    }

    fn add(&mut self, unit: &'static str, ten: i32, power: i32) {
        // A cubic millimetre is a microlitre, and an international unit is taken for a unit.
        let (unit, ten, power) = match (unit, power) {
            ("m", 3 | -3) => ("l", power * (ten + 1), power / 3),
            ("iu", power) => ("u", power * ten, power),
            ("", _) => return,
            _ => (unit, power * ten, power),
        };
        self.ten += ten;
        match self.of.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, sum)) => *sum += power,
            None => self.of.push((unit, power)),
        }
    }

    /// `mEq/L` beside `mmol/L`: the same number for most ions, and no mistake to warn of.
    fn of_charges(&self, other: &Self) -> bool {
        let has = |one: &Self, unit: &str| one.of.iter().any(|(known, _)| *known == unit);
        has(self, "eq") != has(other, "eq") && has(self, "mol") != has(other, "mol")
    }
}

/// The unit of this name with its prefix's power of ten.
fn atom(name: &str) -> Option<(&'static str, i32)> {
    let name = SPELLINGS
        .iter()
        .find(|(spelling, _)| *spelling == name)
        .map_or(name, |(_, usual)| usual);
    if name.is_empty() {
        return Some(("", 0));
    }
    let whole = METRIC.iter().chain(&PLAIN).find(|unit| **unit == name);
    if let Some(unit) = whole {
        return Some((unit, 0));
    }
    let mut rest = name.chars();
    let prefix = rest.next()?;
    let (_, ten) = PREFIXES
        .iter()
        .find(|(known, _)| *known == prefix)
        .or_else(|| (prefix == 'f').then_some(&('f', -15)))?;
    let unit = METRIC.iter().find(|unit| **unit == rest.as_str())?;
    Some((unit, *ten))
}

/// Widths, case and the ways to write a power of ten made alike; annotations of UCUM taken away.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            '[' | ']' => {}
            _ if inside || c.is_whitespace() => {}
            'μ' => plain.push('u'),
            '×' => plain.push('x'),
            _ => plain.push(c),
        }
    }
    let plain = plain.strip_prefix('x').unwrap_or(&plain);
    match plain.strip_prefix("10") {
        Some(rest) => match rest.strip_prefix(['*', '^', 'e']) {
            Some(power) => format!("10^{power}"),
            None => plain.to_owned(),
        },
        None => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_unit_agree() {
        for (unit, code) in [
            ("mg/dl", "mg/dL"),
            ("ｍｇ／ｄＬ", "mg/dL"),
            ("mmHg", "mm[Hg]"),
            ("万/mm3", "10*4/uL"),
            ("X10*4/μL", "10*4/uL"),
            ("10^3/\u{B5}L", "10*9/L"),
            ("×10^4/μL", "10*10/L"),
            ("千/μL", "10*3/uL"),
            ("/μL", "/uL"),
            ("個/μL", "{cells}/uL"),
            ("\u{B5}g/mL", "ug/mL"),
            ("ng/mL", "ug/L"),
            ("IU/L", "U/L"),
            ("U/L", "[iU]/L"),
            ("mEq/L", "meq/L"),
            ("mEq/L", "mmol/L"),
            ("kg/m²", "kg/m2"),
            ("％", "%"),
            ("秒", "s"),
            ("歳", "a"),
            ("℃", "Cel"),
            ("mL/分", "mL/min"),
        ] {
            assert!(!contradict(unit, code), "{unit} {code}");
        }
    }

    #[test]
    fn another_unit_is_a_contradiction() {
        for (unit, code) in [
            ("mg/L", "g/dL"),
            ("mg/dL", "g/L"),
            ("mg/dL", "mmol/L"),
            ("10*3/uL", "10*4/uL"),
            ("万/mm3", "10*3/uL"),
            ("pg", "fL"),
            ("kg", "g"),
            ("cm", "m"),
            ("週", "d"),
            ("%", "g/dL"),
        ] {
            assert!(contradict(unit, code), "{unit} {code}");
        }
    }

    #[test]
    fn what_is_not_understood_is_no_contradiction() {
        for (unit, code) in [
            ("錠", "TAB"),
            ("mM", "mmol/L"),
            ("10³/μL", "10*3/uL"),
            ("mL/min/1.73m2", "mL/min"),
            ("mL/24時間", "mL/d"),
            ("S/CO", "1"),
            ("", "g/L"),
            ("COI", "{index}"),
            ("単位", "U"),
        ] {
            assert!(!contradict(unit, code), "{unit} {code}");
        }
    }
}
