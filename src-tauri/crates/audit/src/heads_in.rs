use crate::SignedHead;

/// The heads of a file that are `own`, in the order of its lines, and how many lines are anything else.
/// Bytes that are no text (損傷) cost the line they stand in and no other: heads beside it still tell.
#[must_use]
pub fn heads_in(file: &[u8], own: impl Fn(&SignedHead) -> bool) -> (Vec<SignedHead>, usize) {
    let (mut heads, mut foreign) = (Vec::new(), 0);
    for line in file.split(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let text = str::from_utf8(line).ok();
        match text.and_then(SignedHead::from_line).filter(&own) {
            Some(head) => heads.push(head),
            None => foreign += 1,
        }
    }
    (heads, foreign)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{Head, Signer};

    fn line(signer: &Signer, number: u64) -> String {
        let head = Head {
            number,
            hash: [9; 32],
        };
        let signed = signer.sign("pc-1", head, Timestamp::UNIX_EPOCH).unwrap();
        signed.to_line().unwrap()
    }

    fn numbers(file: &[u8], signer: &Signer) -> (Vec<u64>, usize) {
        let key = signer.key().unwrap();
        let (heads, foreign) = heads_in(file, |head| head.is_of(&key));
        let heads = heads.iter().map(|signed| signed.head.number);
        (heads.collect(), foreign)
    }

    #[test]
    fn bytes_that_are_no_text_cost_their_own_line_and_no_other() {
        let signer = Signer::from_seed(&[7; 32]).unwrap();
        let lines: Vec<String> = (1..=3).map(|number| line(&signer, number)).collect();
        let whole = lines.join("\n").into_bytes();
        assert_eq!(numbers(&whole, &signer), (vec![1, 2, 3], 0));
        for (at, left) in [(0, vec![2, 3]), (whole.len() - 1, vec![1, 2])] {
            let mut spoiled = whole.clone();
            spoiled[at] = 0xFF;
            assert_eq!(numbers(&spoiled, &signer), (left, 1));
        }
        // Where it was the end of a line, both lines are one.
        let mut joined = whole.clone();
        joined[lines[0].len()] = 0xFF;
        assert_eq!(numbers(&joined, &signer), (vec![3], 1));
    }

    #[test]
    fn ends_of_lines_and_empty_ones_do_not_matter_and_what_others_signed_is_counted() {
        let (own, other) = (
            Signer::from_seed(&[7; 32]).unwrap(),
            Signer::from_seed(&[8; 32]).unwrap(),
        );
        let file = format!("\r\n{}\r\n \n{}\nrubbish\n", line(&own, 4), line(&other, 5));
        assert_eq!(numbers(file.as_bytes(), &own), (vec![4], 2));
        assert_eq!(numbers(b"", &own), (vec![], 0));
    }
}
