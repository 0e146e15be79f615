//! References: what they begin with, and their steps as far as these are written out.

use regorus::Value;
use regorus::unstable::{Expr, Module, Ref, Rule, RuleHead, Span};

/// A reference: `data.lib.allowed[name].level`.
#[derive(Debug)]
pub struct Reference<'a> {
    /// The name that it begins with.
    pub root: &'a Span,
    /// The steps behind the name, up to the first one that is computed.
    pub steps: Vec<&'a str>,
}

/// What an expression refers to; nothing where it begins with something other than a name.
pub fn reference(expression: &Expr) -> Option<Reference<'_>> {
    let mut steps = Vec::new();
    let mut next = expression;
    loop {
        match next {
            Expr::Var { span, .. } => {
                steps.reverse();
                return Some(Reference { root: span, steps });
            }
            Expr::RefDot { refr, field, .. } => {
                steps.push(field.0.text());
                next = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                if let Expr::String { value: Value::String(key), .. } = index.as_ref() {
                    steps.push(key);
                } else {
                    // What comes behind this step can be anywhere below.
                    steps.clear();
                }
                next = refr;
            }
            _ => return None,
        }
    }
}

/// The path that a rule of a module declares: `["data", "lib", "allowed"]`. Steps that are computed end it.
pub fn declared_path<'a>(module: &'a Module, rule: &'a Rule) -> Vec<&'a str> {
    let (Rule::Spec {
        head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
        ..
    }
    | Rule::Default { refr, .. }) = rule;
    let mut path = package(module);
    if let Some(reference) = reference(refr) {
        path.push(reference.root.text());
        path.extend(reference.steps);
    }
    path
}

/// The package of a module: `["data", "lib"]`.
pub fn package(module: &Module) -> Vec<&str> {
    let mut path = vec!["data"];
    if let Some(reference) = reference(&module.package.refr) {
        path.push(reference.root.text());
        path.extend(reference.steps);
    }
    path
}

/// What an import calls `name`.
pub fn import_of<'a>(module: &'a Module, name: &str) -> Option<&'a Ref<Expr>> {
    let import = module.imports.iter().find(|import| match &import.r#as {
        Some(alias) => alias.text() == name,
        None => reference(&import.refr).is_some_and(|path| path.steps.last() == Some(&name)),
    })?;
    Some(&import.refr)
}
