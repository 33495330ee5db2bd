//! 添付: one file of a document, opened.

use audit::EventKind;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use record::view::{AttachmentPlace, BlockView, CardView, FieldView, SheetView};
use record::{Attached, AttachmentMedia, ReadError, attachment, original};

use super::sheet::Reading;
use super::sheet_parts::Parts;
use crate::error::{CommandError, ErrorCode};
use crate::request::DocumentAttachmentRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{AttachmentContent, AttachmentView};

/// The largest file that is opened.
pub(super) const MEBIBYTES: usize = 32;

/// Of longer text only the beginning is shown.
const TEXT: usize = 1 << 20;

impl Seat {
    /// One file, behind the gate of the document's sheet: only what that sheet offers can be opened.
    pub(crate) async fn document_attachment(
        &self,
        request: DocumentAttachmentRequest,
    ) -> Result<AttachmentView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        blocking(move || {
            let (person, category) = (request.person, request.category);
            let kind = EventKind::OpenAttachment;
            Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?
            .document(&request.key, |parts, sheet| {
                open(parts, &sheet, &request.place)
            })
        })
        .await
    }
}

fn open(
    parts: &Parts<'_>,
    sheet: &SheetView,
    place: &AttachmentPlace,
) -> Result<AttachmentView, CommandError> {
    if !offered(sheet, place) {
        return Err(ErrorCode::NoSuchAttachment.into());
    }
    let part = parts.get(place.part).ok_or(ErrorCode::NoSuchAttachment)?;
    match attachment(part.bytes, &place.pointer, MEBIBYTES << 20) {
        Ok(Some(file)) => Ok(view(file)),
        Ok(None) => Err(ErrorCode::NoSuchAttachment.into()),
        Err(ReadError::TooLarge { .. }) => {
            Err(CommandError::new(ErrorCode::AttachmentTooLarge).with("limit", MEBIBYTES))
        }
        Err(_) => Err(ErrorCode::AttachmentUnreadable.into()),
    }
}

/// Whether the sheet offers this file: then nothing 未提供 and nothing of another version is it.
fn offered(sheet: &SheetView, place: &AttachmentPlace) -> bool {
    fn in_fields(fields: &[FieldView], place: &AttachmentPlace) -> bool {
        fields.iter().any(|field| {
            let mut pieces = field.pieces.iter();
            pieces.any(|piece| piece.attachment.as_ref() == Some(place))
                || in_fields(&field.fields, place)
        })
    }
    fn in_cards(cards: &[CardView], place: &AttachmentPlace) -> bool {
        cards
            .iter()
            .any(|card| in_fields(&card.fields, place) || in_cards(&card.cards, place))
    }
    fn in_blocks(blocks: &[BlockView], place: &AttachmentPlace) -> bool {
        blocks.iter().any(|block| {
            in_fields(&block.fields, place)
                || in_cards(&block.cards, place)
                || in_blocks(&block.blocks, place)
        })
    }
    in_blocks(&sheet.blocks, place)
}

fn view(file: Attached) -> AttachmentView {
    AttachmentView {
        media: file.media,
        size: file.bytes.len(),
        content: content(&file),
        declared: file.declared.filter(|_| file.declared_differs),
        name: file.title,
    }
}

fn content(file: &Attached) -> AttachmentContent {
    match file.media {
        AttachmentMedia::Pdf
        | AttachmentMedia::Jpeg
        | AttachmentMedia::Png
        | AttachmentMedia::Gif => AttachmentContent::Bytes {
            base64: BASE64_STANDARD.encode(&file.bytes),
        },
        // Markup is shown as it is written and never drawn: it is somebody else's.
        AttachmentMedia::Text
        | AttachmentMedia::Xml
        | AttachmentMedia::Cda
        | AttachmentMedia::Html => text(&file.bytes),
        AttachmentMedia::Tiff
        | AttachmentMedia::Dicom
        | AttachmentMedia::Zip
        | AttachmentMedia::Rtf
        | AttachmentMedia::Unknown => AttachmentContent::NotDrawn,
    }
}

/// The beginning of a text, with hidden characters spelled out.
pub(super) fn text(bytes: &[u8]) -> AttachmentContent {
    let read = original(bytes);
    let mut text = read.text;
    let cut = text.len() > TEXT;
    text.truncate(text.floor_char_boundary(TEXT));
    AttachmentContent::Text {
        text,
        encoding: read.encoding,
        cut,
    }
}

#[cfg(test)]
mod tests {
    use record::vocabulary::Category;

    use super::super::sheet_parts::tests::{parts, set};
    use super::*;

    const PLACE: &str = "/entry/1/resource/content/0/attachment/data";

    /// Opens the one file of a letter; `data` in base64, `tag` on the resource that holds it.
    fn opened(data: &str, declared: &str, tag: &str) -> Result<AttachmentView, ErrorCode> {
        let json = format!(
            r#"{{"resourceType":"Bundle","type":"document","entry":[
            {{"resource":{{"resourceType":"Composition","title":"Alpha"}}}},
            {{"resource":{{"resourceType":"DocumentReference","meta":{{"tag":[{{"code":"{tag}"}}]}},
                "content":[{{"attachment":{{"contentType":"{declared}","title":"Beta","data":"{data}"}}}}]}}}}]}}"#
        );
        let parts = parts(Category::Document, vec![set("a", &json, None)], Some("a"));
        let place = AttachmentPlace {
            version: 7,
            part: 0,
            pointer: PLACE.into(),
        };
        open(&parts, &parts.sheet(|_| true), &place).map_err(|error| error.code)
    }

    fn encoded(content: &[u8]) -> String {
        BASE64_STANDARD.encode(content)
    }

    #[test]
    fn kinds_are_told_by_their_bytes_and_markup_is_text() {
        let png = encoded(b"\x89PNG\r\n\x1A\n rest");
        let seen = opened(&png, "image/jpeg", "").unwrap();
        assert_eq!(seen.media, AttachmentMedia::Png);
        assert_eq!(seen.declared.as_deref(), Some("image/jpeg"));
        assert_eq!(seen.content, AttachmentContent::Bytes { base64: png });

        let html = "<html><script>x\u{202E}</script></html>";
        let seen = opened(&encoded(html.as_bytes()), "text/html", "").unwrap();
        let AttachmentContent::Text { text, cut, .. } = seen.content else {
            panic!("not text");
        };
        assert_eq!(text, html.replace('\u{202E}', "[U+202E]"));
        assert_eq!((seen.declared, cut), (None, false));

        let long = opened(&encoded("長い".repeat(1 << 19).as_bytes()), "", "").unwrap();
        assert!(
            matches!(&long.content, AttachmentContent::Text { text, cut: true, .. }
            if text.len() <= TEXT && text.len() > TEXT - 4)
        );
        let tiff = opened(&encoded(b"II*\0\x08\0"), "image/tiff", "").unwrap();
        assert_eq!(tiff.content, AttachmentContent::NotDrawn);
    }

    #[test]
    fn what_is_not_to_be_supplied_or_no_file_does_not_open() {
        let text = encoded(b"words");
        assert!(opened(&text, "text/plain", "LTS").is_ok());
        for (data, tag, code) in [
            (text.as_str(), "UNDELIVERED", ErrorCode::NoSuchAttachment),
            ("*", "", ErrorCode::AttachmentUnreadable),
        ] {
            let refused = opened(data, "text/plain", tag).map(|view| view.size);
            assert_eq!(refused, Err(code), "{data}");
        }
        let large = vec![b'x'; (MEBIBYTES << 20) + 1];
        let refused = opened(&encoded(&large), "text/plain", "").map(|view| view.size);
        assert_eq!(refused, Err(ErrorCode::AttachmentTooLarge));
    }
}
