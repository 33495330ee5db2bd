use crate::html::Html;
use crate::style::{POLICY, STYLE};

/// A whole document: the frame, what stands at the top of every printed page, and the content. The
/// title is ours, for a title shows in lists of windows and in file names.
pub(crate) fn sheet(
    title: &str,
    running: impl FnOnce(&mut Html),
    content: impl FnOnce(&mut Html),
) -> String {
    let mut html = Html::default();
    html.ours("<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">");
    html.ours("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    html.ours(POLICY);
    html.ours("\">");
    html.ours("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.told("title", "", title);
    html.element("style", "", |html| html.ours(STYLE));
    html.ours("</head>\n<body>");
    html.element("div", "sheet", |html| {
        html.element("div", "running", |html| html.element("p", "", running));
        html.element("main", "", content);
    });
    html.ours("</body></html>\n");
    html.finish()
}
