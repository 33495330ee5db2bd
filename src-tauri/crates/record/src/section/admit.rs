use super::collect::Read;
use super::status::not_valid;
use crate::fhir::tagged;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::view::RowKey;

/// Lets a resource be a row, or says what it is instead: 未提供, refuted or entered in error.
pub(super) fn admit<R>(
    resource: &Node<'_>,
    key: RowKey,
    pointer: &str,
    problems: &mut Vec<Problem>,
) -> Result<RowKey, Read<R>> {
    Standing::of(resource).admit(key, pointer, problems)
}

/// What a resource says of itself as a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    undelivered: bool,
    not_valid: bool,
    modified: bool,
    ruled: bool,
}

impl Standing {
    pub(super) fn of(resource: &Node<'_>) -> Self {
        Self {
            undelivered: tagged(resource, "UNDELIVERED"),
            not_valid: not_valid(resource),
            modified: resource.get("modifierExtension").is_some(),
            ruled: resource.get("implicitRules").is_some(),
        }
    }

    /// Of a resource contained in another: what either says counts.
    pub(super) const fn within(self, around: Self) -> Self {
        Self {
            undelivered: self.undelivered || around.undelivered,
            not_valid: self.not_valid || around.not_valid,
            modified: self.modified || around.modified,
            ruled: self.ruled || around.ruled,
        }
    }

    /// A modifier extension or rules we cannot judge do not keep the row out, but are told.
    pub(super) fn admit<R>(
        self,
        key: RowKey,
        pointer: &str,
        problems: &mut Vec<Problem>,
    ) -> Result<RowKey, Read<R>> {
        if self.undelivered {
            return Err(Read::Undelivered(key));
        }
        if self.not_valid {
            problems.push(Problem::new(Severity::Info, "not_valid", pointer));
            return Err(Read::Void(key));
        }
        for (told, code) in [
            (self.modified, "modifier_extension"),
            (self.ruled, "implicit_rules"),
        ] {
            if told {
                problems.push(Problem::new(Severity::Warning, code, pointer));
            }
        }
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn admitted(json: &str) -> (Result<RowKey, Read<()>>, Vec<&'static str>) {
        let node = parse(json.as_bytes()).unwrap();
        let plain = parse(b"{}").unwrap();
        let mut problems = Vec::new();
        let standing = Standing::of(&node).within(Standing::of(&plain));
        let told = standing.admit(RowKey("k".into()), "/p", &mut problems);
        (told, problems.iter().map(|p| p.code).collect())
    }

    #[test]
    fn one_rule_decides_what_is_a_row() {
        let tag = r#"{"meta":{"tag":[{"code":"UNDELIVERED"}]},"status":"entered-in-error"}"#;
        assert!(matches!(admitted(tag), (Err(Read::Undelivered(_)), p) if p.is_empty()));
        for invalid in [
            r#"{"status":"entered-in-error"}"#,
            r#"{"verificationStatus":{"coding":[{"code":"refuted"}]}}"#,
            r#"{"verificationStatus":{"coding":[{"code":"entered-in-error"}]}}"#,
            r#"{"verificationStatus":{"text":"refuted"}}"#,
            r#"{"verificationStatus":"refuted"}"#,
            r#"{"status":"entered-in-error "}"#,
            r#"{"status":"active","status":"entered-in-error"}"#,
            r#"{"verificationStatus":"confirmed","verificationStatus":"refuted"}"#,
        ] {
            assert!(matches!(admitted(invalid), (Err(Read::Void(_)), p) if p == ["not_valid"]));
        }
        let modified = r#"{"status":"final","modifierExtension":[{"url":"x"}]}"#;
        assert!(matches!(admitted(modified), (Ok(_), p) if p == ["modifier_extension"]));
        let ruled = r#"{"implicitRules":"http://a.invalid/rules"}"#;
        assert!(matches!(admitted(ruled), (Ok(_), p) if p == ["implicit_rules"]));
        assert!(matches!(admitted("{}"), (Ok(_), p) if p.is_empty()));
    }
}
