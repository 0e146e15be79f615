//! The insides of blocks: arguments, nested blocks, and `dynamic` ones.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::failure::Failure;
use super::instance::{Expansion, Instance, InstanceKey, Slot};
use super::reference::seen_by_others;
use super::scope::{Name, Scope};
use super::{Evaluator, policy_document};
use crate::config::{Mode, ResourceBlock, ResourceName};
use crate::syntax::ast::{self, Block};
use crate::value::{Cause, Elements, Entries, Kind, Type, Value, elements};
use seaworthy_source::Span;

/// What is between a block's braces, with values.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Its arguments.
    pub attributes: Vec<Attribute>,
    /// Its blocks, including those of `dynamic` blocks.
    pub blocks: Vec<NestedBlock>,
    /// Block types with an unknown number of blocks.
    pub open: Vec<OpenBlocks>,
}

/// An argument with its value.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name is written.
    pub name_span: Span,
    /// Where its expression is written.
    pub expression: Span,
    /// Its value.
    pub value: Value,
    /// Whether it is computed, not set in the configuration.
    pub computed: bool,
}

/// A nested block with its values.
#[derive(Debug, Clone)]
pub struct NestedBlock {
    /// Its type.
    pub kind: Arc<str>,
    /// What names it in the source.
    pub header: Span,
    /// What is in it.
    pub body: Body,
    /// Whether it configures Terraform (`lifecycle`) and is not deployed.
    pub meta: bool,
}

/// An unknown number of blocks of one type.
#[derive(Debug, Clone)]
pub struct OpenBlocks {
    /// The type of the blocks.
    pub kind: Arc<str>,
    /// Why.
    pub cause: Arc<Cause>,
    /// The `dynamic` block.
    pub header: Span,
    /// One of them, as far as it is known.
    pub content: Body,
}

/// Blocks of a resource that configure Terraform and are not deployed.
const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];

/// The maximum number of values of all resources below a root: more would exhaust memory.
const MAX_SHOWN: usize = 2_000_000;

const TOO_MUCH_TO_SHOW: &str = "The resources have more than 2000000 values, above the maximum of this program";

/// The maximum number of blocks from one `dynamic` block.
const MAX_BLOCKS: usize = 100_000;

impl Body {
    /// As a value: nested blocks are lists of objects.
    #[must_use]
    pub fn to_entries(&self) -> Entries {
        let mut entries: Entries = self
            .attributes
            .iter()
            .map(|it| (Arc::clone(&it.name), it.value.clone().written_at(it.expression)))
            .collect();
        let mut blocks: BTreeMap<&Arc<str>, Vec<Value>> = BTreeMap::new();
        for block in self.blocks.iter().filter(|block| !block.meta) {
            let value = Value::object(block.body.to_entries()).written_at(block.header);
            blocks.entry(&block.kind).or_default().push(value);
        }
        entries.extend(blocks.into_iter().map(|(kind, values)| (Arc::clone(kind), Value::tuple(values))));
        entries.extend(self.open.iter().map(|open| (Arc::clone(&open.kind), Value::unknown(Type::Any, &open.cause))));
        entries
    }

    /// How many values there are in it.
    fn parts(&self) -> usize {
        let own: usize = self.attributes.iter().map(|attribute| attribute.value.parts()).sum();
        own + self.blocks.iter().map(|block| block.body.parts()).sum::<usize>()
    }

    /// Replaces every value.
    fn forget(&mut self, unknown: &Value) {
        self.attributes.iter_mut().for_each(|attribute| attribute.value = unknown.clone());
        self.blocks.iter_mut().for_each(|block| block.body.forget(unknown));
    }

    /// The argument of a name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    /// The blocks of a type.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a NestedBlock> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

impl<'t> Evaluator<'t> {
    /// What a resource's instance is configured with.
    pub(super) fn resource_body(
        &self,
        instance: &Rc<Instance<'t>>,
        name: &'t ResourceName,
        block: &'t ResourceBlock,
        expansion: &Expansion,
        index: usize,
    ) -> Rc<Body> {
        self.resource_state(instance, name, block, expansion, index).0
    }

    /// The same, with the value that references to it have.
    pub(super) fn resource_state(
        &self,
        instance: &Rc<Instance<'t>>,
        name: &'t ResourceName,
        block: &'t ResourceBlock,
        expansion: &Expansion,
        index: usize,
    ) -> (Rc<Body>, Value) {
        let member = &expansion.members[index];
        let address = instance.address_of(name, &member.key);
        match &*member.state.borrow() {
            Some(Slot::Done(state)) => return state.clone(),
            Some(Slot::Pending) => {
                let cause = self.cycle(&address, block.header);
                return (Rc::default(), Value::unknown(Type::Any, &cause));
            }
            None => {}
        }
        *member.state.borrow_mut() = Some(Slot::Pending);
        let scope = Scope { repeated: &member.repeated, ..Scope::of(instance) };
        // Errors in an instance that may not exist are not reported.
        let is_guess = member.key == InstanceKey::Any || instance.existence.is_some();
        self.quiet.set(self.quiet.get() + usize::from(is_guess));
        let mut body = self.body_without(&META_BLOCKS, &block.body, &scope);
        body.blocks.extend(block.body.blocks_of("lifecycle").map(lifecycle));
        self.quiet.set(self.quiet.get() - usize::from(is_guess));
        if name.mode == Mode::Data && &*name.ty == "aws_iam_policy_document" {
            policy_document::complete(&mut body, block.header);
        }
        if name.mode == Mode::Managed {
            self.complete_tags(instance, name, block, &mut body);
        }
        // As a node, each resource is a copy that shares nothing.
        self.shown.set(self.shown.get() + body.parts());
        if self.shown.get() > MAX_SHOWN {
            self.fail(&Failure::new(block.header, "Too large", TOO_MUCH_TO_SHOW));
            let what = "its module has more values than this program evaluates";
            let cause = Arc::new(Cause { what: what.into(), span: Some(block.header) });
            body.forget(&Value::unknown(Type::Any, &cause));
        }
        let value = seen_by_others(&body, &address, block.header);
        let state = (Rc::new(body), value);
        *member.state.borrow_mut() = Some(Slot::Done(state.clone()));
        state
    }

    /// Evaluates what is between a block's braces.
    fn body(&self, body: &ast::Body, scope: &Scope<'_, 't>) -> Body {
        self.body_without(&[], body, scope)
    }

    fn body_without(&self, left_out: &[&str], body: &ast::Body, scope: &Scope<'_, 't>) -> Body {
        let mut evaluated = Body::default();
        for attribute in body.attributes.iter().filter(|attribute| &*attribute.name != "depends_on") {
            evaluated.attributes.push(Attribute {
                name: Arc::clone(&attribute.name),
                name_span: attribute.name_span,
                expression: attribute.value.span,
                value: self.value(&attribute.value, scope),
                computed: false,
            });
        }
        for block in body.blocks.iter().filter(|block| !left_out.contains(&&*block.kind)) {
            match &*block.kind {
                "dynamic" => self.dynamic(block, scope, &mut evaluated),
                _ => evaluated.blocks.push(NestedBlock {
                    kind: Arc::clone(&block.kind),
                    header: block.header,
                    body: self.body(&block.body, scope),
                    meta: false,
                }),
            }
        }
        evaluated
    }

    /// `dynamic "kind" { for_each … content { … } }`.
    fn dynamic(&self, block: &Block, scope: &Scope<'_, 't>, into: &mut Body) {
        const INVALID: &str = "Invalid dynamic block";
        let kind = block.labels.first().map(|label| Arc::clone(&label.text)).unwrap_or_default();
        let fail = |span, detail: &str| self.fail(&Failure::new(span, INVALID, detail));
        let content = block.body.blocks_of("content").next();
        let (Some(for_each), Some(content)) = (block.body.attribute("for_each"), content) else {
            return fail(block.header, "A dynamic block requires `for_each` and a `content` block");
        };
        let iterator = match block.body.attribute("iterator").map(|attribute| &attribute.value.kind) {
            Some(ast::ExprKind::Variable(name) | ast::ExprKind::String(name)) => Arc::clone(name),
            _ => Arc::clone(&kind),
        };
        let of = self.value(&for_each.value, scope);
        let open = |cause: &Arc<Cause>| {
            let unknown = || Value::unknown(Type::Any, cause).belonging_to([&of]);
            let item = Value::object([("key".into(), unknown()), ("value".into(), unknown())]);
            let name = Name { name: Arc::clone(&iterator), value: item, outer: scope.names };
            self.quiet.set(self.quiet.get() + 1);
            let content = self.body(&content.body, &Scope { names: Some(&name), ..*scope });
            self.quiet.set(self.quiet.get() - 1);
            OpenBlocks { kind: Arc::clone(&kind), cause: Arc::clone(cause), header: block.header, content }
        };
        let items = match elements(&of) {
            Ok(Elements::Known(items)) => items,
            Ok(Elements::Unknown(cause)) => return into.open.push(open(&cause)),
            Err(error) => {
                let failure = Failure::of(error, for_each.value.span, &[]);
                self.fail(&failure);
                if let Some(cause) = failure.unknown().cause() {
                    into.open.push(open(cause));
                }
                return;
            }
        };
        if items.len() > MAX_BLOCKS {
            return fail(for_each.value.span, "It produces more than 100000 blocks, the maximum of this program");
        }
        for (key, value) in items {
            let at = block.header;
            let key = if matches!(of.kind, Kind::Set(..)) { value.clone() } else { key };
            let item = Value::object([("key".into(), key), ("value".into(), value)]);
            let name = Name { name: Arc::clone(&iterator), value: item, outer: scope.names };
            let body = self.body(&content.body, &Scope { names: Some(&name), ..*scope });
            into.blocks.push(NestedBlock { kind: Arc::clone(&kind), header: at, body, meta: false });
        }
    }
}

/// Only constants are included: the other arguments of `lifecycle` are references, not values.
fn lifecycle(block: &Block) -> NestedBlock {
    let attributes = block.body.attributes.iter().filter_map(|attribute| {
        Some(Attribute {
            name: Arc::clone(&attribute.name),
            name_span: attribute.name_span,
            expression: attribute.value.span,
            value: super::constant(&attribute.value)?,
            computed: false,
        })
    });
    let body = Body { attributes: attributes.collect(), ..Body::default() };
    NestedBlock { kind: Arc::clone(&block.kind), header: block.header, body, meta: true }
}
