use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A document as far as joining it to another needs to know it.
#[derive(Deserialize)]
struct Document<'d> {
    #[serde(borrow)]
    entry: Vec<&'d RawValue>,
}

#[derive(Deserialize)]
struct Entry<'d> {
    #[serde(rename = "fullUrl")]
    full_url: String,
    #[serde(borrow)]
    resource: &'d RawValue,
}

/// One 健診 of about so many bytes: the first document, with results of the others put into its sections.
/// The sample clinic has none with all the items that one can have.
pub(super) fn joined(documents: &[Vec<u8>], size: usize) -> Result<Vec<u8>> {
    let (first, others) = documents
        .split_first()
        .context("the clinic has no checkup")?;
    let first: Document<'_> = serde_json::from_slice(first)?;
    let (head, rest) = first.entry.split_first().context("an empty checkup")?;
    let mut joined = Joined {
        head: serde_json::from_str(head.get())?,
        length: first.entry.iter().map(|entry| entry.get().len()).sum(),
        entries: rest.iter().map(|entry| entry.get()).collect(),
    };
    for other in others {
        if joined.length < size {
            joined.add(serde_json::from_slice(other)?, size)?;
        }
    }
    let (head, entries) = (joined.head, joined.entries.join(","));
    Ok(
        format!(r#"{{"resourceType":"Bundle","type":"document","entry":[{head},{entries}]}}"#)
            .into_bytes(),
    )
}

struct Joined<'d> {
    /// The entry of the Composition.
    head: Value,
    /// Those behind it.
    entries: Vec<&'d str>,
    length: usize,
}

impl<'d> Joined<'d> {
    /// Adds results of another document to the sections in which they stand there, up to the size.
    fn add(&mut self, other: Document<'d>, size: usize) -> Result<()> {
        let (head, rest) = other.entry.split_first().context("an empty checkup")?;
        let theirs: Value = serde_json::from_str(head.get())?;
        let mut results: HashMap<String, &str> = HashMap::new();
        for raw in rest {
            let entry: Entry<'_> = serde_json::from_str(raw.get())?;
            if entry.resource.get().contains("\"Observation\"") {
                results.insert(entry.full_url, raw.get());
            }
        }
        let theirs = theirs.pointer("/resource/section");
        let theirs = theirs.and_then(Value::as_array).context("no sections")?;
        let ours = self.head.pointer_mut("/resource/section");
        let ours = ours.and_then(Value::as_array_mut).context("no sections")?;
        for (ours, theirs) in ours.iter_mut().zip(theirs) {
            let ours = ours.get_mut("entry").and_then(Value::as_array_mut);
            let theirs = theirs.get("entry").and_then(Value::as_array);
            let (Some(ours), Some(theirs)) = (ours, theirs) else {
                continue;
            };
            for reference in theirs {
                let named = reference.get("reference").and_then(Value::as_str);
                let result = named.and_then(|named| results.remove(named));
                if let Some(result) = result.filter(|_| self.length < size) {
                    self.length += result.len();
                    self.entries.push(result);
                    ours.push(reference.clone());
                }
            }
        }
        Ok(())
    }
}
