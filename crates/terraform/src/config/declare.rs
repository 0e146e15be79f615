//! Blocks to declarations.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{
    FileSet, Local, Mode, Module, ModuleCall, ModuleFile, Output, Provider, ProviderName, Repetition, ResourceBlock,
    ResourceName, Variable, overrides, types,
};
use crate::eval::constant;
use crate::syntax::ast::{Attribute, Block, Body, Expr, ExprKind};
use crate::syntax::{self, Parsed};
use crate::value::Type;
use seaworthy_source::{Diagnostic, Disk, SourceFile, Sources, Span};

impl Module {
    /// Reads the files of a folder.
    #[must_use]
    pub fn load(folder: &Path, files: &FileSet, disk: &Disk, sources: &Sources) -> Self {
        let mut module = Self {
            folder: folder.to_path_buf(),
            variables: BTreeMap::new(),
            locals: BTreeMap::new(),
            outputs: BTreeMap::new(),
            resources: BTreeMap::new(),
            calls: BTreeMap::new(),
            providers: Vec::new(),
            comments: Vec::new(),
            files: Vec::new(),
            diagnostics: Vec::new(),
        };
        let mut blocks = Vec::new();
        for path in &files.primary {
            blocks.extend(module.read(path, disk, sources));
        }
        let over: Vec<Block> = files.overrides.iter().flat_map(|path| module.read(path, disk, sources)).collect();
        let unmatched = overrides::apply(&mut blocks, over);
        for block in blocks.into_iter().chain(unmatched) {
            module.declare(block, sources);
        }
        module
    }

    fn read(&mut self, path: &Path, disk: &Disk, sources: &Sources) -> Vec<Block> {
        let file = match disk.source(path, sources) {
            Ok(file) => file,
            Err(reason) => {
                self.diagnostics.push(reason.diagnostic(path));
                self.files.push(ModuleFile {
                    path: path.to_path_buf(),
                    file: None,
                    resources: 0,
                    failed: Some(reason),
                });
                return Vec::new();
            }
        };
        let Parsed { body, mut diagnostics, comments } = syntax::parse(&file);
        for attribute in &body.attributes {
            diagnostics.push(
                Diagnostic::error(file.name(), format!("argument `{}` is outside of any block", attribute.name))
                    .at(attribute.name_span, "not in a block")
                    .help("Move it into a block; put values of variables into a `.tfvars` file."),
            );
        }
        let resources = body.blocks.iter().filter(|block| matches!(&*block.kind, "resource" | "data")).count();
        self.files.push(ModuleFile { path: path.to_path_buf(), file: Some(file.id()), resources, failed: None });
        self.diagnostics.append(&mut diagnostics);
        self.comments.extend(comments);
        body.blocks
    }

    fn declare(&mut self, block: Block, sources: &Sources) {
        let file = sources.get(block.span.file);
        let labels = match &*block.kind {
            "resource" | "data" | "ephemeral" => 2,
            "variable" | "output" | "module" | "provider" => 1,
            "check" => 1,
            _ => 0,
        };
        if block.labels.len() != labels {
            self.diagnostics.push(wrong_labels(&file, &block, labels));
            return;
        }
        let name = block.labels.last().map(|label| Arc::clone(&label.text)).unwrap_or_default();
        match &*block.kind {
            "variable" => {
                let variable = self.variable(&file, &block);
                self.insert_unique(
                    &file,
                    block.header,
                    &format!("variable \"{name}\""),
                    |it| &mut it.variables,
                    name,
                    variable,
                );
            }
            "locals" => self.declare_locals(&file, block),
            "output" => {
                let output = Output {
                    value: block.body.attribute("value").map(|attribute| attribute.value.clone()),
                    sensitive: flag(&block.body, "sensitive").unwrap_or(false),
                    ephemeral: flag(&block.body, "ephemeral").unwrap_or(false),
                    header: block.header,
                };
                self.insert_unique(
                    &file,
                    block.header,
                    &format!("output \"{name}\""),
                    |it| &mut it.outputs,
                    name,
                    output,
                );
            }
            "resource" => self.resource(&file, Mode::Managed, name, block),
            "data" => self.resource(&file, Mode::Data, name, block),
            "ephemeral" => self.resource(&file, Mode::Ephemeral, name, block),
            "module" => {
                let header = block.header;
                let call = self.call(&file, block);
                self.insert_unique(&file, header, &format!("module \"{name}\""), |it| &mut it.calls, name, call);
            }
            "provider" => {
                let alias = block.body.attribute("alias").and_then(|attribute| text(&attribute.value));
                self.providers.push(Provider { name: ProviderName { name, alias }, block });
            }
            // A data source within a check is not deployed; moves and imports change addresses, not values.
            "terraform" | "moved" | "import" | "removed" | "check" | "language" => {}
            kind => {
                let message = format!("unsupported block type `{kind}`");
                self.diagnostics.push(Diagnostic::error(file.name(), message).at(block.header, "").help(
                    "Terraform supports resource, data, ephemeral, module, variable, locals, output, provider, terraform, \
                     moved, import, removed and check.",
                ));
            }
        }
    }

    fn insert_unique<K: Ord, V: Declared>(
        &mut self,
        file: &SourceFile,
        header: Span,
        what: &str,
        place: impl Fn(&mut Self) -> &mut BTreeMap<K, V>,
        key: K,
        value: V,
    ) {
        let first = match place(self).entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(value);
                return;
            }
            Entry::Occupied(entry) => entry.get().declared_at(),
        };
        self.diagnostics.push(
            Diagnostic::error(file.name(), format!("{what} is declared twice"))
                .at(header, "declared again here")
                .at(first, "declared here")
                .help("Rename one, or remove it; the first one was evaluated."),
        );
    }

    fn variable(&mut self, file: &SourceFile, block: &Block) -> Variable {
        let ty = match block.body.attribute("type") {
            None => Type::Any,
            Some(attribute) => types::constraint(&attribute.value, &constant).unwrap_or_else(|(span, message)| {
                let help = "Write a type like `string`, `list(number)` or `object({ name = optional(string) })`.";
                self.diagnostics.push(Diagnostic::error(file.name(), message).at(span, "not a type").help(help));
                Type::Any
            }),
        };
        Variable {
            ty,
            default: block.body.attribute("default").map(|attribute| attribute.value.clone()),
            nullable: flag(&block.body, "nullable").unwrap_or(true),
            sensitive: flag(&block.body, "sensitive").unwrap_or(false),
            ephemeral: flag(&block.body, "ephemeral").unwrap_or(false),
            header: block.header,
        }
    }

    fn declare_locals(&mut self, file: &SourceFile, block: Block) {
        for Attribute { name, name_span, value } in block.body.attributes {
            let what = format!("local.{name}");
            self.insert_unique(file, name_span, &what, |it| &mut it.locals, name, Local { name_span, value });
        }
    }

    fn resource(&mut self, file: &SourceFile, mode: Mode, name: Arc<str>, mut block: Block) {
        let ty = block.labels.first().map(|label| Arc::clone(&label.text)).unwrap_or_default();
        let name = ResourceName { mode, ty, name };
        let repetition = self.repetition(file, &mut block.body);
        let provider = take(&mut block.body, "provider").and_then(|attribute| provider_name(&attribute.value));
        let resource = ResourceBlock { repetition, provider, body: block.body, header: block.header };
        self.insert_unique(file, block.header, &name.address(), |it| &mut it.resources, name, resource);
    }

    fn call(&mut self, file: &SourceFile, mut block: Block) -> ModuleCall {
        let repetition = self.repetition(file, &mut block.body);
        let source = take(&mut block.body, "source");
        if source.is_none() {
            let message = "the module call does not set `source`";
            self.diagnostics.push(
                Diagnostic::error(file.name(), message)
                    .at(block.header, "")
                    .help("Set `source` to the location of the module."),
            );
        }
        take(&mut block.body, "version");
        take(&mut block.body, "depends_on");
        let providers = take(&mut block.body, "providers").map(|attribute| provider_map(&attribute.value));
        ModuleCall {
            source: source.and_then(|source| text(&source.value).map(|text| (text, source.value.span))),
            repetition,
            providers: providers.unwrap_or_default(),
            body: block.body,
            header: block.header,
        }
    }

    fn repetition(&mut self, file: &SourceFile, body: &mut Body) -> Repetition {
        match (take(body, "count"), take(body, "for_each")) {
            (None, None) => Repetition::None,
            (Some(count), None) => Repetition::Count(count.value),
            (None, Some(each)) => Repetition::ForEach(each.value),
            (Some(count), Some(each)) => {
                self.diagnostics.push(
                    Diagnostic::error(file.name(), "`count` and `for_each` cannot be combined")
                        .at(count.name_span, "here")
                        .at(each.name_span, "and here")
                        .help("Keep one of them; `for_each` was evaluated."),
                );
                Repetition::ForEach(each.value)
            }
        }
    }
}

fn wrong_labels(file: &SourceFile, block: &Block, wanted: usize) -> Diagnostic {
    let help = match wanted {
        0 => "Blocks of this type have no labels.",
        1 => "Blocks of this type have one label, their name.",
        _ => "Blocks of this type have two labels, a type and a name.",
    };
    let count = match block.labels.len() {
        1 => "1 label".to_owned(),
        count => format!("{count} labels"),
    };
    let message = format!("`{}` has {count}, but requires {wanted}", block.kind);
    Diagnostic::error(file.name(), message).at(block.header, "").help(help)
}

/// Declarations that must be unique.
trait Declared {
    fn declared_at(&self) -> Span;
}

macro_rules! declared {
    ($($ty:ty => $field:ident),*) => { $(impl Declared for $ty { fn declared_at(&self) -> Span { self.$field } })* };
}
declared!(Variable => header, Output => header, ResourceBlock => header, ModuleCall => header, Local => name_span);

fn take(body: &mut Body, name: &str) -> Option<Attribute> {
    let index = body.attributes.iter().position(|attribute| &*attribute.name == name)?;
    Some(body.attributes.remove(index))
}

fn flag(body: &Body, name: &str) -> Option<bool> {
    constant(&body.attribute(name)?.value)?.as_bool()
}

fn text(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::String(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

/// `aws` or `aws.west`; before Terraform 0.12 in quotes.
fn provider_name(expr: &Expr) -> Option<ProviderName> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(ProviderName { name: Arc::clone(name), alias: None }),
        ExprKind::Attribute { of, name: alias, .. } => match &of.kind {
            ExprKind::Variable(name) => Some(ProviderName { name: Arc::clone(name), alias: Some(Arc::clone(alias)) }),
            _ => None,
        },
        ExprKind::String(text) => Some(match text.split_once('.') {
            Some((name, alias)) => ProviderName { name: name.into(), alias: Some(alias.into()) },
            None => ProviderName { name: Arc::clone(text), alias: None },
        }),
        _ => None,
    }
}

fn provider_map(expr: &Expr) -> Vec<(ProviderName, ProviderName)> {
    let ExprKind::Object(items) = &expr.kind else { return Vec::new() };
    let names = |item: &_| {
        let crate::syntax::ast::ObjectItem { key, value } = item;
        let key = match &key.kind {
            ExprKind::Parens(inner) => provider_name(inner)?,
            _ => provider_name(key)?,
        };
        Some((key, provider_name(value)?))
    };
    items.iter().filter_map(names).collect()
}

impl Module {
    /// The folder of a call's module, if its source is a local path.
    #[must_use]
    pub fn local_folder(&self, call: &ModuleCall) -> Option<PathBuf> {
        let (source, _) = call.source.as_ref()?;
        let local = source.starts_with("./") || source.starts_with("../") || &**source == "." || &**source == "..";
        local.then(|| self.folder.join(&**source))
    }
}
