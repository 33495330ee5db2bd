//! How do we ask the service, and what exactly went wrong?
//!
//! May use `record` for the field's words. Knows neither the cache nor a screen nor who is looking.

pub mod fault;
