use encoding_rs::{EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// The kinds of attachments that the viewer tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    Pdf,
    Jpeg,
    Png,
    Gif,
    Tiff,
    Dicom,
    Xml,
    /// HL7 CDA, e.g. an older checkup report.
    Cda,
    Html,
    Text,
    /// Also the office formats, which are archives.
    Zip,
    Rtf,
    Unknown,
}

/// Beginnings of binary formats: offset, bytes, kind.
const MAGIC: [(usize, &[u8], Media); 13] = [
    (0, b"\xFF\xD8\xFF", Media::Jpeg),
    (0, b"\x89PNG\r\n\x1A\n", Media::Png),
    (0, b"GIF87a", Media::Gif),
    (0, b"GIF89a", Media::Gif),
    (0, b"II*\0", Media::Tiff),
    (0, b"MM\0*", Media::Tiff),
    (0, b"II+\0", Media::Tiff),
    (128, b"DICM", Media::Dicom),
    (0, b"PK\x03\x04", Media::Zip),
    (0, b"PK\x05\x06", Media::Zip),
    (0, b"PK\x07\x08", Media::Zip),
    (0, b"{\\rtf", Media::Rtf),
    (0, b"%PDF-", Media::Pdf),
];

/// A PDF may have other bytes before it, this many at most.
pub(crate) const BEFORE_PDF: usize = 1024;

/// What `bytes`, the beginning of a content, are.
pub(crate) fn sniff(bytes: &[u8]) -> Media {
    let begins = |(at, magic, _): &&(usize, &[u8], Media)| {
        bytes.get(*at..).is_some_and(|b| b.starts_with(magic))
    };
    if let Some((_, _, media)) = MAGIC.iter().find(begins) {
        return *media;
    }
    let head = bytes.get(..BEFORE_PDF).unwrap_or(bytes);
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Media::Pdf;
    }
    match text(bytes) {
        Some(text) => markup(&text),
        None => Media::Unknown,
    }
}

impl Media {
    /// What a reader calls this kind.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG画像",
            Self::Png => "PNG画像",
            Self::Gif => "GIF画像",
            Self::Tiff => "TIFF画像",
            Self::Dicom => "DICOM",
            Self::Xml => "XML",
            Self::Cda => "CDA文書",
            Self::Html => "HTML",
            Self::Text => "テキスト",
            Self::Zip => "ZIP",
            Self::Rtf => "RTF",
            Self::Unknown => "種類不明",
        }
    }

    /// Whether a declared content type may stand for this. A type that says nothing always may.
    pub(crate) fn fits(self, declared: &str) -> bool {
        let essence = declared.split(';').next().unwrap_or_default();
        let essence = essence.trim().to_ascii_lowercase();
        let kinds: &[Self] = match essence.as_str() {
            "application/pdf" | "application/x-pdf" => &[Self::Pdf],
            "image/jpeg" | "image/jpg" | "image/pjpeg" => &[Self::Jpeg],
            "image/png" | "image/x-png" => &[Self::Png],
            "image/gif" => &[Self::Gif],
            "image/tiff" => &[Self::Tiff],
            "application/dicom" => &[Self::Dicom],
            "text/xml" | "application/xml" => &[Self::Xml, Self::Cda],
            "text/html" | "application/xhtml+xml" => &[Self::Html],
            "text/plain" | "text/csv" | "text/markdown" => &[Self::Text],
            "application/zip" | "application/x-zip-compressed" => &[Self::Zip],
            "application/rtf" | "text/rtf" => &[Self::Rtf],
            "application/fhir+xml" => &[Self::Xml],
            hl7 if hl7.starts_with("application/hl7-") => &[Self::Cda, Self::Xml],
            office if office.starts_with("application/vnd.openxmlformats") => &[Self::Zip],
            _ => return true,
        };
        kinds.contains(&self)
    }
}

/// The bytes as text, when they are text as far as they go: the last character may be cut.
fn text(bytes: &[u8]) -> Option<String> {
    for (mark, kind) in [(b"\xFE\xFF", UTF_16BE), (b"\xFF\xFE", UTF_16LE)] {
        if let Some(body) = bytes.strip_prefix(mark) {
            return readable(kind.decode_without_bom_handling(body).0.into_owned());
        }
    }
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(e) if e.error_len().is_none() => {
            let kept = bytes.get(..e.valid_up_to())?;
            std::str::from_utf8(kept).ok().map(str::to_owned)
        }
        Err(_) => [bytes, bytes.split_last()?.1]
            .into_iter()
            .find_map(|bytes| {
                [SHIFT_JIS, EUC_JP].into_iter().find_map(|kind| {
                    kind.decode_without_bom_handling_and_without_replacement(bytes)
                        .map(std::borrow::Cow::into_owned)
                })
            }),
    };
    readable(whole?)
}

fn readable(text: String) -> Option<String> {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}');
    (!text.is_empty() && !text.contains(control)).then_some(text)
}

/// Which markup a text is, by its first element.
fn markup(text: &str) -> Media {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    let prolog = rest.starts_with("<?xml");
    loop {
        let after = if rest.starts_with("<?") {
            rest.split_once("?>")
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if begins_with(rest, "<!doctype html") {
            return Media::Html;
        } else if begins_with(rest, "<!doctype") {
            rest.split_once('>')
        } else {
            None
        };
        match after {
            Some((_, after)) => rest = after.trim_start(),
            None => break,
        }
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let name = name
        .split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        .next()
        .unwrap_or_default();
    let local = name.rsplit(':').next().unwrap_or_default();
    if local == "ClinicalDocument" {
        Media::Cda
    } else if local.eq_ignore_ascii_case("html") {
        Media::Html
    } else if prolog || local.starts_with(char::is_alphabetic) {
        Media::Xml
    } else {
        Media::Text
    }
}

fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_first_bytes() {
        let dicom = [vec![0; 128], b"DICM\x02\0".to_vec()].concat();
        let late_pdf = [vec![b'\n'; 900], b"%PDF-1.3".to_vec()].concat();
        let sjis = SHIFT_JIS.encode("紹介状の本文です").0;
        let wide: Vec<u8> = "\u{FEFF}<?xml version=\"1.0\"?><a/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, media) in [
            (&b"%PDF-1.7"[..], Media::Pdf),
            (&late_pdf, Media::Pdf),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", Media::Jpeg),
            (b"\x89PNG\r\n\x1A\n\0\0", Media::Png),
            (b"GIF89a\x01\0", Media::Gif),
            (b"II*\0\x08", Media::Tiff),
            (b"MM\0*\0\0", Media::Tiff),
            (&dicom, Media::Dicom),
            (b"<?xml version=\"1.0\"?>\n<XmlMsg/>", Media::Xml),
            (b"\xEF\xBB\xBF<XmlMsg>", Media::Xml),
            (&wide, Media::Xml),
            (
                b"<?xml version=\"1.0\"?><!-- x --><?xml-stylesheet?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">",
                Media::Cda,
            ),
            (b"<hl7:ClinicalDocument>", Media::Cda),
            (b"\n<!DOCTYPE HTML><p>", Media::Html),
            (b"<HTML lang=ja>", Media::Html),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C'><html>", Media::Html),
            (b"PK\x03\x04\x14\0", Media::Zip),
            (b"{\\rtf1\\ansi", Media::Rtf),
            ("本文".as_bytes(), Media::Text),
            (&"本文".as_bytes()[..5], Media::Text),
            (&sjis, Media::Text),
            (&sjis[..sjis.len() - 1], Media::Text),
            (b"1 < 2", Media::Text),
            (b"< 5", Media::Text),
            (b"", Media::Unknown),
            (b"\0\x01\x02\x03", Media::Unknown),
            (b"\xFF\xFF\xFF\xFF", Media::Unknown),
        ] {
            assert_eq!(sniff(bytes), media, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn declared_types_fit_their_kinds() {
        for (declared, media) in [
            ("application/pdf", Media::Pdf),
            ("Image/JPG", Media::Jpeg),
            ("text/xml; charset=UTF-8", Media::Cda),
            ("application/hl7-v3+xml", Media::Cda),
            ("text/plain;charset=shift_jis", Media::Text),
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                Media::Zip,
            ),
            ("application/octet-stream", Media::Unknown),
            ("", Media::Pdf),
        ] {
            assert!(media.fits(declared), "{declared}");
        }
        for (declared, media) in [
            ("application/pdf", Media::Html),
            ("application/pdf", Media::Unknown),
            ("text/plain", Media::Html),
            ("text/html", Media::Xml),
            ("image/png", Media::Jpeg),
        ] {
            assert!(!media.fits(declared), "{declared}");
        }
    }
}
