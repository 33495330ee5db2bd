use crate::json::{self, Node};
use crate::problem::{Problem, Severity};

/// Places that are told one by one; of more there is no more to say than that there are.
const TOLD: usize = 100;

/// Tells where bytes of an answer were no text: there U+FFFD stands, and what was sent is not in the
/// view. `base` is the pointer of `node`.
pub(crate) fn damaged(node: &Node<'_>, base: &str) -> Vec<Problem> {
    let told = |place: &str| Problem::new(Severity::Error, "damaged_text", place);
    let places = json::damaged(node, base, TOLD + 1);
    let mut problems: Vec<_> = places.iter().take(TOLD).map(|place| told(place)).collect();
    problems.extend((places.len() > TOLD).then(|| told(base)));
    problems
}

/// Elements that are words for people: a damaged one decides nothing.
const WORDS: [&str; 6] = ["text", "display", "div", "family", "given", "line"];

/// Whether nothing but words for people is damaged.
pub(crate) fn only_words_damaged(node: &Node<'_>) -> bool {
    let places = json::damaged(node, "", usize::MAX);
    places.iter().all(|place| {
        let mut names = place.rsplit('/');
        let name = names.find(|part| part.parse::<usize>().is_err());
        name.is_some_and(|name| WORDS.contains(&name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn many_places_are_told_as_more() {
        let told = |count: usize| {
            let texts = vec!["\"\u{FFFD}\""; count].join(",");
            let json = format!("[{texts}]");
            damaged(&parse(json.as_bytes()).unwrap(), "/0")
        };
        assert_eq!(told(2).last().unwrap().pointer, "/0/1");
        assert_eq!(told(TOLD).len(), TOLD);
        let more = told(TOLD + 50);
        assert_eq!(
            (more.len(), more.last().unwrap().pointer.as_str()),
            (TOLD + 1, "/0")
        );
    }
}
