use std::borrow::Cow;

use super::{Walk, at, each};
use crate::answer::leaf::{Place, is_value};
use crate::answer::view::{Piece, PieceRole};
use crate::json::{Node, Path};
use crate::text::attachment::{Attachment, decode, look};
use crate::text::encoding;
use crate::text::media::Media;
use crate::text::visible::visible;
use crate::xml::{parse_xml, words};

impl<'t, 'a> Walk<'t, 'a> {
    /// Adds a value as sent. What is a code here is shown, but counts for nothing.
    pub(super) fn sent(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        role: PieceRole,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        let before = pieces.len();
        for (index, item) in each(node) {
            let path = at(path, index);
            let Some(text) = primitive(item) else {
                self.unknown(item, place, &path);
                continue;
            };
            if !is_value(place.key, &text) {
                continue;
            }
            let role = if place.counts() {
                role
            } else {
                PieceRole::Code
            };
            if pieces.len() > before {
                pieces.push(Piece {
                    text: " ".into(),
                    role: PieceRole::Words,
                    pointer: None,
                    of: None,
                });
            }
            pieces.push(self.piece(text, role, &path));
        }
    }

    /// Data of an attachment: told what it is, decoded by nobody here.
    pub(super) fn data(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        content_type: Option<&str>,
    ) -> Vec<Piece<'a>> {
        match node.as_text() {
            Some(text) => {
                let told = describe(text, content_type);
                vec![self.piece(told.into(), PieceRole::Sent, path)]
            }
            None => {
                self.unknown(node, place, path);
                Vec::new()
            }
        }
    }

    pub(super) fn piece(
        &mut self,
        text: Cow<'a, str>,
        role: PieceRole,
        path: &Path<'_>,
    ) -> Piece<'a> {
        let counts = matches!(
            role,
            PieceRole::Sent | PieceRole::Aside | PieceRole::Withheld
        );
        self.placed += usize::from(counts);
        Piece {
            text,
            role,
            pointer: (counts && self.points()).then(|| path.pointer()),
            of: None,
        }
    }
}

pub(super) fn primitive<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    match node {
        Node::String(text) | Node::Number(text) => Some(text.into()),
        Node::Bool(true) => Some("true".into()),
        Node::Bool(false) => Some("false".into()),
        Node::Null => Some("".into()),
        Node::Array(_) | Node::Object(_) => None,
    }
}

/// What an attachment is, by its content; text and XML are shown in words, for nobody else would.
pub(super) fn describe(data: &str, content_type: Option<&str>) -> String {
    let found = match look(data, content_type) {
        Ok(found) => found,
        Err(_) => return format!("読み取れない添付データ（{} 文字）", data.len()),
    };
    let differs = if found.declared_differs {
        "、宣言された種類と異なる"
    } else {
        ""
    };
    let told = format!("{}（{} バイト{differs}）", found.media.name(), found.bytes);
    match readable(data, found) {
        Some(text) => format!("{told}\n{text}"),
        None => told,
    }
}

/// Longer text is opened as a file.
const TEXT_SHOWN: usize = 256 * 1024;

fn readable(data: &str, found: Attachment) -> Option<String> {
    let content = || decode(data, TEXT_SHOWN).ok();
    match found.media {
        Media::Text => {
            let bytes = content()?;
            let (text, _) = encoding::decode(&bytes).ok()?;
            Some(visible(&text).into_owned())
        }
        // The original of a 健診文書 may be all there is of it.
        Media::Cda | Media::Xml => Some(words(&parse_xml(&content()?).ok()?)),
        _ => None,
    }
}
