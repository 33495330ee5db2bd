use record::{Piece, PieceRole};

use crate::html::Html;

/// Runs of text, one after the other: what was sent in full, help quieter, codes small.
pub(crate) fn pieces(html: &mut Html, pieces: &[Piece<'_>]) {
    for piece in pieces {
        match piece.role {
            PieceRole::Words => html.text(&piece.text),
            PieceRole::Sent => html.told("span", "sent", &piece.text),
            PieceRole::Aside => html.told("span", "aside", &piece.text),
            PieceRole::Withheld => {
                html.told("span", "sent", &piece.text);
                html.text("（未提供）");
            }
            PieceRole::Code => html.told("span", "code", &piece.text),
        }
    }
}
