//! XML into the tree of `json`, so that the readers above need to know one shape only.
//!
//! Document types are refused as a whole: there is nothing to expand, to fetch or to multiply.

mod tree;
mod words;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion, errors::SyntaxError};

use crate::error::ReadError;
use crate::json::Node;
use crate::text::encoding::decode_as_found;
use tree::Tree;
pub(crate) use words::words;

/// Largest document that is read: the same limit as an answer's.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Most elements and attributes that are read of an answer up to 16 MB, and one for every so many bytes of
/// a longer one, as in JSON. Empty elements alone would take forty times their size in memory.
const MAX_VALUES: usize = 1_000_000;
const BYTES_PER_VALUE: usize = 16;

/// One XML document.
pub(crate) struct Document {
    /// An object with one member, named by the root element.
    pub(crate) root: Node<'static>,
    /// It is UTF-8 but declares another encoding.
    pub(crate) encoding_differs: bool,
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
    read_xml(bytes).map(|document| document.root)
}

/// As [`parse_xml`], with what is odd about the document.
///
/// # Errors
/// As [`parse_xml`].
pub(crate) fn read_xml(bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { limit: MAX_BYTES });
    }
    let (body, encoding_differs) = decode_as_found(bytes)?;
    let root = tree(&body)?;
    Ok(Document {
        root,
        encoding_differs,
    })
}

fn tree(body: &str) -> Result<Node<'static>, ReadError> {
    let mut reader = Reader::from_str(body);
    let mut tree = Tree::of_at_most(MAX_VALUES.max(body.len() / BYTES_PER_VALUE));
    loop {
        let here = offset(reader.buffer_position());
        let not_xml = || ReadError::NotXml { at: here };
        let event = reader.read_event().map_err(|error| match error {
            Error::Syntax(SyntaxError::UnclosedDoctype) => ReadError::Doctype,
            _ => ReadError::NotXml {
                at: offset(reader.error_position()),
            },
        })?;
        match event {
            Event::Start(start) => open(&mut tree, &start, here)?,
            Event::Empty(start) => {
                open(&mut tree, &start, here)?;
                tree.close().ok_or_else(not_xml)?;
            }
            Event::End(_) => tree.close().ok_or_else(not_xml)?,
            Event::Text(text) => tree.text(&text.xml10_content()).ok_or_else(not_xml)?,
            Event::CData(text) => tree.text(&text.xml10_content()).ok_or_else(not_xml)?,
            Event::GeneralRef(reference) => {
                let text = resolved(&reference).ok_or_else(not_xml)?;
                tree.text(&text).ok_or_else(not_xml)?;
            }
            Event::DocType(_) => return Err(ReadError::Doctype),
            Event::Decl(_) if here > 0 => return Err(not_xml()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return tree.finish().ok_or_else(not_xml),
        }
    }
}

/// The limit on the length keeps every offset within `usize`.
fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn open(tree: &mut Tree, start: &BytesStart<'_>, at: usize) -> Result<(), ReadError> {
    let not_xml = || ReadError::NotXml { at };
    tree.open(start.local_name().as_ref(), at)?;
    // Looking for repeated attributes would take quadratic time; both stay, as in JSON.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| not_xml())?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|_| not_xml())?;
        tree.attribute(attribute.key.local_name().as_ref(), &value)?;
    }
    Ok(())
}

/// The text of a character reference or of one of the five entities that XML knows.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        Ok(None) => resolve_predefined_entity(reference).map(str::to_owned),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests;
