/// The style sheet of every page.
pub(crate) const STYLE: &str = include_str!("style.css");

/// What the page may do: nothing but use the style sheet above, known by its SHA-256. No style
/// attribute, script, picture, font or frame, and nothing is fetched.
pub(crate) const POLICY: &str = "default-src 'none'; \
    style-src 'sha256-WaY9Yj+RrWh2DYLvWL6XYz2WRivPdY4vKY63qDR61Xg='; \
    base-uri 'none'; form-action 'none'";

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};

    use super::{POLICY, STYLE};

    #[test]
    fn the_policy_names_this_style_sheet() {
        // A browser reads line ends as line feeds before it looks.
        let digest = Sha256::digest(STYLE.replace("\r\n", "\n"));
        let hash = base64::engine::general_purpose::STANDARD.encode(digest);
        assert!(POLICY.contains(&format!("'sha256-{hash}'")), "now {hash}");
    }

    #[test]
    fn the_style_sheet_fetches_nothing() {
        for word in ["url(", "@import", "@font-face", "</"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }
}
