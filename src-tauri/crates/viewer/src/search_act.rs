use std::time::{Duration, Instant};

use zeroize::Zeroizing;

/// One act of searching: what is asked letter by letter while one query is typed. The log has one
/// record of it, however many answers it took.
#[derive(Default)]
pub(crate) struct SearchAct {
    last: Option<(Zeroizing<String>, Instant)>,
}

/// Who asks again after this long searches anew.
const PAUSE: Duration = Duration::from_secs(60);

impl SearchAct {
    /// The query that named somebody is `text` now. True when it begins another act: it neither
    /// continues the query before nor takes letters back from it, or comes long after.
    pub(crate) fn goes_on_to(&mut self, text: &str, now: Instant) -> bool {
        let text = text.trim();
        let same = self.last.as_ref().is_some_and(|(last, at)| {
            let typed = text.starts_with(last.as_str()) || last.starts_with(text);
            typed && now.duration_since(*at) < PAUSE
        });
        self.last = Some((Zeroizing::new(text.to_owned()), now));
        !same
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_query_is_one_act_however_it_is_typed() {
        let mut act = SearchAct::default();
        let start = Instant::now();
        let texts = ["マ", "マキ", "マキノ ", "マキノ ラ", "マキ", "マキタ"];
        let anew = texts.map(|text| act.goes_on_to(text, start));
        assert_eq!(anew, [true, false, false, false, false, false]);
        assert!(act.goes_on_to("サトウ", start), "another name");
        assert!(!act.goes_on_to("サトウ", start + Duration::from_secs(59)));
        assert!(
            act.goes_on_to("サトウ", start + Duration::from_secs(119)),
            "later"
        );
    }
}
