//! 記録メモ: notes that doctors leave on a patient's record. Drafts until somebody with the right
//! confirms exactly what they saw; never changed afterwards, only superseded.

mod about;
mod confirm;
mod drafting;
mod open_drafts;
mod read;
mod right;
mod shown;
