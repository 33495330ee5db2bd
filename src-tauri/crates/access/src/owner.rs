//! Whose an account is: names as they may be written.

use crate::AccessError;

/// Longest name of a person or staff number, in characters.
const LONGEST: usize = 64;

/// A person's name or staff number without space around it. Both are required: no account is
/// nobody's. Names stand in lists and in the log, so nothing in them may turn the text around them
/// or break its line.
pub(crate) fn stated(text: &str) -> Result<String, AccessError> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 {
        return Err(AccessError::OwnerMissing);
    }
    if count > LONGEST || text.chars().any(unseen) {
        return Err(AccessError::OwnerText);
    }
    Ok(text.to_owned())
}

/// Control characters, and those that change the direction of writing without being seen.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_required_and_holds_nothing_unseen() {
        assert_eq!(stated(" 山田 太郎 ").as_deref(), Ok("山田 太郎"));
        assert_eq!(
            stated(r#"<b>'; DROP TABLE x; --"#).as_deref(),
            Ok(r#"<b>'; DROP TABLE x; --"#)
        );
        for empty in ["", " ", "\u{3000}\t"] {
            assert_eq!(stated(empty), Err(AccessError::OwnerMissing));
        }
        let long = "長".repeat(65);
        for odd in [
            "a\nb",
            "a\u{202E}b",
            "a\u{2066}b",
            "a\u{200B}b",
            "a\0b",
            long.as_str(),
        ] {
            assert_eq!(stated(odd), Err(AccessError::OwnerText), "{odd:?}");
        }
    }
}
