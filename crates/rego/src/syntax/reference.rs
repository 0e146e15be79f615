//! References: what they begin with, and their steps.

use regorus::Value;
use regorus::unstable::{Expr, Module, Ref, Rule, Span};

use super::rule::head;

/// A reference: `data.lib.allowed[name].level`.
#[derive(Debug)]
pub struct Reference<'a> {
    /// The name that it begins with.
    pub root: &'a Span,
    /// The steps after the name.
    pub steps: Vec<Step<'a>>,
}

/// A step of a reference.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// `.key`, `["key"]`
    Key(&'a str),
    /// Another constant: `[0]`
    Constant(&'a Value),
    /// Anything else in brackets: `[name]`
    Computed(&'a Ref<Expr>),
}

impl<'a> Reference<'a> {
    /// What an expression refers to; nothing where it begins with something other than a name.
    #[must_use]
    pub fn of(expression: &'a Expr) -> Option<Self> {
        let mut steps = Vec::new();
        let mut next = expression;
        loop {
            match next {
                Expr::Var { span, .. } => {
                    steps.reverse();
                    return Some(Self { root: span, steps });
                }
                Expr::RefDot { refr, field, .. } => {
                    steps.push(Step::Key(field.0.text()));
                    next = refr;
                }
                Expr::RefBrack { refr, index, .. } => {
                    steps.push(Step::of(index));
                    next = refr;
                }
                _ => return None,
            }
        }
    }

    /// The keys after the name, up to the first step that is something else.
    #[must_use]
    pub fn keys(&self) -> Vec<&'a str> {
        self.steps.iter().map_while(Step::key).collect()
    }

    /// The name and the keys after it, up to the first step that is something else.
    #[must_use]
    pub fn path(&self) -> Vec<&'a str> {
        std::iter::once(self.root.text()).chain(self.steps.iter().map_while(Step::key)).collect()
    }
}

impl<'a> Step<'a> {
    fn of(index: &'a Ref<Expr>) -> Self {
        match index.as_ref() {
            Expr::String { value: Value::String(key), .. } => Self::Key(key),
            Expr::Number { value, .. } => Self::Constant(value),
            _ => Self::Computed(index),
        }
    }

    fn key(&self) -> Option<&'a str> {
        match self {
            Self::Key(key) => Some(key),
            _ => None,
        }
    }
}

/// What an expression refers to; nothing where it begins with something other than a name.
#[must_use]
pub fn reference(expression: &Expr) -> Option<Reference<'_>> {
    Reference::of(expression)
}

/// The path of a reference all of whose steps are keys: `["data", "lib", "kubernetes"]`.
#[must_use]
pub fn static_path(expression: &Expr) -> Option<Vec<&str>> {
    let reference = Reference::of(expression)?;
    let path = reference.path();
    (path.len() == reference.steps.len() + 1).then_some(path)
}

/// The path that a rule of a module declares: `["data", "lib", "allowed"]`. Steps that are computed end it.
#[must_use]
pub fn declared_path<'a>(module: &'a Module, rule: &'a Rule) -> Vec<&'a str> {
    let mut path = package(module);
    path.extend(reference(head(rule)).iter().flat_map(Reference::path));
    path
}

/// The package of a module: `["data", "lib"]`.
#[must_use]
pub fn package(module: &Module) -> Vec<&str> {
    let mut path = vec!["data"];
    path.extend(reference(&module.package.refr).iter().flat_map(Reference::path));
    path
}

/// An import: `import data.lib.kubernetes as k8s`.
#[derive(Debug)]
pub struct Import<'a> {
    /// The name that it can be referred to by.
    pub name: &'a str,
    /// What the name means: `["data", "lib", "kubernetes"]`.
    pub path: Vec<&'a str>,
    /// Where the path is.
    pub span: &'a Span,
}

/// The imports of a module, those of keywords included.
pub fn imports(module: &Module) -> impl Iterator<Item = Import<'_>> {
    module.imports.iter().filter_map(|import| {
        let path = static_path(&import.refr)?;
        let name = import.r#as.as_ref().map(|alias| alias.text()).or(path.last().copied())?;
        Some(Import { name, path, span: import.refr.span() })
    })
}

/// The import with a name.
#[must_use]
pub fn import_of<'a>(module: &'a Module, name: &str) -> Option<Import<'a>> {
    imports(module).find(|import| import.name == name)
}
