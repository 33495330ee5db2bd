//! 原文: the original of one document, as it was received.

use audit::EventKind;
use record::original;
use record::view::SheetView;
use sha2::{Digest as _, Sha256};

use super::sheet::{Page, Reading};
use super::sheet_parts::Parts;
use crate::error::{CommandError, ErrorCode};
use crate::request::DocumentSourceRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::DocumentSourceView;

/// Longer originals come in pages of about so many bytes.
const PAGE: usize = 1 << 20;

impl Seat {
    /// One page of the original, behind the gate of the document's sheet. A document with something
    /// 未提供 has no original for a doctor: it would show it.
    pub(crate) async fn document_source(
        &self,
        request: DocumentSourceRequest,
    ) -> Result<DocumentSourceView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        let written = self.seated().ok_or(ErrorCode::NotSignedIn)?.written;
        blocking(move || {
            let (person, category) = (request.person, request.category);
            let kind = EventKind::OpenOriginal;
            let one = Page {
                written,
                what: format!("{}/{}", request.key.0, request.part),
                first: request.from == 0,
            };
            Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?
            .in_pages(one)
            .document(&request.key, |parts, sheet| page(parts, &sheet, &request))
        })
        .await
    }
}

fn page(
    parts: &Parts<'_>,
    sheet: &SheetView,
    request: &DocumentSourceRequest,
) -> Result<DocumentSourceView, CommandError> {
    let part = parts.get(request.part).ok_or(ErrorCode::NoSuchDocument)?;
    if sheet.undelivered > 0 || parts.name_undelivered() {
        return Err(ErrorCode::OriginalWithheld.into());
    }
    let original = original(part.bytes);
    let rest = original
        .text
        .get(request.from..)
        .ok_or_else(|| CommandError::new(ErrorCode::BadRequest).with("detail", "from"))?;
    let text = beginning(rest);
    let end = request.from + text.len();
    Ok(DocumentSourceView {
        form: original.form,
        encoding: original.encoding,
        text: text.to_owned(),
        next: (end < original.text.len()).then_some(end),
        part: request.part,
        parts: parts.count(),
        size: part.bytes.len(),
        sha256: hex::encode(Sha256::digest(part.bytes)),
        fetched_at: part.set.fetched_at,
        confirmed_at: part.set.confirmed_at,
        origin: part.set.origin.clone(),
    })
}

/// About one page, to the end of a line where there is one.
fn beginning(text: &str) -> &str {
    if text.len() <= PAGE {
        return text;
    }
    let most = text.get(..text.floor_char_boundary(PAGE)).unwrap_or(text);
    match most.rfind('\n') {
        Some(end) => text.get(..=end).unwrap_or(most),
        None => most,
    }
}

#[cfg(test)]
mod tests {
    use record::view::RowKey;
    use record::vocabulary::{Category, PersonId};

    use super::super::sheet_parts::tests::{parts, set};
    use super::*;

    fn first_page(json: &str) -> Result<DocumentSourceView, ErrorCode> {
        let parts = parts(Category::Document, vec![set("a", json, None)], Some("a"));
        let request = DocumentSourceRequest {
            person: PersonId(1),
            category: Category::Document,
            key: RowKey("a".into()),
            part: 0,
            from: 0,
        };
        page(&parts, &parts.sheet(|_| true), &request).map_err(|error| error.code)
    }

    #[test]
    fn an_original_that_would_show_what_is_not_to_be_supplied_is_refused() {
        let letter = |tag: &str| {
            format!(
                r#"{{"resourceType":"Bundle","type":"document","entry":[
                {{"resource":{{"resourceType":"Composition","title":"Alpha"}}}},
                {{"resource":{{"resourceType":"Condition","meta":{{"tag":[{{"code":"{tag}"}}]}},
                    "code":{{"text":"Beta"}}}}}}]}}"#
            )
        };
        let told = first_page(&letter("LTS")).unwrap();
        assert!(told.text.contains("Beta"));
        assert_eq!(told.size, letter("LTS").len());
        for tag in ["UNDELIVERED", r"UNDELIVE\u0052ED"] {
            let refused = first_page(&letter(tag)).map(|view| view.text);
            assert_eq!(refused, Err(ErrorCode::OriginalWithheld), "{tag}");
        }
    }

    #[test]
    fn pages_hold_everything_once_and_end_with_lines_where_there_are_any() {
        for text in [
            "短い".to_owned(),
            "一行の長さ\n".repeat(200_000),
            "切れ目のない".repeat(200_000),
        ] {
            let (mut rest, mut told) = (text.as_str(), String::new());
            while !rest.is_empty() {
                let page = beginning(rest);
                assert!(!page.is_empty() && page.len() <= PAGE);
                told.push_str(page);
                rest = rest.strip_prefix(page).unwrap();
                assert!(rest.is_empty() || !text.contains('\n') || page.ends_with('\n'));
            }
            assert_eq!(told, text);
        }
    }
}
