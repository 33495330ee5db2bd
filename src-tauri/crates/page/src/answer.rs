use record::Answer;

use crate::accounting::accounting;
use crate::block::block;
use crate::head::{head, stated};
use crate::kind::kind_words;
use crate::other::other;
use crate::patient::patient_line;
use crate::problems::problems;
use crate::sheet::sheet;

/// Said at the top of the page and of every sheet of paper.
const FOR_TESTS: &str =
    "試験用の表示です。患者に渡すものではありません。未告知・未提供の項目も含みます。";

/// One answer as a self-contained HTML5 document in UTF-8: every value placed and every other item
/// as text, 未告知 and 未提供 marked, no script and nothing to fetch. The same answer gives the same
/// bytes. An answer that cannot be read gives a page that says so and why.
#[must_use]
pub fn answer_page(answer: &Answer<'_>) -> String {
    let title = format!("{}（試験用の表示）", kind_words(answer.kind));
    sheet(
        &title,
        |html| {
            html.text("試験用　");
            html.text(&patient_line(answer.patient.as_ref()));
            html.text("　文書の日付 ");
            html.text(stated(answer.document_date.as_deref()));
        },
        |html| {
            html.told("p", "banner", FOR_TESTS);
            head(html, answer);
            accounting(html, answer);
            for part in &answer.blocks {
                block(html, part, 0);
            }
            other(html, &answer.other);
            problems(html, &answer.problems);
        },
    )
}
