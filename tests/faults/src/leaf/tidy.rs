/// `json` with its strings as the grammar wants them: a control character as an escape, U+FFFD for half
/// of a pair of surrogates and for a backslash before anything that it cannot escape. Nothing outside
/// of strings changes, and no string ends elsewhere.
pub(super) fn tidy(json: &str) -> String {
    let mut tidied = String::with_capacity(json.len());
    let mut inside = false;
    let mut rest = json.chars();
    while let Some(character) = rest.next() {
        match character {
            '"' => {
                inside = !inside;
                tidied.push('"');
            }
            '\\' if inside => {
                let skipped = escape(rest.as_str(), &mut tidied);
                for _ in 0..skipped {
                    let _ = rest.next();
                }
            }
            control if inside && u32::from(control) < 0x20 => {
                tidied.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => tidied.push(other),
        }
    }
    tidied
}

/// Adds the escape whose backslash stands before `behind`. Answers how many characters of that it took.
fn escape(behind: &str, tidied: &mut String) -> usize {
    let surrogate = |text: &str| code(text).filter(|code| (0xD800..0xE000).contains(code));
    // The answer ends here: a string that was open stays so.
    let Some(next) = behind.chars().next() else {
        tidied.push('\\');
        return 0;
    };
    let taken = match (code(behind), surrogate(behind)) {
        (Some(_), None) => 5,
        (_, Some(high)) => {
            let low = behind
                .get(5..)
                .and_then(|text| surrogate(text.strip_prefix('\\')?));
            match low {
                Some(low) if high < 0xDC00 && low >= 0xDC00 => 11,
                _ => {
                    tidied.push('\u{FFFD}');
                    return 5;
                }
            }
        }
        _ if "\"\\/bfnrt".contains(next) => 1,
        _ => {
            tidied.push('\u{FFFD}');
            return 0;
        }
    };
    tidied.push('\\');
    tidied.extend(behind.chars().take(taken));
    taken
}

/// The number in `uXXXX`.
fn code(text: &str) -> Option<u32> {
    let digits: String = text.strip_prefix('u')?.chars().take(4).collect();
    let hex = digits.len() == 4 && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(&digits, 16).ok()).flatten()
}
