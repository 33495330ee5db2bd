use crate::rules::LabRule;

/// What the laboratory series of an item tell for a day (days from today), in the base unit: a
/// person's checkups and laboratory results are of one body.
pub(crate) fn at_checkup(labs: &[LabRule], key: &str, on: i32) -> Option<f64> {
    let (rule, values) = labs
        .iter()
        .find_map(|rule| Some((rule, rule.items.get(key)?)))?;
    let [oldest, previous, newest] = *values;
    let reports = i32::try_from(rule.count).unwrap_or(i32::MAX).max(2);
    let second = rule.last - rule.every;
    let first = rule.last - rule.every * (reports - 1);
    Some(if on >= second {
        between((second, previous), (rule.last, newest), on)
    } else {
        between((first, oldest), (second, previous), on)
    })
}

/// On the line between two days, and level beyond them.
fn between(from: (i32, f64), to: (i32, f64), on: i32) -> f64 {
    let span = f64::from((to.0 - from.0).max(1));
    let share = (f64::from(on - from.0) / span).clamp(0.0, 1.0);
    from.1 + (to.1 - from.1) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_followed_and_stays_level_outside() {
        let rule: LabRule = serde_json::from_str(
            r#"{"at":"x","last":-100,"every":100,"count":3,"items":{"Hb":[10,12,13]}}"#,
        )
        .unwrap();
        let at = |on| at_checkup(std::slice::from_ref(&rule), "Hb", on).unwrap();
        assert_eq!((at(0), at(-100), at(-150)), (13.0, 13.0, 12.5));
        assert_eq!((at(-200), at(-250), at(-900)), (12.0, 11.0, 10.0));
        assert!(at_checkup(&[rule], "K", 0).is_none());
    }
}
