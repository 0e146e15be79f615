//! The declarations of all files in a folder: a module.

mod declare;
mod files;
mod overrides;
mod types;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::syntax::ast::{Block, Body, Expr};
use super::value::Type;
use seaworthy_source::{Diagnostic, ReadError, Span};

pub use files::{FileSet, Role, role};
pub use types::constraint;

/// A folder of configuration files.
#[derive(Debug)]
pub struct Module {
    /// The folder, as it was reached.
    pub folder: PathBuf,
    /// Its input variables.
    pub variables: BTreeMap<Arc<str>, Variable>,
    /// Its local values.
    pub locals: BTreeMap<Arc<str>, Local>,
    /// Its outputs.
    pub outputs: BTreeMap<Arc<str>, Output>,
    /// Its resources, of every mode.
    pub resources: BTreeMap<ResourceName, ResourceBlock>,
    /// Its calls of other modules.
    pub calls: BTreeMap<Arc<str>, ModuleCall>,
    /// Its configurations of providers.
    pub providers: Vec<Provider>,
    /// The `seaworthy:` comments.
    pub comments: Vec<Span>,
    /// The files that were read.
    pub files: Vec<ModuleFile>,
    /// Errors in them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file of a module.
#[derive(Debug, Clone)]
pub struct ModuleFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, unless it could not be read.
    pub file: Option<seaworthy_source::FileId>,
    /// How many blocks of resources and data sources it declares.
    pub resources: usize,
    /// Why it could not be read at all.
    pub failed: Option<ReadError>,
}

/// `variable "name" { … }`.
#[derive(Debug)]
pub struct Variable {
    /// Its type; `any` where none is declared.
    pub ty: Type,
    /// Its value unless it is set.
    pub default: Option<Expr>,
    /// Whether it can be null.
    pub nullable: bool,
    /// Whether its value must not be shown.
    pub sensitive: bool,
    /// Whether its value exists only while Terraform runs.
    pub ephemeral: bool,
    /// What names it.
    pub header: Span,
}

/// A local value.
#[derive(Debug)]
pub struct Local {
    /// Where its name is written.
    pub name_span: Span,
    /// What it is set to.
    pub value: Expr,
}

/// `output "name" { … }`.
#[derive(Debug)]
pub struct Output {
    /// Its value.
    pub value: Option<Expr>,
    /// Whether its value must not be shown.
    pub sensitive: bool,
    /// Whether its value exists only while Terraform runs.
    pub ephemeral: bool,
    /// What names it.
    pub header: Span,
}

/// Names a resource within its module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceName {
    /// What Terraform does with it.
    pub mode: Mode,
    /// Its type: `aws_s3_bucket`.
    pub ty: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

/// What Terraform does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Creates and manages it.
    Managed,
    /// Reads it.
    Data,
    /// Opens it while it runs.
    Ephemeral,
}

/// `resource "type" "name" { … }` and its relatives.
#[derive(Debug)]
pub struct ResourceBlock {
    /// How many there are.
    pub repetition: Repetition,
    /// The configuration of its provider, where it names one.
    pub provider: Option<ProviderName>,
    /// What is between its braces, without what decides how many there are and which provider is used.
    pub body: Body,
    /// What names it.
    pub header: Span,
}

/// How many instances a block declares.
#[derive(Debug)]
pub enum Repetition {
    /// One, without a key.
    None,
    /// `count`.
    Count(Expr),
    /// `for_each`.
    ForEach(Expr),
}

/// `module "name" { … }`.
#[derive(Debug)]
pub struct ModuleCall {
    /// Where the module comes from.
    pub source: Option<(Arc<str>, Span)>,
    /// How many there are.
    pub repetition: Repetition,
    /// The configurations that the module's provider names refer to.
    pub providers: Vec<(ProviderName, ProviderName)>,
    /// Its arguments.
    pub body: Body,
    /// What names it.
    pub header: Span,
}

/// A name for a provider's configuration: `aws`, `aws.west`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProviderName {
    /// Its local name.
    pub name: Arc<str>,
    /// Its alias, if it has one.
    pub alias: Option<Arc<str>>,
}

/// `provider "name" { … }`.
#[derive(Debug)]
pub struct Provider {
    /// What names it.
    pub name: ProviderName,
    /// What it is configured with.
    pub block: Block,
}

impl ResourceName {
    /// As Terraform prints it: `aws_s3_bucket.logs`, `data.aws_region.current`.
    #[must_use]
    pub fn address(&self) -> String {
        match self.mode {
            Mode::Managed => format!("{}.{}", self.ty, self.name),
            Mode::Data => format!("data.{}.{}", self.ty, self.name),
            Mode::Ephemeral => format!("ephemeral.{}.{}", self.ty, self.name),
        }
    }
}
