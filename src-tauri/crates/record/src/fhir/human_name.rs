use super::extension::extension;
use crate::json::Node;

/// The names of one person: 漢字 as sent, and カナ when sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) written: Option<String>,
    pub(crate) kana: Option<String>,
}

/// Reads the `name` list; the order is not fixed and the IDE/SYL mark may be missing. The official
/// name goes before others; a former one is read only when there is nothing else, and never lends
/// its カナ to the present one.
pub(crate) fn names(resource: &Node<'_>) -> Names {
    let mut names = Names::default();
    let mut unmarked = Vec::new();
    for node in by_use(resource) {
        let Some(text) = full(node) else { continue };
        match extension(node, &["iso21090-EN-representation"]).and_then(|e| e.text("valueCode")) {
            Some("SYL") => names.kana = names.kana.or(Some(text)),
            Some("IDE") => names.written = names.written.or(Some(text)),
            Some(_) => {}
            None => unmarked.push(text),
        }
    }
    for text in unmarked {
        let place = if is_kana(&text) {
            &mut names.kana
        } else {
            &mut names.written
        };
        if place.is_none() {
            *place = Some(text);
        }
    }
    names
}

/// Every name, former ones too, as sent.
pub(crate) fn every_name(resource: &Node<'_>) -> Vec<String> {
    resource.list("name").into_iter().filter_map(full).collect()
}

/// The names that say something, the one to call the person by first.
fn by_use<'t, 'a>(resource: &'t Node<'a>) -> Vec<&'t Node<'a>> {
    let mut all = resource.list("name");
    all.retain(|node| full(node).is_some());
    if all.iter().any(|node| rank(node) < FORMER) {
        all.retain(|node| rank(node) < FORMER);
    }
    all.sort_by_key(|node| rank(node));
    all
}

const FORMER: u8 = 4;

fn rank(name: &Node<'_>) -> u8 {
    match name.text("use") {
        Some("official") => 0,
        Some("usual") => 1,
        Some("old" | "maiden") => FORMER,
        Some("temp" | "nickname" | "anonymous") => 3,
        _ => 2,
    }
}

fn full(node: &Node<'_>) -> Option<String> {
    if let Some(text) = node.as_text().or_else(|| node.text("text")) {
        return Some(text.to_owned());
    }
    let parts: Vec<&str> = node
        .text("family")
        .into_iter()
        .chain(node.list("given").into_iter().filter_map(Node::as_text))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn is_kana(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{30A0}'..='\u{30FF}' | '\u{FF65}'..='\u{FF9F}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn marked_or_guessed_by_script_and_never_normalised() {
        let node = parse(
            r#"{"name":[{"text":"タカハシ　アヤコ"},{"family":"髙橋","given":["綾子"]}]}"#
                .as_bytes(),
        )
        .unwrap();
        let names = names(&node);
        assert_eq!(names.written.as_deref(), Some("髙橋 綾子"));
        assert_eq!(names.kana.as_deref(), Some("タカハシ　アヤコ"));
    }

    fn read(json: &str) -> Names {
        names(&parse(json.as_bytes()).unwrap())
    }

    #[test]
    fn the_official_name_wins_and_a_former_one_lends_nothing() {
        let married = read(
            r#"{"name":[{"use":"old","text":"旧姓 花子"},{"use":"maiden","text":"キュウセイ ハナコ"},
                {"use":"nickname","text":"はなちゃん"},{"use":"official","text":"見本 花子"}]}"#,
        );
        assert_eq!(married.written.as_deref(), Some("見本 花子"));
        assert_eq!(married.kana, None);
        let only_former = read(r#"{"name":[{"use":"official"},{"use":"old","text":"旧姓 花子"}]}"#);
        assert_eq!(only_former.written.as_deref(), Some("旧姓 花子"));
        let unmarked = read(r#"{"name":[{"text":"一つ目"},{"use":"usual","text":"通称"}]}"#);
        assert_eq!(unmarked.written.as_deref(), Some("通称"));
    }

    #[test]
    fn every_name_is_told_for_comparing() {
        let node = parse(r#"{"name":[{"use":"old","text":"旧"},{"text":"新"},{}]}"#.as_bytes());
        assert_eq!(every_name(&node.unwrap()), ["旧", "新"]);
    }
}
