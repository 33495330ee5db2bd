/// A piece of markup as it was written, right or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with references (`&amp;`) still in it.
    Text(&'a str),
    /// Text that means itself: CDATA, and markup that never ends.
    Literal(&'a str),
    Open {
        /// Without its namespace prefix.
        name: &'a str,
        attributes: &'a str,
        /// `<td/>`.
        closed: bool,
    },
    Close {
        name: &'a str,
    },
}

/// Cuts XHTML or HTML, well-formed or not, into [`Token`]s in linear time. Comments, instructions,
/// document types, scripts and styles are left out.
pub(super) struct Markup<'a> {
    rest: &'a str,
    /// Ends that were looked for and do not come any more, so that nobody looks again.
    missing: Vec<&'static str>,
    /// A quote was left open: quotes mean nothing any more.
    quotes_broken: bool,
}

impl<'a> Markup<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self {
            rest: source,
            missing: Vec::new(),
            quotes_broken: false,
        }
    }

    /// Splits at the first `end`, which is left out.
    fn until(&mut self, end: &'static str, after: &'a str) -> Option<(&'a str, &'a str)> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = after.split_once(end);
        if found.is_none() {
            self.missing.push(end);
        }
        found
    }

    /// What begins with `<`; `None` for what is left out.
    fn tag(&mut self) -> Option<Token<'a>> {
        let (opening, after) = self.rest.split_at_checked(1)?;
        if let Some(comment) = after.strip_prefix("!--") {
            let at_once = comment.strip_prefix('>').or(comment.strip_prefix("->"));
            let end = at_once.or_else(|| self.until("-->", comment).map(|(_, end)| end));
            return self.skip_to(end, opening, after);
        }
        if let Some(data) = after.strip_prefix("![CDATA[") {
            let Some((text, end)) = self.until("]]>", data) else {
                return self.skip_to(None, opening, after);
            };
            self.rest = end;
            return Some(Token::Literal(text));
        }
        if after.starts_with('?') {
            let end = self.until("?>", after).map(|(_, end)| end);
            let end = end.or_else(|| self.until(">", after).map(|(_, end)| end));
            return self.skip_to(end, opening, after);
        }
        if after.starts_with('!') {
            let end = self.until(">", after).map(|(_, end)| end);
            return self.skip_to(end, opening, after);
        }
        let (closing, body) = match after.strip_prefix('/') {
            Some(body) => (true, body),
            None => (false, after),
        };
        let is_tag = body.starts_with(|c: char| c.is_ascii_alphabetic());
        let Some((inside, end)) = is_tag.then(|| self.tag_end(body)).flatten() else {
            return self.skip_to(None, opening, after);
        };
        self.rest = end;
        let (name, attributes) = named(inside);
        if closing {
            return Some(Token::Close { name });
        }
        let closed = attributes.ends_with('/');
        if !closed && self.skips_content(name) {
            return None;
        }
        Some(Token::Open {
            name,
            attributes,
            closed,
        })
    }

    /// Goes on at `end`; without an end, the opening was only text.
    fn skip_to(
        &mut self,
        end: Option<&'a str>,
        opening: &'a str,
        after: &'a str,
    ) -> Option<Token<'a>> {
        self.rest = end.unwrap_or(after);
        end.is_none().then_some(Token::Literal(opening))
    }

    /// Splits a tag at its `>`, which does not count inside a quoted value.
    fn tag_end(&mut self, body: &'a str) -> Option<(&'a str, &'a str)> {
        if self.quotes_broken || self.missing.contains(&">") {
            return self.until(">", body);
        }
        let mut after_equals = false;
        let mut quote = None;
        for (at, byte) in body.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'>') => return Some((body.get(..at)?, body.get(at + 1..)?)),
                (None, b'"' | b'\'') if after_equals => quote = Some(byte),
                _ => {}
            }
            after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
        }
        self.quotes_broken = true;
        self.until(">", body)
    }

    /// Goes on at the end tag of a script or a style sheet. Without one, the content is text.
    fn skips_content(&mut self, name: &str) -> bool {
        let ends = ["script", "style"];
        let Some(end) = ends.into_iter().find(|end| name.eq_ignore_ascii_case(end)) else {
            return false;
        };
        if self.missing.contains(&end) {
            return false;
        }
        let close = self.rest.match_indices("</").find(|(at, _)| {
            // Possibly with a namespace prefix.
            let tag = self.rest.get(at + 2..).unwrap_or_default();
            named(tag.split('>').next().unwrap_or_default())
                .0
                .eq_ignore_ascii_case(end)
        });
        match close {
            Some((at, _)) => {
                self.rest = self.rest.get(at..).unwrap_or_default();
                true
            }
            None => {
                self.missing.push(end);
                false
            }
        }
    }
}

impl<'a> Iterator for Markup<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            if self.rest.starts_with('<') {
                if let Some(token) = self.tag() {
                    return Some(token);
                }
                continue;
            }
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at_checked(end)?;
            self.rest = rest;
            return Some(Token::Text(text));
        }
        None
    }
}

/// The name of a tag without its namespace prefix, and what follows it.
fn named(inside: &str) -> (&str, &str) {
    let end = inside
        .find(|c: char| c.is_ascii_whitespace() || c == '/')
        .unwrap_or(inside.len());
    let (name, attributes) = inside.split_at_checked(end).unwrap_or((inside, ""));
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    (local, attributes)
}

/// The attributes of a tag: names without namespace prefix, values as written.
pub(super) fn attributes(mut rest: &str) -> Vec<(&str, &str)> {
    let blank = |c: char| c.is_ascii_whitespace();
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c| blank(c) || c == '/');
        let end = rest.find(|c| blank(c) || matches!(c, '=' | '/'));
        let Some((name, after)) = rest.split_at_checked(end.unwrap_or(rest.len())) else {
            return found;
        };
        let (value, after) = match after.trim_start_matches(blank).strip_prefix('=') {
            Some(value) => valued(value.trim_start_matches(blank)),
            None => ("", after),
        };
        if name.is_empty() && after.len() == rest.len() {
            return found;
        }
        found.push((name.rsplit(':').next().unwrap_or(name), value));
        rest = after;
    }
}

/// A value, quoted or not, and what follows it.
fn valued(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(split) = text.strip_prefix(quote).and_then(|t| t.split_once(quote)) {
            return split;
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace());
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(source: &str) -> String {
        Markup::new(source)
            .map(|token| match token {
                Token::Text(text) => format!("[{text}]"),
                Token::Literal(text) => format!("'{text}'"),
                Token::Open { name, closed, .. } => {
                    format!("+{name}{}", ["", "/"][usize::from(closed)])
                }
                Token::Close { name } => format!("-{name}"),
            })
            .collect()
    }

    #[test]
    fn markup_is_cut_as_written() {
        for (source, tokens) in [
            ("<p class='a>b'>x</p >", "+p[x]-p"),
            ("<h:td colspan=2/>", "+td/"),
            ("a<!-- <b> -->c<!--><i>", "[a][c]+i"),
            ("<?xml version='1'?><!DOCTYPE html><p>", "+p"),
            ("<![CDATA[a < b]]>", "'a < b'"),
            ("a < b, c<3 </ >", "[a ]'<'[ b, c]'<'[3 ]'<'[/ >]"),
            (
                "<style>p{}</STYLE >a<SCRIPT>if (a</b)</script>b",
                "-STYLE[a]-script[b]",
            ),
            ("<script/>a<script>b", "+script/[a]+script[b]"),
            ("a<p", "[a]'<'[p]"),
            ("<p title=\"x>y <b>z", "+p[y ]+b[z]"),
            ("a<!-- b<i>", "[a]'<'[!-- b]+i"),
            ("<![CDATA[x", "'<'[![CDATA[x]"),
            ("<p a=\"'>\" b>c", "+p[c]"),
        ] {
            assert_eq!(seen(source), tokens, "{source}");
        }
    }

    #[test]
    fn attributes_are_read_quoted_or_not() {
        assert_eq!(
            attributes(" colspan = \"2\" xml:lang='ja' nowrap rowspan=3 /"),
            [
                ("colspan", "2"),
                ("lang", "ja"),
                ("nowrap", ""),
                ("rowspan", "3")
            ]
        );
        assert_eq!(attributes("/ / "), []);
        assert_eq!(attributes("=x a=\"b"), [("", "x"), ("a", "\"b")]);
    }

    #[test]
    fn a_million_broken_openings_take_no_time() {
        for part in [
            "<a b='",
            "<a b=\">\" ",
            "<!--",
            "<![CDATA[",
            "<script>",
            "<?",
            "<!",
            "</script",
            "<a ",
        ] {
            let source = part.repeat(200_000);
            assert!(Markup::new(&source).count() > 0, "{part}");
        }
    }
}
