use super::Narrative;
use super::balance::escaped;
use super::markup::{Markup, Token};
use super::plain::Plain;
use crate::text::visible::visible;

/// Takes sanitised markup, as the sanitiser writes it, and makes the hidden characters of its text
/// visible; the plain text is taken down on the way.
pub(super) fn rewritten(sanitised: &str) -> Narrative {
    let mut html = String::with_capacity(sanitised.len());
    let mut plain = Plain::default();
    let mut after_pre = false;
    for token in Markup::new(sanitised) {
        match token {
            Token::Text(text) | Token::Literal(text) => {
                let text = unescaped(text);
                let text = visible(&text);
                // HTML drops a line break right after <pre>.
                if after_pre && text.starts_with('\n') {
                    html.push('\n');
                }
                html.push_str(&escaped(&text));
                plain.text(&text);
            }
            Token::Open {
                name, attributes, ..
            } => {
                html.extend(["<", name, attributes, ">"]);
                plain.open(name);
            }
            Token::Close { name } => {
                html.extend(["</", name, ">"]);
                plain.close(name);
            }
        }
        after_pre = matches!(token, Token::Open { name: "pre", .. });
    }
    Narrative {
        html,
        text: plain.finish(),
    }
}

/// The text of the four references that the sanitiser writes; a lone carriage return would not
/// survive the next parsing.
fn unescaped(text: &str) -> String {
    let text = text.replace('\r', "\n");
    if !text.contains('&') {
        return text;
    }
    text.replace("&nbsp;", "\u{A0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
