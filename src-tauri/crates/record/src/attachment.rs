//! 添付: which values of an answer are files, and the content of one of them.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::Pointer;
use crate::error::ReadError;
use crate::json::{Node, parse_leading};
use crate::text::attachment::decode;
use crate::text::media::{Media, sniff};

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentMedia {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// TIFF.
    Tiff,
    /// DICOM.
    Dicom,
    /// XML that is no HL7 CDA.
    Xml,
    /// HL7 CDA, e.g. the original of a 健診結果報告書.
    Cda,
    /// HTML.
    Html,
    /// Plain text.
    Text,
    /// An archive; also the office formats.
    Zip,
    /// RTF.
    Rtf,
    /// Nothing we know.
    Unknown,
}

/// The content of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// By its first bytes, whatever was declared.
    pub media: AttachmentMedia,
    /// The declared kind says something else than the content.
    pub declared_differs: bool,
    /// The declared kind as sent.
    pub declared: Option<String>,
    /// Title as sent.
    pub title: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The places of the files in one answer, as JSON pointers; the empty one when the answer is a file
/// itself (PDF). Without places when several answers follow each other in one file: a pointer would
/// not say in which of them it leads.
#[must_use]
pub fn attachments(answer: &[u8]) -> HashSet<Pointer> {
    let mut places = HashSet::new();
    if is_pdf(answer) {
        places.insert("".into());
    } else if let Some(root) = only_value(answer) {
        collect(&root, &mut String::new(), &mut places);
    }
    places
}

/// The file at one of the places of [`attachments`], at most `limit` bytes long. None where no file is.
///
/// # Errors
/// [`ReadError::TooLarge`], told before decoding; [`ReadError::NotBase64`].
pub fn attachment(answer: &[u8], place: &str, limit: usize) -> Result<Option<Attached>, ReadError> {
    if is_pdf(answer) && place.is_empty() {
        if answer.len() > limit {
            return Err(ReadError::TooLarge { limit });
        }
        return Ok(Some(Attached::new(answer.to_vec(), None, None)));
    }
    let Some(root) = only_value(answer) else {
        return Ok(None);
    };
    let Some((frame, data)) = file_at(&root, place) else {
        return Ok(None);
    };
    let bytes = decode(data, limit)?;
    let text = |key| frame.text(key).map(str::to_owned);
    Ok(Some(Attached::new(
        bytes,
        text("contentType"),
        text("title"),
    )))
}

impl Attached {
    fn new(bytes: Vec<u8>, declared: Option<String>, title: Option<String>) -> Self {
        const HEAD: usize = 4096;
        let found = sniff(bytes.get(..HEAD).unwrap_or(&bytes));
        Self {
            media: found.into(),
            declared_differs: declared.as_deref().is_some_and(|kind| !found.fits(kind)),
            declared,
            title,
            bytes,
        }
    }
}

fn is_pdf(answer: &[u8]) -> bool {
    let body = answer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(answer);
    body.trim_ascii_start().starts_with(b"%PDF-")
}

/// The JSON value of an answer that is just one.
fn only_value(answer: &[u8]) -> Option<Node<'_>> {
    let mut values = parse_leading(answer).ok()?.nodes;
    let value = values.pop()?;
    values.is_empty().then_some(value)
}

fn collect(node: &Node<'_>, path: &mut String, places: &mut HashSet<Pointer>) {
    let end = path.len();
    match node {
        Node::Object(members) => {
            for (key, value) in members {
                // Writing to a String cannot fail.
                let _ = write!(path, "/{}", key.replace('~', "~0").replace('/', "~1"));
                if **key == *DATA && holds_file(node) && value.as_text().is_some() {
                    places.insert(path.as_str().into());
                } else {
                    collect(value, path, places);
                }
                path.truncate(end);
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let _ = write!(path, "/{index}");
                collect(item, path, places);
                path.truncate(end);
            }
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

/// What an attachment and a Binary keep their content in.
const DATA: &str = "data";

/// Not a curve (SampledData), whose `data` are numbers; not a signature, which only a program reads;
/// and not one that says it twice, of which no
/// pointer could name one.
fn holds_file(node: &Node<'_>) -> bool {
    let others = ["origin", "dimensions", "who", "sigFormat"];
    node.items(DATA).count() == 1 && others.iter().all(|key| node.get(key).is_none())
}

/// The attachment around a place, and its data.
fn file_at<'t>(root: &'t Node<'_>, place: &str) -> Option<(&'t Node<'t>, &'t str)> {
    let mut steps = place.strip_prefix('/')?.split('/').peekable();
    let mut node: &Node<'_> = root;
    while let Some(step) = steps.next() {
        let key = step.replace("~1", "/").replace("~0", "~");
        if steps.peek().is_none() {
            let data = (key == DATA && holds_file(node)).then(|| node.text(DATA))??;
            return Some((node, data));
        }
        node = match node {
            Node::Object(members) => {
                let mut named = members.iter().filter(|(name, _)| **name == *key);
                // Of a member sent twice a pointer does not say which.
                let (_, value) = named.next()?;
                named.next().is_none().then_some(value)?
            }
            Node::Array(items) => items.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    None
}

impl From<Media> for AttachmentMedia {
    fn from(media: Media) -> Self {
        match media {
            Media::Pdf => Self::Pdf,
            Media::Jpeg => Self::Jpeg,
            Media::Png => Self::Png,
            Media::Gif => Self::Gif,
            Media::Tiff => Self::Tiff,
            Media::Dicom => Self::Dicom,
            Media::Xml => Self::Xml,
            Media::Cda => Self::Cda,
            Media::Html => Self::Html,
            Media::Text => Self::Text,
            Media::Zip => Self::Zip,
            Media::Rtf => Self::Rtf,
            Media::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = r#"{"resourceType":"Bundle","type":"document","entry":[
        {"resource":{"resourceType":"DocumentReference","content":[
            {"attachment":{"contentType":"image/png","title":"図","data":"JVBERi0xLjQK"}},
            {"attachment":{"title":"words only"}}]}},
        {"resource":{"resourceType":"Binary","contentType":"text/plain","data":"44Gv44GE"}},
        {"resource":{"resourceType":"Observation","valueSampledData":{"origin":{"value":0},
            "period":1,"dimensions":1,"data":"12 13"}}}],
        "signature":{"who":{"display":"x"},"data":"44Gv44GE"}}"#;
    const PNG: &str = "/entry/0/resource/content/0/attachment/data";

    #[test]
    fn files_are_found_and_curves_are_none() {
        let places = attachments(LETTER.as_bytes());
        let mut places: Vec<_> = places.iter().map(|place| &**place).collect();
        places.sort_unstable();
        assert_eq!(places, [PNG, "/entry/1/resource/data"]);
    }

    #[test]
    fn the_content_is_told_by_its_bytes_and_a_wrong_declaration_is_said() {
        let file = attachment(LETTER.as_bytes(), PNG, 100).unwrap().unwrap();
        assert_eq!(file.media, AttachmentMedia::Pdf);
        assert!(file.declared_differs);
        assert_eq!(file.title.as_deref(), Some("図"));
        assert_eq!(file.bytes, b"%PDF-1.4\n");
        let text = attachment(LETTER.as_bytes(), "/entry/1/resource/data", 100);
        let text = text.unwrap().unwrap();
        assert_eq!(
            (text.media, text.declared_differs),
            (AttachmentMedia::Text, false)
        );
        assert_eq!(text.bytes, "はい".as_bytes());
    }

    #[test]
    fn what_is_no_place_of_a_file_gives_nothing() {
        for place in [
            "",
            "/",
            "/entry/0",
            "/entry/9/resource/data",
            "/entry/x/resource/data",
            "/entry/0/resource/content/1/attachment/data",
            "/entry/0/resource/content/0/attachment/title",
            "/entry/2/resource/valueSampledData/data",
            "/signature/data",
            "/entry/0/resource/content/0/attachment/data/0",
        ] {
            assert_eq!(
                attachment(LETTER.as_bytes(), place, 100),
                Ok(None),
                "{place}"
            );
        }
        assert_eq!(attachment(b"<a/>", "/data", 100), Ok(None));
    }

    #[test]
    fn the_limit_and_the_alphabet_are_kept() {
        let limit = 8;
        let large = attachment(LETTER.as_bytes(), PNG, limit);
        assert_eq!(large, Err(ReadError::TooLarge { limit }));
        let broken = LETTER.replace("JVBERi0xLjQK", "*VBERi0xLjQK");
        let broken = attachment(broken.as_bytes(), PNG, 100);
        assert_eq!(broken, Err(ReadError::NotBase64 { at: 0 }));
    }

    #[test]
    fn a_pdf_is_a_file_itself_and_what_is_ambiguous_is_no_place() {
        let pdf = b"%PDF-1.7 ...";
        assert!(attachments(pdf).contains(""));
        assert_eq!(attachment(pdf, "", 100).unwrap().unwrap().bytes, pdf);
        assert!(attachment(pdf, "", 5).is_err());
        let twice = format!("{LETTER}{LETTER}");
        assert!(attachments(twice.as_bytes()).is_empty());
        assert_eq!(attachment(twice.as_bytes(), PNG, 100), Ok(None));
        let both = br#"{"resourceType":"Binary","data":"44Gv","data":"44GE"}"#;
        assert!(attachments(both).is_empty());
    }
}
