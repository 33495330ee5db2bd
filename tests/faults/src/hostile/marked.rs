use super::Case;
use super::source::{is_json, is_text, replaced, values};
use crate::samples::Sample;

/// Texts that do harm where markup, scripts or terminals take them at their word; and text that
/// hides.
const HARMFUL: [&str; 24] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<a href='javascript:alert(1)'>見る</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<iframe src='data:text/html,<script>1</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<div style='background:url(https://example.invalid/x)'>a</div>",
    "<form action='https://example.invalid'><input name=a></form>",
    "<object data='x'></object><embed src='x'>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid'>",
    "\"><script>alert(1)</script>",
    "'\"--></style></script><script>alert(1)</script>",
    "</div></body></html><script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
    "=HYPERLINK(\"https://example.invalid\")",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "佐藤\u{202E}子花\u{202C}\u{200B}\u{FEFF}",
    "\u{1B}[2J\u{0}\u{7F}\u{85}\u{2028}",
    "髙\u{E000}\u{F8FF}葛\u{E0100}𠮷\u{E0041}",
    "%00%0d%0aSet-Cookie: a=b\r\n\r\n",
];

/// Every text of a JSON sample replaced by each harmful one: one answer per harmful text with all
/// texts replaced but those that make it an answer, and one per place with one of them.
pub fn marked(sample: &Sample) -> impl Iterator<Item = Case> {
    let json = sample.bytes.as_slice();
    let mut places = if is_json(json) {
        values(json)
    } else {
        Vec::new()
    };
    places.retain(|place| is_text(json, *place) && !structural(json, *place));
    let everywhere = HARMFUL.iter().map({
        let places = places.clone();
        move |harmful| Case {
            name: format!("{} with {harmful:?} in every text", sample.name),
            bytes: places.iter().rev().fold(json.to_vec(), |json, place| {
                replaced(&json, *place, &quoted(harmful))
            }),
        }
    });
    let one_by_one = (0..)
        .zip(places)
        .flat_map(move |(number, place): (usize, _)| {
            HARMFUL.get(number % HARMFUL.len()).map(|harmful| Case {
                name: format!("{} with {harmful:?} at byte {}", sample.name, place.0),
                bytes: replaced(json, place, &quoted(harmful)),
            })
        });
    everywhere.chain(one_by_one)
}

/// Without these nothing of the answer would be looked at.
fn structural(json: &[u8], (start, _): (usize, usize)) -> bool {
    let before = json.get(..start).unwrap_or_default().trim_ascii_end();
    let key = before.strip_suffix(b":").unwrap_or_default();
    [
        &b"\"resourceType\""[..],
        b"\"type\"",
        b"\"reference\"",
        b"\"fullUrl\"",
    ]
    .iter()
    .any(|structural| key.trim_ascii_end().ends_with(structural))
}

fn quoted(text: &str) -> Vec<u8> {
    serde_json::to_vec(text).unwrap_or_default()
}
