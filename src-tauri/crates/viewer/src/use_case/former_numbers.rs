//! 旧番号: what was registered under an insured number the person has no more (new job, age 75).

use cache::{Held, HeldVersion};
use record::vocabulary::MemberId;

use crate::kinship::stated_numbers;

/// How many sets name insured numbers, and none of the person's `current` ones.
pub(super) fn under_former_numbers(held: &Held, current: &[MemberId]) -> usize {
    let former = |set: &&HeldVersion| {
        let numbers = stated_numbers(&set.parts);
        let is_current = |number: &MemberId| current.iter().any(|known| known.same_as(number));
        !numbers.is_empty() && !numbers.iter().any(is_current)
    };
    held.sets.iter().filter(former).count()
}

#[cfg(test)]
mod tests {
    use super::super::sheet_parts::tests::set;
    use super::*;

    fn set_of(number: &str) -> HeldVersion {
        let identifier = format!(
            r#","identifier":[{{"system":"{}","value":"{number}"}}]"#,
            MemberId::SYSTEM
        );
        let identifier = if number.is_empty() { "" } else { &identifier };
        let json = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[
                {{"resource":{{"resourceType":"Patient"{identifier},"name":[{{"text":"見本 花子"}}]}}}}]}}"#
        );
        set("a", &json, None)
    }

    fn counted(sets: &[&str], current: &[&str]) -> usize {
        let held = Held {
            sets: sets.iter().map(|number| set_of(number)).collect(),
            ..Held::default()
        };
        let current: Vec<_> = current
            .iter()
            .map(|n| MemberId::parse(n).unwrap())
            .collect();
        under_former_numbers(&held, &current)
    }

    #[test]
    fn a_set_under_another_number_than_the_current_one_is_counted() {
        let (now, before) = ("39131156:あ:7654321:", "06139999:12:34:01");
        assert_eq!(counted(&[now, before, before], &[now]), 2);
        assert_eq!(counted(&[now, before], &[now, before]), 0);
    }

    #[test]
    fn a_set_that_names_no_number_is_not_called_former() {
        assert_eq!(counted(&[""], &["39131156:あ:7654321:"]), 0);
    }
}
