//! XML into the tree of `json`, so that the readers above need to know one shape only.
//!
//! Document types are refused as a whole: there is nothing to expand, to fetch or to multiply.

mod reference;
mod tree;
mod words;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion, errors::SyntaxError};

use crate::error::ReadError;
use crate::json::Node;
use crate::text::encoding::before_markup;
use crate::text::lenient::decode_leniently;
use reference::{Resolved, resolved};
use tree::Tree;
pub(crate) use words::words;

/// Largest document that is read: the same limit as an answer's.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Most elements and attributes that are read of an answer up to 16 MB, and one for every so many bytes of
/// a longer one, as in JSON. Empty elements alone would take forty times their size in memory.
const MAX_VALUES: usize = 1_000_000;
const BYTES_PER_VALUE: usize = 16;

/// A file of XML.
pub(crate) struct Document {
    /// At least one: an object with one member, named by the root element. More than one is no XML, but
    /// messages that follow each other in one file occur.
    pub(crate) roots: Vec<Node<'static>>,
    /// It is UTF-8 but declares another encoding.
    pub(crate) encoding_differs: bool,
    /// Somewhere U+FFFD stands for what was no text.
    pub(crate) damaged: bool,
    /// An `&` stands somewhere for itself, or before a name that XML does not know; it is kept as sent.
    pub(crate) loose_ampersand: bool,
}

/// Reads one XML document: an object with one member, named by the root element.
///
/// Names lose their namespace prefix. An element with only text is a string; an attribute is a
/// member `@name`; text beside attributes or elements is a member `#text`; repeated siblings are a
/// list at the place of the first. Hidden characters are written out as in `text::visible`.
///
/// # Errors
/// [`ReadError::NotXml`], [`ReadError::Doctype`], [`ReadError::Encoding`], or a limit. Offsets of
/// `NotXml` count in the text as UTF-8.
pub(crate) fn parse_xml(bytes: &[u8]) -> Result<Node<'static>, ReadError> {
    let mut roots = read_xml(bytes)?.roots;
    match roots.pop() {
        Some(root) if roots.is_empty() => Ok(root),
        _ => Err(ReadError::NotXml { at: bytes.len() }),
    }
}

/// As [`parse_xml`], of one document or several that follow each other, with what is odd about them.
///
/// # Errors
/// As [`parse_xml`].
pub(crate) fn read_xml(bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { limit: MAX_BYTES });
    }
    let found = decode_leniently(bytes)?;
    let lead = before_markup(found.text.as_bytes());
    let read = Reading::of(found.text.get(lead..).unwrap_or_default(), lead);
    let read = read.map_err(|error| match (error, found.damage) {
        // Behind what was no text, that is more likely the reason than whatever was made of it.
        (ReadError::NotXml { at }, Some(damage)) if at >= damage.in_text => {
            ReadError::Encoding { at: damage.at }
        }
        _ => error,
    })?;
    Ok(Document {
        roots: read.roots,
        encoding_differs: found.differs,
        damaged: found.damage.is_some() || read.odd.damaged,
        loose_ampersand: read.odd.loose,
    })
}

struct Read {
    roots: Vec<Node<'static>>,
    odd: Resolved,
}

/// The reading of a file: its trees, and what was odd about its references.
struct Reading {
    tree: Tree,
    odd: Resolved,
}

impl Reading {
    /// Reads `body`, before which `lead` bytes were skipped.
    fn of(body: &str, lead: usize) -> Result<Read, ReadError> {
        let mut reader = Reader::from_str(body);
        reader.config_mut().allow_dangling_amp = true;
        let mut reading = Self {
            tree: Tree::of_at_most(MAX_VALUES.max(body.len() / BYTES_PER_VALUE)),
            odd: Resolved::default(),
        };
        loop {
            let here = lead + offset(reader.buffer_position());
            let event = reader.read_event().map_err(|error| match error {
                Error::Syntax(SyntaxError::UnclosedDoctype) => ReadError::Doctype,
                _ => ReadError::NotXml {
                    at: lead + offset(reader.error_position()),
                },
            })?;
            match event {
                Event::Eof => {
                    let roots = reading.tree.finish();
                    let roots = roots.ok_or(ReadError::NotXml { at: here })?;
                    let odd = reading.odd;
                    return Ok(Read { roots, odd });
                }
                Event::Decl(_) if here > lead && !reading.tree.is_between() => {
                    return Err(ReadError::NotXml { at: here });
                }
                event => reading.take(event, here)?,
            }
        }
    }

    fn take(&mut self, event: Event<'_>, here: usize) -> Result<(), ReadError> {
        let not_xml = || ReadError::NotXml { at: here };
        match event {
            Event::Start(start) => self.open(&start, here)?,
            Event::Empty(start) => {
                self.open(&start, here)?;
                self.tree.close().ok_or_else(not_xml)?;
            }
            Event::End(_) => self.tree.close().ok_or_else(not_xml)?,
            Event::Text(text) => {
                let text = text.xml10_content();
                // References come by themselves: this one is none.
                self.odd.loose |= text.contains('&');
                self.tree.text(&text).ok_or_else(not_xml)?;
            }
            Event::CData(text) => self.tree.text(&text.xml10_content()).ok_or_else(not_xml)?,
            Event::GeneralRef(name) => {
                self.odd.text.clear();
                self.odd.reference(&name);
                self.tree.text(&self.odd.text).ok_or_else(not_xml)?;
            }
            Event::DocType(_) => return Err(ReadError::Doctype),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn open(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), ReadError> {
        self.tree.open(start.local_name().as_ref(), at)?;
        // Looking for repeated attributes would take quadratic time; both stay, as in JSON.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| ReadError::NotXml { at })?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let name = attribute.key.local_name();
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            match value {
                Ok(value) => self.tree.attribute(name.as_ref(), &value)?,
                Err(_) => {
                    let value = resolved(&attribute.value);
                    self.odd.loose |= value.loose;
                    self.odd.damaged |= value.damaged;
                    self.tree.attribute(name.as_ref(), &value.text)?;
                }
            }
        }
        Ok(())
    }
}

/// The limit on the length keeps every offset within `usize`.
fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
