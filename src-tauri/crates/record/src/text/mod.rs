//! What lies inside the strings of an answer: characters that hide, marked-up narratives,
//! attachments and encodings. Everything here comes from another institution and is not trusted;
//! nothing of it may vanish silently.

pub(crate) mod attachment;
pub(crate) mod encoding;
pub(crate) mod lenient;
pub(crate) mod media;
pub(crate) mod narrative;
pub(crate) mod visible;
