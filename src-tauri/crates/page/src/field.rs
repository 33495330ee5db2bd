use record::Field;

use crate::html::Html;
use crate::piece::pieces;

/// Labelled statements as a definition list; parts of a statement stand indented in it.
pub(crate) fn fields(html: &mut Html, fields: &[Field<'_>]) {
    if fields.is_empty() {
        return;
    }
    html.element("dl", "", |html| {
        for field in fields {
            html.element("div", "row", |html| {
                html.told("dt", "", field.label.ja);
                html.element("dd", "", |html| {
                    pieces(html, &field.pieces);
                    self::fields(html, &field.fields);
                });
            });
        }
    });
}
