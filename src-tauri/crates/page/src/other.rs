use record::OtherItem;

use crate::html::Html;

/// その他の項目: values without a place of their own, with the path they stood at.
pub(crate) fn other(html: &mut Html, items: &[OtherItem<'_>]) {
    if items.is_empty() {
        return;
    }
    html.element("section", "", |html| {
        html.told("h2", "", "その他の項目");
        html.element("table", "", |html| {
            html.ours(
                "<thead><tr><th scope=\"col\">場所</th><th scope=\"col\">値</th></tr></thead>",
            );
            html.element("tbody", "", |html| {
                for item in items {
                    html.element("tr", "", |html| {
                        html.told("td", "path", &item.pointer);
                        html.told("td", "", &item.text);
                    });
                }
            });
        });
    });
}
