//! Configuration to values: what Terraform would plan, as far as it can be known without asking anybody.
//!
//! Evaluation is driven by demand and every named value is worked out once for each instance of its module. An error
//! becomes an unknown value and a diagnostic, so that everything else is still evaluated.

mod body;
mod call;
mod default_tags;
mod expression;
mod failure;
mod files;
mod instance;
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
use super::functions::FileError;
use super::inputs::Inputs;
use super::syntax::ast::Expr;
use super::tree::Tree;
use super::value::{Cause, Type, Value};
use seaworthy_source::{Diagnostic, Level, Sources, Span, normalized};

pub use body::{Attribute, Body, NestedBlock, OpenBlocks};
pub use instance::InstanceKey;
pub use open::OPEN;

use failure::Failure;
use instance::Instance;
use scope::Scope;

/// More instances of resources and modules than this below one root are a mistake.
const MAX_INSTANCES: usize = 200_000;

/// References that lead to references may be this deep.
const MAX_DEPTH: usize = 3_000;

/// Steps that the values of a root may take. The largest configurations of public repositories take about a million.
const MAX_STEPS: usize = 10_000_000;

/// A value of more parts than this is a mistake: what is shared between them must not be copied anywhere.
const MAX_PARTS: usize = 1_000_000;

/// Stack for the deepest evaluation; untouched pages of it cost nothing.
const STACK_BYTES: usize = 512 * 1024 * 1024;

/// What became of a root module.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// Its resources and those of the modules below it, in the order of their addresses' modules and declarations.
    pub resources: Vec<EvaluatedResource>,
    /// The outputs of the root.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A resource with its values.
#[derive(Debug)]
pub struct EvaluatedResource {
    /// As Terraform prints it: `module.network["eu"].aws_subnet.private[0]`.
    pub address: Arc<str>,
    /// The module's part of it; empty in the root.
    pub module: Arc<str>,
    /// What it is called within its module.
    pub name: ResourceName,
    /// Which instance it is.
    pub key: InstanceKey,
    /// Whether it is not known how many there are, if any.
    pub existence: Option<Arc<Cause>>,
    /// What it is configured with.
    pub body: Body,
    /// What names it in the source.
    pub header: Span,
    /// The calls of its module, the innermost first.
    pub calls: Vec<Span>,
}

/// Evaluates a root module.
#[must_use]
pub fn evaluate(tree: &Tree, inputs: &Inputs, boundary: &[PathBuf], sources: &Sources) -> Evaluated {
    // Values may lead to values for as long as a configuration pleases, and each step takes stack.
    std::thread::scope(|threads| {
        let work = || Evaluator::new(tree, inputs, boundary, sources).run();
        let thread =
            std::thread::Builder::new().name("evaluate".into()).stack_size(STACK_BYTES).spawn_scoped(threads, work);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(evaluated)) => evaluated,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => {
                let name = seaworthy_source::display_name(&tree.root.module.folder);
                let message = format!("was not evaluated: the system gives no stack for it ({error})");
                Evaluated { diagnostics: vec![Diagnostic::error(name, message)], ..Evaluated::default() }
            }
        }
    })
}

/// The value of an expression that refers to nothing, if it is such.
#[must_use]
pub fn constant(expr: &Expr) -> Option<Value> {
    expression::constant(expr)
}

/// Evaluates below one root.
struct Evaluator<'t> {
    tree: &'t Tree,
    inputs: &'t Inputs,
    /// The folders that files may be read from.
    boundary: &'t [PathBuf],
    sources: &'t Sources,
    diagnostics: RefCell<Vec<Diagnostic>>,
    told: RefCell<HashSet<(Option<Span>, String)>>,
    templates: RefCell<HashMap<PathBuf, Rc<Expr>>>,
    /// The files that were read.
    contents: RefCell<HashMap<PathBuf, Arc<[u8]>>>,
    /// The root's folder, as an absolute path.
    folder: String,
    instances: Cell<usize>,
    /// How many steps were taken.
    steps: Cell<usize>,
    /// How many values resources have so far.
    shown: Cell<usize>,
    depth: Cell<usize>,
    /// Why the last file was not read.
    unread: RefCell<Option<FileError>>,
    /// Whether the root has variables that nobody sets.
    lacks_inputs: bool,
    /// Above 0 nothing is said.
    quiet: Cell<usize>,
}

impl<'t> Evaluator<'t> {
    fn new(tree: &'t Tree, inputs: &'t Inputs, boundary: &'t [PathBuf], sources: &'t Sources) -> Self {
        Self {
            tree,
            inputs,
            boundary,
            sources,
            diagnostics: RefCell::default(),
            told: RefCell::default(),
            templates: RefCell::default(),
            contents: RefCell::default(),
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

    /// Counts steps; none, where there have been enough.
    fn step(&self, steps: usize, at: Span) -> Result<(), Value> {
        let before = self.steps.get();
        self.steps.set(before.saturating_add(steps));
        if self.steps.get() <= MAX_STEPS {
            return Ok(());
        }
        if before <= MAX_STEPS {
            let file = self.sources.get(at.file);
            let message = format!("the values of this configuration take more than {MAX_STEPS} steps to work out");
            self.diagnostics.borrow_mut().push(
                Diagnostic::error(file.name(), message)
                    .at(at, "this far")
                    .help("What remains is treated as unknown. Look for repetitions within repetitions."),
            );
        }
        let what = "too much to evaluate";
        Err(Value::unknown(Type::Any, &Arc::new(Cause { what: what.into(), span: Some(at) })))
    }

    /// Says something, once for each place.
    fn say(&self, diagnostic: Diagnostic) {
        if self.quiet.get() > 0 {
            return;
        }
        let key = (diagnostic.labels.first().map(|label| label.0), diagnostic.message.clone());
        if self.told.borrow_mut().insert(key) {
            self.diagnostics.borrow_mut().push(diagnostic);
        }
    }

    fn fail(&self, failure: &Failure) {
        let mut diagnostic = failure.diagnostic(self.sources);
        if self.lacks_inputs {
            // A module that others call with inputs of their own: what Terraform makes of it is for them to say.
            diagnostic.level = Level::Warning;
            diagnostic.help = Some(
                "The module was evaluated alone and without the inputs that it needs. What depends on this is treated as \
                 unknown; `--var` and `--var-file` give it inputs."
                    .to_owned(),
            );
        }
        self.say(diagnostic);
    }

    /// The value of an expression; an error is told, and makes it unknown.
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
