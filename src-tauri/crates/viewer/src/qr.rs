//! A square that an app reads (QR コード), drawn on this PC: nothing of what it says is sent anywhere.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::{CommandError, ErrorCode};

/// Light units around the square, as the standard asks for.
const MARGIN: usize = 4;

/// The dark parts as SVG path data in units of one.
pub(crate) struct Square {
    pub(crate) path: String,
    /// Units of its side, margin included.
    pub(crate) size: usize,
}

/// Draws a text.
pub(crate) fn square(text: &str) -> Result<Square, CommandError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|_| ErrorCode::Internal)?;
    let width = code.width();
    let mut path = String::new();
    for (row, units) in code.to_colors().chunks(width).enumerate() {
        let mut at = 0;
        for run in units.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                let _ = write!(
                    path,
                    "M{} {}h{}v1h-{}z",
                    at + MARGIN,
                    row + MARGIN,
                    run.len(),
                    run.len()
                );
            }
            at += run.len();
        }
    }
    Ok(Square {
        path,
        size: width + 2 * MARGIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three corner marks of seven units stand where every reader looks for them.
    #[test]
    fn the_corners_are_where_a_reader_looks_for_them() {
        let square = square("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let last = square.size - MARGIN - 7;
        for corner in [(MARGIN, MARGIN), (last, MARGIN), (MARGIN, last)] {
            let top = format!("M{} {}h7v1h-7z", corner.0, corner.1);
            assert!(square.path.contains(&top), "{corner:?}");
        }
        assert_ne!(square.path, super::square("another").unwrap().path);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(square(&"x".repeat(10_000)).is_err());
    }
}
