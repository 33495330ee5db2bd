//! What people do, and what must come of it. Each journey stands on a stage of its own.

mod account_made;
mod administrator;
mod attachments;
mod auditor;
mod brought_files;
mod changes;
pub(crate) mod damaged_store;
mod day_pack;
mod desk;
mod desk_bytes;
mod desk_day;
mod documents;
mod emergency;
mod full_disk;
mod kept_back;
mod keyring;
mod lock;
mod marked_day;
mod matrix;
mod notes;
mod outage;
mod reading;
mod received_files;
mod recovery_key;
mod retire;
mod search;
mod service_faults;
mod sheets;
mod sign_in;
mod sign_in_steps;
pub(crate) mod staleness;
mod start;
mod switching;

pub(crate) use marked_day::{MarkedClinic, name_of};
pub(crate) use matrix::in_every_mode;

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
    sign_in_steps::a_second_factor_is_enrolled_asked_for_and_lost, 240;
    auditor::an_auditor_follows_a_patient_and_finds_an_older_log, 300;
    administrator::an_account_is_made_used_granted_and_disabled, 240;
    matrix::every_cell_of_the_matrix_is_tried, 1200;
    desk_bytes::no_clinical_byte_reaches_the_desk, 400;
    lock::a_locked_screen_shows_nobody_and_opens_again_where_it_was, 300;
    lock::a_locked_desk_tells_a_number_and_somebody_else_sits_down, 300;
    lock::the_desktop_locks_the_screen, 180;
    reading::a_patient_shows_three_facilities_and_two_checkups, 120;
    switching::no_late_answer_of_a_former_patient_is_painted, 300;
    sheets::a_section_is_read_whole_and_narrowed_with_and_without_the_service, 180;
    day_pack::todays_patients_go_on_paper_and_leave_the_screen, 180;
    documents::a_letter_is_read_whole_with_and_without_the_service, 180;
    attachments::the_files_and_the_original_of_a_letter_are_read, 150;
    brought_files::a_file_that_came_by_hand_is_read_beside_its_own_patient_only, 150;
    outage::reading_goes_on_without_the_service_and_news_is_marked_after_it, 300;
    outage::a_patient_never_fetched_is_not_called_empty, 180;
    emergency::a_refused_copy_is_read_in_an_emergency_and_somebody_looks_afterwards, 300;
    emergency::an_outage_reading_is_declared_by_the_keyboard_and_ends_with_the_return, 300;
    emergency::a_sealed_account_is_made_used_and_ended, 300;
    outage::what_came_while_only_the_desk_was_there_is_read_later, 180;
    staleness::a_copy_that_grew_old_says_so_in_words_and_colours, 180;
    damaged_store::a_damaged_store_is_stood_in_for_and_says_so, 180;
    full_disk::a_full_disk_says_so_and_reading_goes_on, 240;
    search::a_patient_is_found_by_any_writing_and_a_wrong_one_is_not_opened, 180;
    desk::no_clinical_word_reaches_the_desk, 180;
    desk_day::the_desk_works_a_day_with_the_keyboard, 180;
    service_faults::each_fault_has_its_own_sentence_and_reading_goes_on, 400;
    service_faults::an_answer_about_another_patient_is_never_shown, 150;
    service_faults::an_unusable_certificate_is_refused_and_the_former_kept, 150;
    service_faults::a_missing_service_profile_is_named_and_reading_goes_on, 150;
    notes::a_note_is_confirmed_as_it_was_seen_and_only_superseded, 240;
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
