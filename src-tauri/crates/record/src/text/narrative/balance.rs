use super::allow::{Kind, attribute, element, signs};
use super::markup::{Markup, Token, attributes};
use super::strike::{Unmarked, strikes_out};
use crate::text::visible::visible;

/// Elements nested deeper lose their markup, not their text.
const MAX_DEPTH: usize = 200;
/// After so many elements markup is dropped: HTML may open 24 formatting elements again for each.
const MAX_ELEMENTS: usize = 50_000;

/// Writes `source` anew as well nested markup of known elements only.
pub(super) fn balanced(source: &str) -> String {
    Balance::with(MAX_ELEMENTS).written(source)
}

/// Writes `source` anew as one preformatted text: all of its text, none of its markup.
pub(super) fn flat(source: &str) -> String {
    let text = Balance::with(0).written(source);
    format!("<pre>\n{text}</pre>")
}

struct Balance {
    out: String,
    open: Vec<(&'static str, Kind)>,
    elements_left: usize,
    /// Open tables, groups and rows that are struck out as a whole, by their depth: their cells are.
    struck: Vec<usize>,
    unmarked: Unmarked,
}

impl Balance {
    const fn with(elements_left: usize) -> Self {
        Self {
            out: String::new(),
            open: Vec::new(),
            elements_left,
            struck: Vec::new(),
            unmarked: Unmarked::new(),
        }
    }

    fn written(mut self, source: &str) -> String {
        for token in Markup::new(source) {
            match token {
                Token::Text(text) => self.text(&visible(text)),
                Token::Literal(text) => self.text(&escaped(&visible(text))),
                Token::Close { name } => self.close(name),
                Token::Open {
                    name,
                    attributes,
                    closed,
                } => self.open(name, attributes, closed),
            }
        }
        self.close_down_to(0);
        self.unmarked.close_all(&mut self.out);
        self.out
    }

    fn text(&mut self, text: &str) {
        // Text between rows is moved out of the table by HTML: keep it apart from its neighbours.
        let loose = self
            .open
            .last()
            .is_some_and(|(_, kind)| matches!(kind, Kind::Table | Kind::RowGroup | Kind::Row));
        let loose = loose && !text.trim_ascii().is_empty();
        self.out.extend(loose.then_some(' '));
        self.out.push_str(text);
        self.out.extend(loose.then_some(' '));
    }

    fn open(&mut self, sent: &str, written: &str, closed: bool) {
        let struck = !closed && strikes_out(sent, written);
        let Some((name, kind)) = element(sent) else {
            if sent.eq_ignore_ascii_case("img") {
                self.picture(written);
            } else if !closed {
                self.unmarked.open(sent, struck, &mut self.out);
            }
            return;
        };
        let placed = self.end_before(kind);
        if !placed || self.elements_left == 0 || self.open.len() >= MAX_DEPTH {
            self.separate(name, kind, true);
            if !closed {
                self.unmarked
                    .open(sent, struck && name != "s", &mut self.out);
            }
            return;
        }
        self.elements_left -= 1;
        self.out.push('<');
        self.out.push_str(name);
        let mut seen = Vec::new();
        for (key, value) in attributes(written) {
            let key = key.to_ascii_lowercase();
            if attribute(name, &key, value) && !seen.contains(&key) {
                self.out.extend([" ", &key, "=\"", value, "\""]);
                seen.push(key);
            }
        }
        self.out.push('>');
        if !matches!(kind, Kind::Break | Kind::Rule) {
            self.open.push((name, kind));
            if closed {
                self.close_down_to(self.open.len() - 1);
            } else {
                self.strike(name, kind, struck);
            }
        }
    }

    /// What is struck out by its style is struck out by an element: styles are left out.
    fn strike(&mut self, name: &str, kind: Kind, struck: bool) {
        match kind {
            Kind::Table | Kind::RowGroup | Kind::Row => {
                self.struck.extend(struck.then(|| self.open.len() - 1));
            }
            _ => {
                let cell = matches!(kind, Kind::Cell | Kind::Caption);
                if (struck || cell && self.in_struck_table()) && name != "s" {
                    self.out.push_str("<s>");
                    self.open.push(("s", Kind::Format));
                }
            }
        }
    }

    /// A row, a group of rows or the whole table around what is being read is struck out.
    fn in_struck_table(&self) -> bool {
        self.struck.last().is_some_and(|at| {
            let table = self.open.iter().rposition(|(_, k)| *k == Kind::Table);
            table.is_some_and(|table| *at >= table)
        })
    }

    /// Closes what ends where an element of this kind begins. `false` when it is a part of a table
    /// outside of any: HTML would drop it, and "1" and "20" of two cells would become "120".
    fn end_before(&mut self, kind: Kind) -> bool {
        if let Some(ended) = ended_in_table(kind) {
            let Some(table) = self.open.iter().rposition(|(_, k)| *k == Kind::Table) else {
                return false;
            };
            let inside = self.open.iter().enumerate().skip(table);
            let first = inside.clone().find(|(_, (_, k))| ended.contains(k));
            if let Some((at, _)) = first {
                self.close_down_to(at);
            }
            return true;
        }
        let ended: &[Kind] = match kind {
            Kind::Break | Kind::Inline | Kind::Format => &[],
            Kind::Item => &[Kind::Paragraph, Kind::Item],
            Kind::Term => &[Kind::Paragraph, Kind::Term],
            _ => &[Kind::Paragraph],
        };
        while self.open.last().is_some_and(|(_, k)| ended.contains(k)) {
            self.close_down_to(self.open.len() - 1);
        }
        true
    }

    fn close(&mut self, sent: &str) {
        let Some((name, kind)) = element(sent) else {
            return self.unmarked.close(sent, &mut self.out);
        };
        let in_table = kind == Kind::Table || ended_in_table(kind).is_some();
        // An end tag inside a cell does not end what is around the table.
        let barrier = |open: Kind| match open {
            Kind::Table => true,
            Kind::Cell | Kind::Caption => !in_table,
            _ => false,
        };
        let mut around = self.open.iter().enumerate().rev();
        let found = around.find(|(_, (open, k))| *open == name || barrier(*k));
        match found {
            Some((at, (open, _))) if *open == name => self.close_down_to(at),
            _ => {
                self.unmarked.close(sent, &mut self.out);
                self.separate(name, kind, false);
            }
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        for (name, _) in self.open.drain(depth.min(self.open.len())..).rev() {
            self.out.extend(["</", name, ">"]);
        }
        while self.struck.last().is_some_and(|at| *at >= depth) {
            self.struck.pop();
        }
    }

    /// Stands for markup that is left out.
    fn separate(&mut self, name: &str, kind: Kind, opens: bool) {
        let (before, after) = signs(name);
        let apart = match kind {
            Kind::Inline | Kind::Format => None,
            Kind::Cell => Some('\t'),
            _ => Some('\n'),
        };
        if !self.out.ends_with(['\n', '\t']) {
            self.out.extend(apart);
        }
        self.out.push_str(if opens { before } else { after });
    }

    /// Pictures are not shown: they say that they were there.
    fn picture(&mut self, written: &str) {
        let named = attributes(written)
            .into_iter()
            .find(|(name, value)| name.eq_ignore_ascii_case("alt") && !value.trim().is_empty());
        let picture = match named {
            Some((_, alt)) => format!("[画像: {}]", visible(alt).replace('<', "&lt;")),
            None => "[画像]".to_owned(),
        };
        self.text(&picture);
    }
}

/// What ends where this part of a table begins; `None` when it is no part of a table.
fn ended_in_table(kind: Kind) -> Option<&'static [Kind]> {
    match kind {
        Kind::Cell => Some(&[Kind::Caption, Kind::Cell]),
        Kind::Row => Some(&[Kind::Caption, Kind::Row, Kind::Cell]),
        Kind::RowGroup | Kind::Caption => {
            Some(&[Kind::Caption, Kind::RowGroup, Kind::Row, Kind::Cell])
        }
        _ => None,
    }
}

/// Text as it is written in markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{A0}' => out.push_str("&nbsp;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_written_anew_well_nested() {
        for (sent, written) in [
            (
                "<div><b>a<i>b</b>c</i></div>",
                "<div><b>a<i>b</i></b>c</div>",
            ),
            (
                "<P onclick='x' xml:lang='ja'>a<P>b",
                "<p lang=\"ja\">a</p><p>b</p>",
            ),
            (
                "<ul><li>a<li><p>b<li/>c</ul>",
                "<ul><li>a</li><li><p>b</p></li><li></li>c</ul>",
            ),
            (
                "<table><tr><td><b>1<td>2<tr><td/></table>",
                "<table><tr><td><b>1</b></td><td>2</td></tr><tr><td></td></tr></table>",
            ),
            (
                "<div><table><td>a</div>b</table>c",
                "<div><table><td>a\nb</td></table>c</div>",
            ),
            ("<td>1</td><td>20</td>", "\t1\t20\t"),
            (
                "<section>1</section><section>20</section>",
                "<div>1</div><div>20</div>",
            ),
            ("<del>a</del><STRIKE>b</STRIKE>", "<s>a</s><s>b</s>"),
            (
                "<table>1<tr>20</tr></table>",
                "<table> 1 <tr> 20 </tr></table>",
            ),
            ("<p>a<div>b</div></p>c", "<p>a</p><div>b</div>\nc"),
            ("<a href='http://b.example'>c</a><font>d</font>", "cd"),
            (
                "<img src=x alt='胸部<X線>'/><img>",
                "[画像: 胸部&lt;X線>][画像]",
            ),
            ("<![CDATA[<b>]]>&amp;<br/><hr>", "&lt;b&gt;&amp;<br><hr>"),
            ("<td colspan=2>a", "\ta"),
            (
                "<table><td colspan='2' colspan='3' rowspan='x'>",
                "<table><td colspan=\"2\"></td></table>",
            ),
            ("5 < 6", "5 &lt; 6"),
        ] {
            assert_eq!(balanced(sent), written, "{sent}");
        }
    }

    #[test]
    fn what_a_style_strikes_out_is_struck_out() {
        let style = "style=\"color:red; TEXT-DECORATION: underline Line-Through\"";
        for (sent, written) in [
            ("<p @>中止</p>次", "<p><s>中止</s></p>次"),
            ("<span @>a</span>b", "<span><s>a</s></span>b"),
            ("<s @>a</s>b", "<s>a</s>b"),
            ("<b @>a</b>", "<b><s>a</s></b>"),
            ("<font @>a<font>b</font></font>c", "[取消線: ab]c"),
            ("<td @>a</td>b", "\t[取消線: a]\tb"),
            ("<font @>a", "[取消線: a]"),
            ("<br @>a<p @/>b", "<br>a<p></p>b"),
            (
                "<table><tr @><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "<table><tr><td><s>a</s></td><td><s>b</s></td></tr><tr><td>c</td></tr></table>",
            ),
            (
                "<table @><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>",
                "<table><tr><td><s>a</s></td></tr></table><table><tr><td>b</td></tr></table>",
            ),
            (
                "<ul><li @>a</li><li>b</li></ul>",
                "<ul><li><s>a</s></li><li>b</li></ul>",
            ),
            ("<p style='text-decoration:none'>a</p>", "<p>a</p>"),
            ("<p title='text-decoration:line-through'>a</p>", "<p>a</p>"),
        ] {
            assert_eq!(balanced(&sent.replace('@', style)), written, "{sent}");
        }
        assert!(flat(&format!("<p {style}>a</p>b")).contains("[取消線: a]"));
    }

    #[test]
    fn flat_text_keeps_lines_cells_and_powers_apart() {
        assert_eq!(
            flat("<table><tr><td>1</td><td>10<sup>9</sup></td></tr></table><p>a<br/>b</p>"),
            "<pre>\n\n1\t10^9\ta\nb\n</pre>"
        );
    }

    #[test]
    fn depth_and_number_of_elements_are_bounded() {
        let deep = format!("{}a{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
        assert_eq!(balanced(&deep).matches("<div>").count(), MAX_DEPTH);
        let wide = "<p>a</p>".repeat(MAX_ELEMENTS + 10);
        let written = balanced(&wide);
        assert_eq!(written.matches("<p>").count(), MAX_ELEMENTS);
        assert_eq!(written.matches('a').count(), MAX_ELEMENTS + 10);
    }
}
