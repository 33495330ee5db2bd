use record::Card;

use crate::field::fields;
use crate::html::Html;
use crate::mark::mark;
use crate::narrative::narrative;

/// One resource: what it is, what must not be overlooked, and everything it says.
pub(crate) fn card(html: &mut Html, card: &Card<'_>) {
    html.element("article", "", |html| {
        html.element("p", "kind", |html| {
            html.text(card.kind.ja);
            html.text(" ");
            html.told("span", "code", &card.resource);
            for found in &card.marks {
                mark(html, *found);
            }
        });
        fields(html, &card.fields);
        if let Some(told) = &card.narrative {
            narrative(html, told);
        }
        for inner in &card.cards {
            self::card(html, inner);
        }
    });
}
