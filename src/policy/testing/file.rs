//! A policy file, parsed for what tests need of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::unstable::Module;

use seaworthy_rego::syntax::{Version, imports, parse_any, rule_name, static_path};
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::SourceFile;

/// A policy file.
#[derive(Debug, Clone)]
pub(in crate::policy) struct RegoFile {
    pub source: Arc<SourceFile>,
    pub module: Arc<Module>,
    /// The steps of its package, without `data`.
    pub package: Vec<String>,
    /// The syntax that it is written in.
    pub version: Version,
    /// What the engine is given: the text, in which rules may have got other names.
    pub text: String,
}

impl RegoFile {
    /// Parses a file, as Rego 1 or else as what was before.
    pub(super) fn parse(source: Arc<SourceFile>) -> Result<Self, EngineError> {
        let (module, version) = parse_any(source.name(), source.text())?;
        let package = static_path(&module.package.refr).ok_or_else(|| EngineError {
            message: "the name of the package cannot be read".to_owned(),
            line: module.package.span.line as usize,
            file: None,
        })?;
        let package = package.into_iter().map(str::to_owned).collect();
        let text = source.text().to_owned();
        Ok(Self { source, module: Arc::new(module), package, version, text })
    }

    /// Gives the file to an engine, with more behind it.
    pub(super) fn add_with(&self, more: &str, engine: &mut Engine) -> Result<(), EngineError> {
        engine.add_as(self.version, self.source.name(), &format!("{}{more}", self.text))
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
        let rules = self.module.policy.iter().filter_map(|rule| rule_name(rule)).map(|name| name.text().to_owned());
        rules.chain(self.imports()).collect()
    }

    /// The names of whole documents: those of imports, `input` and `data`.
    pub(super) fn imports(&self) -> BTreeSet<String> {
        let imports = imports(&self.module).map(|import| import.name.to_owned());
        imports.chain(["input".to_owned(), "data".to_owned()]).collect()
    }
}
