use url::Url;

use crate::{Fault, FaultCode};

/// Resolves a link of an answer against the base. Only the service's own origin is followed: a
/// link elsewhere would carry the patient's id and our certificate to a stranger.
pub(crate) fn follow(base: &Url, link: &str) -> Result<Url, Fault> {
    let mut target = base
        .join(link.trim())
        .map_err(|_| Fault::with_detail(FaultCode::UnreadableAnswer, "bad_link"))?;
    let own = target.scheme() == "https"
        && target.origin() == base.origin()
        && target.username().is_empty()
        && target.password().is_none();
    if !own {
        return Err(Fault::with_detail(
            FaultCode::UnreadableAnswer,
            "foreign_link",
        ));
    }
    target.set_fragment(None);
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_the_same_origin_are_followed() {
        let base = Url::parse("https://localhost:8443/fhir/").unwrap();
        let ok = |link| follow(&base, link).unwrap().to_string();
        assert_eq!(ok("Binary/d1"), "https://localhost:8443/fhir/Binary/d1");
        assert_eq!(
            ok("https://localhost:8443/fhir?page=2#x"),
            "https://localhost:8443/fhir?page=2"
        );
        for link in [
            "https://elsewhere.invalid/fhir?page=2",
            "//elsewhere.invalid/x",
            "https://localhost/fhir?page=2",
            "http://localhost:8443/fhir?page=2",
            "https://a:b@localhost:8443/fhir",
            "urn:uuid:1",
            "file:///etc/passwd",
        ] {
            assert_eq!(
                follow(&base, link).unwrap_err().code,
                FaultCode::UnreadableAnswer,
                "{link}"
            );
        }
    }
}
