//! The command list as TypeScript: one file, committed, checked by a test.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ts_rs::{Config, TS};

use crate::command::{TypeVisitor, visit_types};
use crate::event::ViewerEvent;

/// The whole of `ui/src/bindings.ts`.
#[must_use]
pub fn typescript() -> String {
    let mut made = Bindings::default();
    visit_types(&mut made);
    made.add::<ViewerEvent>();
    made.add::<crate::error::CommandError>();
    let mut text = String::from(
        "// Generated from src-tauri/crates/viewer/src/command.rs by `cargo xtask bindings`. Do not edit.\n\n",
    );
    for declaration in made.declarations.values() {
        let _ = writeln!(text, "export {declaration}\n");
    }
    text.push_str("/** Every command: what it is asked with and what it answers. */\nexport interface Commands {\n");
    for (name, request, response) in &made.commands {
        let _ = writeln!(
            text,
            "  {name}: {{ request: {request}; response: {response} }};"
        );
    }
    text.push_str("}\n");
    text
}

struct Bindings {
    config: Config,
    declarations: BTreeMap<String, String>,
    commands: Vec<(String, String, String)>,
}

impl Default for Bindings {
    fn default() -> Self {
        Self {
            config: Config::new().with_large_int("number"),
            declarations: BTreeMap::new(),
            commands: Vec::new(),
        }
    }
}

impl Bindings {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        T::visit_generics(self);
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.declarations.contains_key(&name) {
            return;
        }
        self.declarations.insert(name, T::decl(&self.config));
        T::visit_dependencies(self);
    }
}

impl ts_rs::TypeVisitor for Bindings {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

impl TypeVisitor for Bindings {
    fn command<Q: TS + 'static, A: TS + 'static>(&mut self, name: &str) {
        self.add::<Q>();
        self.add::<A>();
        self.commands.push((
            name.to_owned(),
            Q::name(&self.config),
            A::name(&self.config),
        ));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Fails when the committed file is stale; `cargo xtask bindings` sets the variable to renew it.
    #[test]
    fn the_committed_typescript_is_current() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/bindings.ts");
        let made = super::typescript();
        if std::env::var_os("CLINS_WRITE_BINDINGS").is_some() {
            std::fs::write(&file, &made).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            made == committed,
            "ui/src/bindings.ts is stale: run `cargo xtask bindings`"
        );
    }
}
