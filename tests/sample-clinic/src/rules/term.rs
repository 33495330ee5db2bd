use std::collections::BTreeMap;

use serde::Deserialize;

/// `terms.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Terms {
    /// Text as entered, 病名管理番号, its display, ICD-10.
    pub(crate) diseases: BTreeMap<String, (String, String, String, Option<String>)>,
    /// Text, YJ code (none: not standardised), unit, MERIT-9 unit code.
    pub(crate) drugs: BTreeMap<String, (String, Option<String>, String, String)>,
    /// Text, 用法 code (none: free text), times a day (0: as needed).
    pub(crate) usages: BTreeMap<String, (String, Option<String>, u32)>,
    /// Category (`none`: not sent), code with its prefix, text.
    pub(crate) allergens: BTreeMap<String, (String, String, String)>,
}
