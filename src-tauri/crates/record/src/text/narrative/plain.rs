use super::allow::{Kind, element, signs};

/// Takes down the plain text of a narrative as it would be read: white space runs together, blocks
/// stand on lines of their own, cells are parted by tabs.
#[derive(Default)]
pub(super) struct Plain {
    out: String,
    gap: Gap,
    pre: usize,
}

/// What stands between the text so far and the next, if there is one.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
}

impl Plain {
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                ' ' | '\t' | '\n' if self.pre == 0 => self.gap = self.gap.max(Gap::Space),
                '\u{A0}' => self.put(' '),
                other => self.put(other),
            }
        }
    }

    pub(super) fn open(&mut self, name: &str) {
        match kind(name) {
            Kind::Cell => self.bridge(),
            Kind::Break => {
                self.gap = Gap::None;
                self.out.push('\n');
            }
            Kind::Inline | Kind::Format => signs(name).0.chars().for_each(|c| self.put(c)),
            kind => {
                self.gap = Gap::Line;
                self.pre += usize::from(kind == Kind::Pre);
            }
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match kind(name) {
            Kind::Cell => {
                self.gap = Gap::None;
                self.out.push('\t');
            }
            Kind::Break => {}
            Kind::Inline | Kind::Format => self.out.push_str(signs(name).1),
            kind => {
                if kind == Kind::Row {
                    let row = self.out.trim_end_matches('\t').len();
                    self.out.truncate(row);
                }
                self.gap = Gap::Line;
                self.pre = self.pre.saturating_sub(usize::from(kind == Kind::Pre));
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.out.trim().to_owned()
    }

    fn put(&mut self, character: char) {
        self.bridge();
        self.out.push(character);
    }

    fn bridge(&mut self) {
        let gap = match std::mem::take(&mut self.gap) {
            Gap::Line if !self.out.ends_with(['\n', '\t']) => Some('\n'),
            Gap::Space if !self.out.ends_with(['\n', '\t', ' ']) => Some(' '),
            _ => None,
        };
        self.out.extend(gap.filter(|_| !self.out.is_empty()));
    }
}

/// Every element of sanitised markup is known.
fn kind(name: &str) -> Kind {
    element(name).map_or(Kind::Inline, |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use crate::text::narrative::narrative;

    #[test]
    fn plain_text_is_what_is_read() {
        for (xhtml, text) in [
            ("<div> a\n  b <b>c</b>d </div>", "a b cd"),
            ("<p>一</p><p>二<br/>三</p>四", "一\n二\n三\n四"),
            (
                "<table><thead><tr><th>項目</th><th/><th>値</th></tr></thead>\
                 <tbody><tr><td><p>AST</p></td><td></td><td>24</td></tr></tbody></table>後",
                "項目\t\t値\nAST\t\t24\n後",
            ),
            ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "a\nb"),
            ("<pre>a\n  b</pre>c", "a\n  b\nc"),
            ("10<sup>9</sup>/L H<sub>2</sub>O", "10^9/L H2O"),
            ("<del>中止</del>", "[取消線: 中止]"),
            ("&lt;5&nbsp;mg &amp;amp;", "<5 mg &amp;"),
            ("a<hr/>b", "a\nb"),
            ("　全角　", "全角"),
        ] {
            assert_eq!(narrative(xhtml).unwrap().text, text, "{xhtml}");
        }
    }
}
