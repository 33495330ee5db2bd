use unicode_normalization::UnicodeNormalization;

/// Whether a name of a disease says that it is not certain: 「胃癌の疑い」, 「癌（疑）」, 「疑癌」, 「癌？」, and not
/// 「疑いなし」.
pub(crate) fn says_suspicion(name: &str) -> bool {
    if name.is_ascii() {
        return name.trim_end().ends_with('?');
    }
    let plain: String = name.nfkc().filter(|c| !c.is_whitespace()).collect();
    let end = plain.trim_end_matches([')', ']', '」', '】', '〕', '。', '、', '.', ',']);
    let begins = plain.trim_start_matches(['(', '[', '「', '【', '〔']);
    let stands = |rest: &str| !DENIED.iter().any(|denied| rest.starts_with(denied));
    let mut behind = plain.split("疑い").skip(1);
    behind.any(stands)
        || end.ends_with(['疑', '?'])
        || begins.starts_with('疑') && !OTHER_WORDS.iter().any(|word| begins.starts_with(word))
}

/// Behind 疑い: there is none.
const DENIED: [&str; 12] = [
    "なし", "無", "否定", "除外", "はな", "は無", "は否", "を否", "が否", "の否", "が晴", "を除",
];

/// Begin with 疑 and are no suspicion, or are judged by what stands behind 疑い.
const OTHER_WORDS: [&str; 3] = ["疑い", "疑似", "疑核"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suspicion_is_found_wherever_the_name_says_it() {
        for name in [
            "胃癌の疑い",
            "の疑い",
            "癌A疑い",
            "癌A（疑）",
            "癌A(疑い)",
            "疑癌A",
            "（疑）癌A",
            "癌A？",
            "癌A 疑 ",
            "胃癌の疑い（要精査）",
            "Ca?",
        ] {
            assert!(says_suspicion(name), "{name}");
        }
        for name in [
            "胃癌",
            "胃癌の疑いなし",
            "疑い否定",
            "胃癌の疑いは否定",
            "疑似症",
            "Ca",
            "",
        ] {
            assert!(!says_suspicion(name), "{name}");
        }
    }
}
