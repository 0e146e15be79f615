//! Values for the variables of a root module.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::config::{FileSet, Module};
use super::syntax::{self, ast::Expr};
use seaworthy_source::{Diagnostic, Disk, FileId, Sources, Span};

/// What a user sets for every root.
#[derive(Debug, Clone, Default)]
pub struct InputSettings {
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
    /// Errors in the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read.
    pub files: Vec<FileId>,
}

/// The value of a variable.
#[derive(Debug, Clone)]
pub enum Input {
    /// An expression of a file of variables, and the place of the name and the expression.
    Expression(Expr, Span),
    /// A text from the command line or the environment.
    Text(Arc<str>, Span),
}

impl Inputs {
    /// The inputs of a root. Later ones win, as in Terraform: environment, `terraform.tfvars`, `*.auto.tfvars`, command
    /// line.
    #[must_use]
    pub fn of(root: &Module, files: &FileSet, settings: &InputSettings, disk: &Disk, sources: &Sources) -> Self {
        let workspace = settings.workspace.as_deref().unwrap_or("default").into();
        let mut inputs = Self { values: HashMap::new(), workspace, diagnostics: Vec::new(), files: Vec::new() };
        for (name, text) in &settings.environment {
            inputs.text(root, name, text, &format!("TF_VAR_{name}"), sources);
        }
        for path in &files.variables {
            inputs.file(path, disk, sources);
        }
        // The user names these files, wherever they are.
        let named = Disk::anywhere();
        for argument in &settings.arguments {
            match argument {
                Argument::Variable(name, text) => inputs.text(root, name, text, &format!("--var {name}"), sources),
                Argument::File(path) => inputs.file(path, &named, sources),
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

    fn file(&mut self, path: &Path, disk: &Disk, sources: &Sources) {
        match disk.source(path, sources) {
            Err(reason) => self.diagnostics.push(reason.diagnostic(path)),
            Ok(file) => {
                let parsed = syntax::parse(&file);
                self.files.push(file.id());
                self.diagnostics.extend(parsed.diagnostics);
                self.diagnostics.extend(parsed.body.blocks.iter().map(|block| {
                    Diagnostic::error(
                        file.name(),
                        format!("unexpected `{}` block in a file of variable values", block.kind),
                    )
                    .at(block.header, "")
                    .help("A `.tfvars` file can only contain lines like `name = value`.")
                }));
                for attribute in parsed.body.attributes {
                    let span = attribute.name_span.to(attribute.value.span);
                    self.values.insert(attribute.name, Input::Expression(attribute.value, span));
                }
            }
        }
    }
}
