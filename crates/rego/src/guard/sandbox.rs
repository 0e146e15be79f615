//! Which functions policies may call. What comes out of a rule depends on its input alone, and nothing leaves the process.

use regorus::unstable::{BUILTINS, Expr, Module, Ref};

use crate::engine::EngineError;
use crate::syntax::{Place, Visitor, reference, walk_module};

/// Functions of Rego that reach out of a rule, and why they are off.
const FORBIDDEN: [(&str, &str); 5] = [
    ("http.send", "policies have no network"),
    ("net.lookup_ip_addr", "policies have no network"),
    ("opa.runtime", "policies do not see the environment of the program"),
    ("rand.intn", "the same input must always lead to the same findings"),
    ("uuid.rfc4122", "the same input must always lead to the same findings"),
];

/// The functions that policies may call, sorted by name.
#[must_use]
pub fn functions() -> Vec<&'static str> {
    let mut names: Vec<&str> = BUILTINS.keys().copied().chain(["print"]).collect();
    names.retain(|name| !name.starts_with("__") && why_forbidden(name).is_none());
    names.sort_unstable();
    names
}

/// Why a function is off, if it is.
pub fn why_forbidden(name: &str) -> Option<&'static str> {
    FORBIDDEN.iter().find(|(forbidden, _)| *forbidden == name).map(|(_, why)| *why)
}

/// Refuses a module that calls a function that is off, or names one in `with`.
pub fn check(module: &Module) -> Result<(), EngineError> {
    let mut search = Search(None);
    walk_module(module, &mut search);
    search.0.map_or(Ok(()), Err)
}

struct Search(Option<EngineError>);

impl<'a> Visitor<'a> for Search {
    fn expression(&mut self, expression: &'a Ref<Expr>, _: &Place<'_>) -> bool {
        let called = if let Expr::Call { fcn, .. } = expression.as_ref() { fcn } else { expression };
        let Some(path) = reference(called) else { return true };
        let name = path.path().join(".");
        if let Some(why) = why_forbidden(&name) {
            let message = format!("`{name}` is not available: {why}");
            self.0.get_or_insert(EngineError::at(message, path.root.line as usize));
        }
        true
    }
}
