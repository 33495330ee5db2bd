//! What people do, and what must come of it. Each journey stands on a stage of its own.

mod attachments;
mod brought_files;
mod changes;
pub(crate) mod damaged_store;
mod desk;
mod documents;
mod full_disk;
mod kept_back;
mod keyring;
mod marked_day;
mod outage;
mod reading;
mod received_files;
mod recovery_key;
mod retire;
mod search;
mod service_faults;
mod sheets;
mod sign_in;
pub(crate) mod staleness;
mod start;

use std::pin::Pin;

use anyhow::Result;

use crate::stage::Stage;

type Walk = for<'a> fn(&'a mut Stage) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// One journey, with its hard time limit.
pub(crate) struct Journey {
    pub(crate) name: &'static str,
    pub(crate) seconds: u64,
    pub(crate) walk: Walk,
}

macro_rules! journeys {
    ($($module:ident::$function:ident, $seconds:literal;)*) => {
        /// All of them, in the order of a day.
        pub(crate) const JOURNEYS: &[Journey] = &[
            $(Journey {
                name: stringify!($function),
                seconds: $seconds,
                walk: |stage| Box::pin($module::$function(stage)),
            },)*
        ];
    };
}

journeys! {
    sign_in::a_person_signs_in_and_hides_the_screen, 90;
    sign_in::a_wrong_password_is_refused_and_says_so, 90;
    reading::a_patient_shows_three_facilities_and_two_checkups, 120;
    sheets::a_section_is_read_whole_and_narrowed_with_and_without_the_service, 180;
    documents::a_letter_is_read_whole_with_and_without_the_service, 180;
    attachments::the_files_and_the_original_of_a_letter_are_read, 150;
    brought_files::a_file_that_came_by_hand_is_read_beside_its_own_patient_only, 150;
    outage::reading_goes_on_without_the_service_and_news_is_marked_after_it, 300;
    outage::a_patient_never_fetched_is_not_called_empty, 180;
    outage::what_came_while_only_the_desk_was_there_is_read_later, 180;
    staleness::a_copy_that_grew_old_says_so_in_words_and_colours, 180;
    damaged_store::a_damaged_store_is_stood_in_for_and_says_so, 180;
    full_disk::a_full_disk_says_so_and_reading_goes_on, 240;
    search::a_patient_is_found_by_any_writing_and_a_wrong_one_is_not_opened, 180;
    desk::no_clinical_word_reaches_the_desk, 180;
    desk::the_core_refuses_what_a_role_may_not, 120;
    service_faults::each_fault_has_its_own_sentence_and_reading_goes_on, 400;
    service_faults::an_answer_about_another_patient_is_never_shown, 150;
    service_faults::an_unusable_certificate_is_refused_and_the_former_kept, 150;
    service_faults::a_missing_service_profile_is_named_and_reading_goes_on, 150;
    kept_back::what_is_not_to_be_supplied_is_opened_only_on_purpose, 120;
    keyring::a_locked_keyring_is_explained_and_nothing_is_touched, 120;
    keyring::without_a_keyring_service_nothing_is_made_anew, 180;
    keyring::a_pc_without_a_keyring_service_is_set_up_and_says_where_its_key_is, 180;
    keyring::a_profile_copied_elsewhere_does_not_open, 120;
    recovery_key::a_profile_on_another_pc_opens_with_the_recovery_key, 180;
    retire::a_pc_is_retired_and_its_copy_opens_elsewhere, 240;
    start::a_second_window_on_the_profile_is_turned_away, 120;
    start::a_port_in_use_is_said, 60;
    received_files::an_administrator_checks_received_files, 150;
    marked_day::nothing_of_a_day_stands_readable_in_any_file, 420;
}
