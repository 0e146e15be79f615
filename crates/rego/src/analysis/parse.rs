//! A policy's text to its tree.

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{Expr, Module, Rule, RuleHead, Span};

use super::edit::Edits;
use crate::engine::{Engine, EngineError};
use crate::opa::{self, Version};

/// A policy that was parsed.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What errors call it.
    pub name: String,
    /// Its tree, as it was written.
    pub module: Arc<Module>,
    /// Its package: `main`, `lib.kubernetes`.
    pub package: String,
    /// The syntax that it is written in.
    pub version: Version,
    text: String,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// What the engine says of it.
    pub fn parse(name: &str, text: &str) -> Result<Self, EngineError> {
        let none = BTreeSet::new();
        let read = |version| opa::Policy::read(name, text, version, &none);
        let read = match read(Version::V1) {
            Err(_) if !speaks_v1(text) => read(Version::V0)?,
            other => other?,
        };
        let Some(package) = static_path(&read.syntax.package.refr) else {
            let line = read.syntax.package.span.line as usize;
            return Err(EngineError { line, ..EngineError::plain("the name of the package is no plain name") });
        };
        let (package, text) = (package.join("."), text.to_owned());
        Ok(Self { name: name.to_owned(), module: read.syntax, package, version: read.version, text })
    }

    /// Gives it to an engine, with changes, and with more behind its text.
    ///
    /// # Errors
    /// What the engine says of the changed text.
    pub fn add_to(
        &self,
        engine: &mut Engine,
        edits: Edits,
        behind: &str,
        names: &BTreeSet<String>,
    ) -> Result<(), EngineError> {
        let text = format!("{}\n{behind}", edits.apply(&self.text));
        let text = opa::tolerant(&self.name, text, self.version);
        opa::Policy::read(&self.name, &text, self.version, names)?.add_to(engine)
    }

    /// Its rules by name, in order.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.module.policy.iter().filter_map(|rule| Some((rule_head(rule)?.text(), rule.as_ref())))
    }
}

/// Whether a text has words that v0 only knows if it imports them: then it is v1, and not to be read as anything else.
fn speaks_v1(text: &str) -> bool {
    let has_import = text.contains("import future.keywords") || text.contains("import rego.v1");
    let code = |line: &str| line.split('#').next().unwrap_or_default().to_owned();
    let is_v1 =
        |line: String| line.contains(" if {") || line.contains(" contains ") || line.trim_end().ends_with(" if");
    !has_import && text.lines().map(code).any(is_v1)
}

/// Where a rule's name stands.
pub fn rule_head(rule: &Rule) -> Option<&Span> {
    let mut refr = match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    loop {
        match refr.as_ref() {
            Expr::Var { span, .. } => return Some(span),
            Expr::RefDot { refr: inner, .. } | Expr::RefBrack { refr: inner, .. } => refr = inner,
            _ => return None,
        }
    }
}

/// The steps of a reference that is wholly written out: `data.lib.kubernetes`.
pub fn static_path(expression: &Expr) -> Option<Vec<&str>> {
    let mut steps = Vec::new();
    let mut next = expression;
    loop {
        match next {
            Expr::Var { span, .. } => {
                steps.push(span.text());
                steps.reverse();
                return Some(steps);
            }
            Expr::RefDot { refr, field, .. } => {
                steps.push(field.0.text());
                next = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                let Expr::String { value: Value::String(key), .. } = index.as_ref() else { return None };
                steps.push(key);
                next = refr;
            }
            _ => return None,
        }
    }
}
