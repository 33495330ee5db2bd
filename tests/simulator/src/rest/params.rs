use url::form_urlencoded;

/// The parameters of a search, from a query or a form.
#[derive(Clone)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn read(text: &str) -> Self {
        Self(
            form_urlencoded::parse(text.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The logical id in `patient=p0001` or `patient=Patient/p0001`.
    pub(crate) fn patient(&self) -> Option<&str> {
        let asked = self.get("patient").or_else(|| self.get("subject"))?;
        Some(asked.strip_prefix("Patient/").unwrap_or(asked))
    }

    /// The same search about another patient.
    pub(crate) fn about(&self, id: &str) -> Self {
        let other = |(key, value): &(String, String)| match key.as_str() {
            "patient" | "subject" => (key.clone(), id.to_owned()),
            _ => (key.clone(), value.clone()),
        };
        Self(self.0.iter().map(other).collect())
    }

    /// The codes of a token parameter (`system|code` or `code`, several with commas between); none
    /// when it is not asked for.
    pub(crate) fn codes(&self, name: &str) -> Option<Vec<&str>> {
        let tokens = self.get(name)?.split(',');
        Some(
            tokens
                .filter_map(|token| token.rsplit('|').next())
                .collect(),
        )
    }

    pub(crate) fn write(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }
}
