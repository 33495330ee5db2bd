//! Checks that no other tool here makes for us.

pub(crate) mod advisories;
pub(crate) mod guideline;
pub(crate) mod licence_list;
pub(crate) mod licences;
pub(crate) mod packaged;
pub(crate) mod spdx;
