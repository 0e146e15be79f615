//! Configuration to values: what Terraform would plan, as far as the files alone determine it.
//!
//! Evaluation is lazy: every named value is computed once for each instance of its module, when it is needed. An error
//! becomes an unknown value and a diagnostic, so that everything else is still evaluated.

mod body;
mod call;
mod default_tags;
mod expression;
mod failure;
mod files;
mod instance;
mod json;
mod open;
mod policy_document;
mod reference;
mod repetition;
mod scope;
mod template;
mod variables;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::config::{Mode, ResourceName};
use super::inputs::Inputs;
use super::syntax::ast::Expr;
use super::tree::Tree;
use super::value::{Cause, Type, Value};
use seaworthy_source::disk::Kind;
use seaworthy_source::{Diagnostic, Disk, Level, ReadError, Sources, Span, normalized};

pub use body::{Attribute, Body, NestedBlock, OpenBlocks};
pub use instance::InstanceKey;
pub use json::{known, marked};
pub use open::OPEN;

use failure::Failure;
use instance::Instance;
use scope::Scope;

/// The maximum number of instances of resources and modules below one root.
const MAX_INSTANCES: usize = 200_000;

/// The maximum depth of references to references.
const MAX_DEPTH: usize = 3_000;

/// The maximum number of evaluation steps below one root. The largest configurations of public repositories take about
/// a million.
const MAX_STEPS: usize = 10_000_000;

/// The maximum number of parts of a value: parts that are shared in memory could be copied elsewhere.
const MAX_PARTS: usize = 1_000_000;

/// Stack for the deepest evaluation; untouched pages of it cost nothing.
const STACK_BYTES: usize = 512 * 1024 * 1024;

/// The values of a root module.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// Its resources and those of the modules below it, in the order of their addresses' modules and declarations.
    pub resources: Vec<EvaluatedResource>,
    /// The outputs of the root.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// Errors in expressions.
    pub diagnostics: Vec<Diagnostic>,
}

/// A resource with its values.
#[derive(Debug)]
pub struct EvaluatedResource {
    /// As Terraform prints it: `module.network["eu"].aws_subnet.private[0]`.
    pub address: Arc<str>,
    /// The module's part of it; empty in the root.
    pub module: Arc<str>,
    /// Its name within its module.
    pub name: ResourceName,
    /// Which instance it is.
    pub key: InstanceKey,
    /// Why it is unknown whether it exists; `None` if it certainly does.
    pub existence: Option<Arc<Cause>>,
    /// Its configuration.
    pub body: Body,
    /// Its header in the source.
    pub header: Span,
    /// The calls of its module, the innermost first.
    pub calls: Vec<Span>,
}

/// Evaluates a root module.
#[must_use]
pub fn evaluate(tree: &Tree, inputs: &Inputs, disk: &Disk, sources: &Sources) -> Evaluated {
    // References can be nested deeply, and each level takes stack.
    std::thread::scope(|threads| {
        let work = || Evaluator::new(tree, inputs, disk, sources).run();
        let thread =
            std::thread::Builder::new().name("evaluate".into()).stack_size(STACK_BYTES).spawn_scoped(threads, work);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(evaluated)) => evaluated,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => {
                let name = seaworthy_source::display_name(&tree.root.module.folder);
                let message = format!("was not evaluated: cannot start a thread with enough stack ({error})");
                Evaluated { diagnostics: vec![Diagnostic::error(name, message)], ..Evaluated::default() }
            }
        }
    })
}

/// The value of a constant expression; `None` if it contains references or calls.
#[must_use]
pub fn constant(expr: &Expr) -> Option<Value> {
    expression::constant(expr)
}

/// Evaluates below one root.
struct Evaluator<'t> {
    tree: &'t Tree,
    inputs: &'t Inputs,
    disk: &'t Disk,
    sources: &'t Sources,
    diagnostics: RefCell<Vec<Diagnostic>>,
    reported: RefCell<HashSet<(Option<Span>, String)>>,
    templates: RefCell<HashMap<PathBuf, Rc<Expr>>>,
    /// The files that were read.
    contents: RefCell<HashMap<PathBuf, Arc<[u8]>>>,
    /// The kinds of the paths that were looked at.
    kinds: RefCell<HashMap<PathBuf, Result<Kind, ReadError>>>,
    /// The root's folder, as an absolute path.
    folder: String,
    instances: Cell<usize>,
    /// How many steps were taken.
    steps: Cell<usize>,
    /// How many values the resources have so far.
    shown: Cell<usize>,
    depth: Cell<usize>,
    /// Why the last file was not read.
    unread: RefCell<Option<ReadError>>,
    /// Whether the root has required variables that are not set.
    lacks_inputs: bool,
    /// Above 0, nothing is reported.
    quiet: Cell<usize>,
}

impl<'t> Evaluator<'t> {
    fn new(tree: &'t Tree, inputs: &'t Inputs, disk: &'t Disk, sources: &'t Sources) -> Self {
        Self {
            tree,
            inputs,
            disk,
            sources,
            diagnostics: RefCell::default(),
            reported: RefCell::default(),
            templates: RefCell::default(),
            contents: RefCell::default(),
            kinds: RefCell::default(),
            folder: normalized(&tree.root.module.folder).to_string_lossy().replace('\\', "/"),
            instances: Cell::new(0),
            steps: Cell::new(0),
            shown: Cell::new(0),
            depth: Cell::new(0),
            unread: RefCell::default(),
            lacks_inputs: lacks_inputs(tree, inputs),
            quiet: Cell::new(0),
        }
    }

    fn run(self) -> Evaluated {
        let root = Rc::new(Instance::root(&self.tree.root));
        let mut resources = Vec::new();
        self.collect(&root, &mut resources);
        let names = root.node.module.outputs.keys();
        let outputs = names.map(|name| (Arc::clone(name), self.output(&root, name))).collect();
        Evaluated { resources, outputs, diagnostics: self.diagnostics.into_inner() }
    }

    /// All resources of a module's instance and of those below it.
    fn collect(&self, instance: &Rc<Instance<'t>>, resources: &mut Vec<EvaluatedResource>) {
        for (name, block) in &instance.node.module.resources {
            if name.mode == Mode::Ephemeral {
                continue;
            }
            let expansion = self.expand_resource(instance, name, block);
            for (index, member) in expansion.members.iter().enumerate() {
                let body = self.resource_body(instance, name, block, &expansion, index);
                resources.push(EvaluatedResource {
                    address: instance.address_of(name, &member.key),
                    module: Arc::clone(&instance.address),
                    name: name.clone(),
                    key: member.key.clone(),
                    existence: instance.existence.clone().or_else(|| expansion.existence.clone()),
                    body: Body::clone(&body),
                    header: block.header,
                    calls: instance.calls(),
                });
            }
        }
        for name in instance.node.module.calls.keys() {
            for child in self.expand_call(instance, name).members.iter() {
                self.collect(child, resources);
            }
        }
    }

    /// Counts steps; above the maximum, the error is the unknown value to use instead.
    fn step(&self, steps: usize, at: Span) -> Result<(), Value> {
        let before = self.steps.get();
        self.steps.set(before.saturating_add(steps));
        if self.steps.get() <= MAX_STEPS {
            return Ok(());
        }
        if before <= MAX_STEPS {
            let file = self.sources.get(at.file);
            let message = format!("evaluating this configuration takes more than {MAX_STEPS} steps");
            self.diagnostics.borrow_mut().push(
                Diagnostic::error(file.name(), message)
                    .at(at, "evaluation stopped here")
                    .help("Values that were not reached are treated as unknown. Look for nested repetitions."),
            );
        }
        let what = "too much to evaluate";
        Err(Value::unknown(Type::Any, &Arc::new(Cause { what: what.into(), span: Some(at) })))
    }

    /// Reports a diagnostic, once for each place.
    fn report(&self, diagnostic: Diagnostic) {
        if self.quiet.get() > 0 {
            return;
        }
        let key = (diagnostic.labels.first().map(|label| label.0), diagnostic.message.clone());
        if self.reported.borrow_mut().insert(key) {
            self.diagnostics.borrow_mut().push(diagnostic);
        }
    }

    fn fail(&self, failure: &Failure) {
        let mut diagnostic = failure.diagnostic(self.sources);
        if self.lacks_inputs {
            // A module that other configurations call: whether this is an error depends on their inputs.
            diagnostic.level = Level::Warning;
            diagnostic.help = Some(
                "The module was evaluated without its required inputs. Values that depend on this are treated as unknown; \
                 set inputs with `--var` and `--var-file`."
                    .to_owned(),
            );
        }
        self.report(diagnostic);
    }

    /// The value of an expression; an error is reported and makes it unknown.
    fn value(&self, expr: &Expr, scope: &Scope<'_, 't>) -> Value {
        self.expression(expr, scope).unwrap_or_else(|failure| {
            self.fail(&failure);
            failure.unknown()
        })
    }
}

/// Whether a variable of the root has neither a value nor a default.
fn lacks_inputs(tree: &Tree, inputs: &Inputs) -> bool {
    let variables = &tree.root.module.variables;
    variables.iter().any(|(name, variable)| variable.default.is_none() && !inputs.values.contains_key(name))
}
