//! The sample clinic with a marker in every kind of text that the service gives out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use markers::Words;
use serde_json::{Value, json};

/// A copy of the sample clinic whose texts and numbers carry markers.
pub(crate) struct MarkedClinic {
    pub(crate) folder: PathBuf,
    pub(crate) markers: Vec<Marker>,
}

/// One planted text.
pub(crate) struct Marker {
    /// What it was planted as.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// Hands out one marker after the other.
struct Planter {
    words: Words,
    planted: Vec<Marker>,
}

impl MarkedClinic {
    /// Reads the clinic `from` and writes the marked one to `folder`.
    pub(crate) fn plant(from: &Path, folder: &Path, words: Words) -> Result<Self> {
        let mut planter = Planter {
            words,
            planted: Vec::new(),
        };
        std::fs::create_dir_all(folder).context("making a folder for the clinic")?;
        for entry in std::fs::read_dir(from).context("reading the clinic")? {
            let path = entry.context("reading the clinic")?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = std::fs::read(&path).context("reading the clinic")?;
            let mut rules = serde_json::from_slice(&text).context("reading the clinic")?;
            planter.file(&name, &mut rules);
            std::fs::write(folder.join(&*name), rules.to_string())
                .context("writing the marked clinic")?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            markers: planter.planted,
        })
    }

    /// The markers that were planted as this.
    pub(crate) fn texts_of(&self, kind: &str) -> Vec<String> {
        let planted = self.markers.iter().filter(|marker| marker.kind == kind);
        planted.map(|marker| marker.text.clone()).collect()
    }

    /// How many of the markers with these numbers are of each kind.
    pub(super) fn kinds(&self, of: impl Iterator<Item = usize>) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for marker in of.filter_map(|number| self.markers.get(number)) {
            *counts.entry(marker.kind).or_default() += 1;
        }
        let told = counts.iter().map(|(kind, count)| format!("{kind} {count}"));
        told.collect::<Vec<_>>().join(", ")
    }
}

impl Planter {
    fn file(&mut self, name: &str, rules: &mut Value) {
        match name {
            "terms.json" => self.terms(rules),
            "clinic.json" => self.facilities(rules),
            "laboratory.json" => {
                self.each(rules, "items", "result", "/name");
                self.each(rules, "infections", "result", "/2");
            }
            "checkups.json" => {
                self.each(rules, "items", "checkup", "/name");
                self.each(rules, "items", "checkup", "/default");
            }
            "letters.json" => self.letters(rules),
            _ if name.starts_with("patients-") => {
                let patients = rules.as_array_mut().into_iter().flatten();
                // Of the others nothing is asked for today.
                for patient in patients.filter(|patient| patient.get("arrival").is_some()) {
                    self.patient(patient);
                }
            }
            _ => {}
        }
    }

    fn terms(&mut self, rules: &mut Value) {
        self.each(rules, "diseases", "disease", "/0");
        self.each(rules, "diseases", "disease", "/2");
        self.each(rules, "drugs", "drug", "/0");
        self.each(rules, "usages", "dosage", "/0");
        self.each(rules, "allergens", "allergen", "/2");
    }

    fn facilities(&mut self, rules: &mut Value) {
        for place in ["/name", "/doctor/0", "/department/1"] {
            self.each(rules, "facilities", "facility", place);
        }
        let towns = rules.get_mut("towns").and_then(Value::as_array_mut);
        for town in towns.into_iter().flatten() {
            self.append("address", town);
        }
    }

    fn patient(&mut self, patient: &mut Value) {
        // Where clinical answers carry another name, the two must go on belonging together.
        if patient.get("clinical_name").is_none()
            && let Some(name) = patient.get_mut("name")
        {
            self.append("name", name);
        }
        if let Some(Value::String(kana)) = patient.get_mut("kana") {
            kana.push_str(&self.next("kana", Words::kana));
        }
        if let Some(chart) = patient.get_mut("chart") {
            *chart = json!(self.next("chart number", Words::number));
        }
        if let Some(Value::String(member)) = patient.get_mut("member") {
            let mut parts: Vec<String> = member.split(':').map(str::to_owned).collect();
            if let [_, symbol, number, _] = parts.as_mut_slice() {
                *symbol = self.next("insured number", Words::japanese);
                *number = self.next("insured number", Words::number);
            }
            *member = parts.join(":");
        }
        self.reactions(patient);
        self.values(patient);
    }

    fn letters(&mut self, rules: &mut Value) {
        let letters = rules.as_object_mut().into_iter().flatten();
        let sections = letters.filter_map(|(_, letter)| letter.get_mut("sections"));
        for section in sections.flat_map(|all| all.as_array_mut().into_iter().flatten()) {
            for place in [
                "/title",
                "/text",
                "/also/careTransition",
                "/plan/aim",
                "/plan/note",
            ] {
                if let Some(text) = section.pointer_mut(place) {
                    self.append("letter", text);
                }
            }
            if let Some(Value::String(html)) = section.get_mut("html") {
                let text = self.next("letter", Words::japanese);
                html.push_str(&format!("<p>{text}</p>"));
            }
            self.reactions(section);
            self.values(section);
            let files = section.get_mut("attachments").and_then(Value::as_array_mut);
            for file in files.into_iter().flatten() {
                self.attachment(file);
            }
        }
    }

    fn attachment(&mut self, file: &mut Value) {
        // The font of the sample's PDF has no other letters.
        let is_pdf = file.get("file").and_then(Value::as_str) == Some("pdf");
        let word = if is_pdf {
            Words::latin
        } else {
            Words::japanese
        };
        let lines = file.get_mut("lines").and_then(Value::as_array_mut);
        for line in lines.into_iter().flatten() {
            if let Value::String(line) = line {
                line.push_str(&self.next("file", word));
            }
        }
        if let Some(title) = file.get_mut("title") {
            self.append("letter", title);
        }
    }

    fn reactions(&mut self, chart: &mut Value) {
        let allergies = chart.get_mut("allergies").and_then(Value::as_array_mut);
        let allergies = allergies.into_iter().flatten();
        for reaction in allergies.filter_map(|allergy| allergy.get_mut("reaction")) {
            self.append("reaction", reaction);
        }
    }

    /// The newest values of a chart's own results, where they leave as they are written here.
    fn values(&mut self, chart: &mut Value) {
        let series = chart.get_mut("labs").and_then(Value::as_array_mut);
        for series in series.into_iter().flatten() {
            let items = series.get_mut("items").and_then(Value::as_object_mut);
            for (_, values) in items.into_iter().flatten() {
                if let Some(newest) = values.get_mut(2).filter(|newest| newest.is_f64()) {
                    let digits = self.next("measured value", Words::number);
                    *newest = digits
                        .parse::<f64>()
                        .map_or(Value::Null, |value| json!(value));
                }
            }
        }
    }

    /// Marks one place in every member of a map.
    fn each(&mut self, rules: &mut Value, map: &str, kind: &'static str, place: &str) {
        let members = rules.get_mut(map).and_then(Value::as_object_mut);
        for (_, member) in members.into_iter().flatten() {
            if let Some(text) = member.pointer_mut(place) {
                self.append(kind, text);
            }
        }
    }

    fn append(&mut self, kind: &'static str, text: &mut Value) {
        if let Value::String(text) = text {
            text.push_str(&self.next(kind, Words::japanese));
        }
    }

    fn next(&mut self, kind: &'static str, word: fn(Words, usize) -> String) -> String {
        let text = word(self.words, self.planted.len());
        self.planted.push(Marker {
            kind,
            text: text.clone(),
        });
        text
    }
}
