//! How does it look as a static page? One self-contained HTML file that a browser opens without a
//! network and without a script.
//!
//! Pure: no I/O, no clock. This room stands on the first floor and may use `record` only. It must
//! never run a script, follow a link or fetch anything; a content security policy in the page says
//! so again, for whatever slips through.
//!
//! Written with plain functions and one writer ([`html`]) rather than a template crate: names of
//! elements are `'static`, so text of an answer can only ever become escaped text.

mod accounting;
mod answer;
mod block;
mod card;
mod escape;
mod field;
mod head;
mod html;
mod kind;
mod mark;
mod narrative;
mod other;
mod patient;
mod piece;
mod problem_words;
mod problems;
mod sheet;
mod style;

pub use answer::answer_page;
pub use kind::kind_words;
pub use problem_words::problem_words;
