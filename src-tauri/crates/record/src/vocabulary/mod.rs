//! The words all rooms share: people, categories, consents, dates and numbers as sent.

mod care_setting;
mod category;
mod consent;
mod decimal;
mod gender;
mod member_id;
mod partial_date;
mod person;

pub use care_setting::CareSetting;
pub use category::Category;
pub use consent::{Consent, ConsentFlag, ConsentState};
pub use decimal::Decimal;
pub use gender::Gender;
pub use member_id::{MemberId, MemberIdError};
pub use partial_date::PartialDate;
pub use person::{Identity, PersonId};
