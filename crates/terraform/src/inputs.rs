//! Values that a root module's variables are given from outside.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::config::{FileSet, Module};
use super::read;
use super::syntax::{self, ast::Expr};
use seaworthy_source::{Diagnostic, FileId, Sources, Span, display_name};

/// What a user gives to every root.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Variables and files of variables, in the order of the command line.
    pub arguments: Vec<Argument>,
    /// `TF_VAR_…` of the environment: name and text.
    pub environment: Vec<(String, String)>,
    /// The workspace; `default` where none is chosen.
    pub workspace: Option<String>,
}

/// `--var` or `--var-file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A name with the text of its value.
    Variable(String, String),
    /// A file of variables.
    File(PathBuf),
}

/// The values for one root.
#[derive(Debug)]
pub struct Inputs {
    /// By the names of variables.
    pub values: HashMap<Arc<str>, Input>,
    /// The workspace.
    pub workspace: Arc<str>,
    /// What is wrong with the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read.
    pub files: Vec<FileId>,
}

/// A value that a variable is given.
#[derive(Debug, Clone)]
pub enum Input {
    /// An expression of a file of variables, and the place of the name and the expression.
    Expression(Expr, Span),
    /// A text of the command line or the environment.
    Text(Arc<str>, Span),
}

impl Inputs {
    /// The inputs of a root, the later ones counting as in Terraform: environment, `terraform.tfvars`, `*.auto.tfvars`,
    /// and what the command line says.
    #[must_use]
    pub fn of(root: &Module, files: &FileSet, given: &Given, sources: &Sources) -> Self {
        let workspace = given.workspace.as_deref().unwrap_or("default").into();
        let mut inputs = Self { values: HashMap::new(), workspace, diagnostics: Vec::new(), files: Vec::new() };
        for (name, text) in &given.environment {
            inputs.text(root, name, text, &format!("TF_VAR_{name}"), sources);
        }
        for path in &files.variables {
            inputs.file(path, sources);
        }
        for argument in &given.arguments {
            match argument {
                Argument::Variable(name, text) => inputs.text(root, name, text, &format!("--var {name}"), sources),
                Argument::File(path) => inputs.file(path, sources),
            }
        }
        inputs
    }

    fn text(&mut self, root: &Module, name: &str, text: &str, place: &str, sources: &Sources) {
        if root.variables.contains_key(name) {
            let file = sources.add(PathBuf::from(place), place.to_owned(), text.to_owned());
            let span = Span::new(file.id(), 0, text.len());
            self.values.insert(name.into(), Input::Text(text.into(), span));
        }
    }

    fn file(&mut self, path: &std::path::Path, sources: &Sources) {
        match read::file(path, sources) {
            Err(reason) => self.diagnostics.push(Diagnostic::error(display_name(path), reason)),
            Ok(file) => {
                let parsed = syntax::parse(&file);
                self.files.push(file.id());
                self.diagnostics.extend(parsed.diagnostics);
                self.diagnostics.extend(parsed.body.blocks.iter().map(|block| {
                    Diagnostic::error(file.name(), format!("`{}` blocks do not belong here", block.kind))
                        .at(block.header, "")
                        .help("A file of variables holds lines like `name = value` only.")
                }));
                for attribute in parsed.body.attributes {
                    let span = attribute.name_span.to(attribute.value.span);
                    self.values.insert(attribute.name, Input::Expression(attribute.value, span));
                }
            }
        }
    }
}
