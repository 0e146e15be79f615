//! A policy file, parsed for what tests need of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::unstable::{Expr, Module, Parser, Ref, Rule, RuleHead, Source};

use seaworthy_rego::guard;
use seaworthy_rego::native::static_path;
use seaworthy_rego::opa::Version;
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::SourceFile;

/// A policy file.
#[derive(Debug, Clone)]
pub(in crate::policy) struct RegoFile {
    pub source: Arc<SourceFile>,
    pub module: Arc<Module>,
    /// The steps of its package, without `data`.
    pub package: Vec<String>,
    /// Whether it is written in the syntax before version 1.
    pub is_v0: bool,
    /// What the engine is given: the text, in which rules may have got other names.
    pub text: String,
}

impl RegoFile {
    /// Parses a file, as Rego 1 or else as what was before.
    pub(super) fn parse(source: Arc<SourceFile>) -> Result<Self, EngineError> {
        let (module, is_v0) = match parse(&source, true) {
            Ok(module) => (module, false),
            Err(error) if is_old(&error, source.text()) => (parse(&source, false).map_err(|_| error)?, true),
            Err(error) => return Err(error),
        };
        let package = static_path(&module.package.refr).ok_or_else(|| EngineError {
            message: "the name of the package cannot be read".to_owned(),
            line: module.package.span.line as usize,
            file: None,
        })?;
        let package = package.into_iter().map(str::to_owned).collect();
        let text = source.text().to_owned();
        Ok(Self { source, module: Arc::new(module), package, is_v0, text })
    }

    /// Gives the file to an engine, with more behind it.
    pub(super) fn add_with(&self, more: &str, engine: &mut Engine) -> Result<(), EngineError> {
        engine.add_as(self.version(), self.source.name(), &format!("{}{more}", self.text))
    }

    pub(super) fn version(&self) -> Version {
        if self.is_v0 { Version::V0 } else { Version::V1 }
    }

    /// The path of a rule: `data.seaworthy.kubernetes.probes.deny`.
    pub(super) fn path(&self, rule: &str) -> String {
        let mut path = "data".to_owned();
        for step in self.package.iter().map(String::as_str).chain([rule]) {
            if step.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                path.push('.');
                path.push_str(step);
            } else {
                path.push_str(&format!("[{step:?}]"));
            }
        }
        path
    }

    /// The names that mean something in the whole file: its rules and imports.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let rules = self.module.policy.iter().filter_map(|rule| rule_name(rule)).map(str::to_owned);
        rules.chain(self.imports()).collect()
    }

    /// The names of whole documents: those of imports, `input` and `data`.
    pub(super) fn imports(&self) -> BTreeSet<String> {
        let imports = self.module.imports.iter().filter_map(|import| match &import.r#as {
            Some(alias) => Some(alias.text().to_owned()),
            None => static_path(&import.refr).and_then(|path| path.last().map(|&name| name.to_owned())),
        });
        imports.chain(["input".to_owned(), "data".to_owned()]).collect()
    }
}

/// Whether a file that is no Rego 1 may be what was before: it lacks the keywords that Rego 1 asks for, everywhere.
fn is_old(error: &EngineError, text: &str) -> bool {
    let lacks_keyword = error.message.contains("is required") || error.message.contains("must be");
    let uses_keywords = text.contains("import rego.v1") || text.contains(" if {") || text.contains(" contains ");
    lacks_keyword && (!uses_keywords || text.contains("future.keywords"))
}

fn parse(source: &SourceFile, is_v1: bool) -> Result<Module, EngineError> {
    guard::scan(source.name(), source.text())?;
    let parse = || {
        let source = Source::from_contents(source.name().to_owned(), source.text().to_owned())?;
        let mut parser = Parser::new(&source)?;
        if is_v1 {
            parser.enable_rego_v1()?;
        }
        parser.parse()
    };
    parse().map_err(|error| EngineError::of(&error))
}

/// What a rule's head defines, and the first name in that.
pub(super) fn head(rule: &Rule) -> &Ref<Expr> {
    match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    }
}

/// What stands in the brackets of a rule's head: `name` of `test_sizes[name]`.
pub(super) fn keys(rule: &Rule) -> Vec<&Ref<Expr>> {
    let mut keys = Vec::new();
    let mut next = head(rule);
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = next.as_ref() {
        if let Expr::RefBrack { index, .. } = next.as_ref() {
            keys.push(index);
        }
        next = refr;
    }
    keys.reverse();
    keys
}

/// The name that a rule defines: `deny` of `deny[x]`.
pub(in crate::policy) fn rule_name(rule: &Rule) -> Option<&str> {
    let mut next = head(rule);
    loop {
        match next.as_ref() {
            Expr::Var { span, .. } => return Some(span.text()),
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => next = refr,
            _ => return None,
        }
    }
}
