//! References: names to their values.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::body::Body;
use super::failure::{Failure, Result};
use super::instance::{CallExpansion, Expansion, Instance, InstanceKey, Repeated, Slot};
use super::scope::Scope;
use super::{Evaluator, open};
use crate::config::{Mode, ResourceName};
use crate::syntax::ast::{Expr, ExprKind};
use crate::value::{Cause, Kind, Type, Value};
use seaworthy_source::Span;

/// A step after the name that a reference begins with.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Attribute(&'a Arc<str>, Span),
    Index(&'a Expr, Span),
}

/// The name that an expression begins with and the steps after it; another expression, if it begins with none.
fn flatten(expr: &Expr) -> (&Expr, Vec<Step<'_>>) {
    let mut steps = Vec::new();
    let mut next = expr;
    loop {
        match &next.kind {
            ExprKind::Attribute { of, name, .. } => {
                steps.push(Step::Attribute(name, next.span));
                next = of;
            }
            ExprKind::Index { of, key } => {
                steps.push(Step::Index(key, next.span));
                next = of;
            }
            _ => break,
        }
    }
    steps.reverse();
    (next, steps)
}

const INVALID: &str = "Invalid reference";
const UNDECLARED: &str = "Reference to undeclared";

impl<'t> Evaluator<'t> {
    /// The value of a name, or of what is looked up after it.
    pub(super) fn traversal(&self, expr: &Expr, scope: &Scope<'_, 't>) -> Result {
        let (root, steps) = flatten(expr);
        let ExprKind::Variable(name) = &root.kind else {
            let value = self.expression(root, scope)?;
            return self.look_up(value, &steps, scope);
        };
        if let Some(value) = scope.find(name) {
            return self.look_up(value.clone(), &steps, scope);
        }
        if scope.closed {
            let detail = format!("There is no variable named \"{name}\" in this scope");
            return Err(Failure::new(root.span, "Unknown variable", detail));
        }
        let attribute = |index: usize| match steps.get(index) {
            Some(Step::Attribute(name, _)) => Ok(&***name),
            _ => Err(Failure::new(expr.span, INVALID, format!("A name must follow `{name}`"))),
        };
        let (value, used) = match &**name {
            "var" => (self.variable(scope.instance, attribute(0)?, expr.span)?, 1),
            "local" => (self.local(scope.instance, attribute(0)?, expr.span)?, 1),
            "each" => (each(scope.repeated, attribute(0)?, expr.span)?, 1),
            "count" => (count(scope.repeated, attribute(0)?, expr.span)?, 1),
            "path" => (self.path(scope.instance, attribute(0)?, expr.span)?, 1),
            "terraform" | "tofu" => (self.terraform(attribute(0)?, expr.span)?, 1),
            "self" => {
                let what = Cause { what: "`self` is known when it is applied".into(), span: Some(root.span) };
                (Value::unknown(Type::Any, &Arc::new(what)), steps.len())
            }
            "module" => self.module(scope, &steps, expr.span)?,
            "data" => {
                let (ty, name) = (attribute(0)?, attribute(1)?);
                self.resource(scope, Mode::Data, ty, name, &steps, 2, expr.span)?
            }
            "ephemeral" => {
                let (ty, name) = (attribute(0)?, attribute(1)?);
                self.resource(scope, Mode::Ephemeral, ty, name, &steps, 2, expr.span)?
            }
            "resource" if steps.len() > 1 => {
                let (ty, name) = (attribute(0)?, attribute(1)?);
                self.resource(scope, Mode::Managed, ty, name, &steps, 2, expr.span)?
            }
            ty => self.resource(scope, Mode::Managed, ty, attribute(0)?, &steps, 1, expr.span)?,
        };
        self.look_up(value, &steps[used..], scope)
    }

    fn local(&self, instance: &Rc<Instance<'t>>, name: &str, span: Span) -> Result {
        let Some((key, local)) = instance.node.module.locals.get_key_value(name) else {
            let detail = format!("A local value with the name \"{name}\" has not been declared");
            return Err(Failure::new(span, format!("{UNDECLARED} local value"), detail));
        };
        match instance.locals.borrow().get(&**key) {
            Some(Slot::Done(value)) => return Ok(value.clone()),
            Some(Slot::Pending) => {
                return Ok(Value::unknown(Type::Any, &self.cycle(&format!("local.{name}"), local.name_span)));
            }
            None => {}
        }
        instance.locals.borrow_mut().insert(key, Slot::Pending);
        let value = self.value(&local.value, &Scope::of(instance));
        let value = value.passed_by(local.name_span.to(local.value.span), || format!("local.{name}").into());
        instance.locals.borrow_mut().insert(key, Slot::Done(value.clone()));
        Ok(value)
    }

    /// The value of a module's output.
    pub(super) fn output(&self, instance: &Rc<Instance<'t>>, name: &str) -> Value {
        let Some((key, output)) = instance.node.module.outputs.get_key_value(name) else { return Value::null() };
        match instance.outputs.borrow().get(&**key) {
            Some(Slot::Done(value)) => return value.clone(),
            Some(Slot::Pending) => {
                return Value::unknown(Type::Any, &self.cycle(&format!("output.{name}"), output.header));
            }
            None => {}
        }
        instance.outputs.borrow_mut().insert(key, Slot::Pending);
        let value = match &output.value {
            Some(expr) => self.value(expr, &Scope::of(instance)),
            None => Value::null(),
        };
        let mut value = value.passed_by(output.header, || format!("output \"{name}\"").into());
        value.marks.sensitive |= output.sensitive;
        value.marks.ephemeral |= output.ephemeral;
        instance.outputs.borrow_mut().insert(key, Slot::Done(value.clone()));
        value
    }

    fn path(&self, instance: &Rc<Instance<'t>>, name: &str, span: Span) -> Result {
        let text = match name {
            "module" => instance.node.relative.clone(),
            "root" => ".".to_owned(),
            "cwd" => self.folder.clone(),
            _ => {
                return Err(Failure::new(
                    span,
                    INVALID,
                    format!("`path.{name}` does not exist: use module, root or cwd"),
                ));
            }
        };
        Ok(Value::from(text.as_str()).written_at(span))
    }

    fn terraform(&self, name: &str, span: Span) -> Result {
        match name {
            "workspace" => Ok(Value::from(&*self.inputs.workspace).written_at(span)),
            "applying" => {
                let cause = Cause { what: "`terraform.applying` is known only during apply".into(), span: Some(span) };
                Ok(Value::unknown(Type::Bool, &Arc::new(cause)))
            }
            _ => Err(Failure::new(span, INVALID, format!("`terraform.{name}` does not exist: use workspace"))),
        }
    }

    /// `module.name`, with the steps that choose an instance and an output.
    fn module(&self, scope: &Scope<'_, 't>, steps: &[Step<'_>], span: Span) -> Result<(Value, usize)> {
        let Some(Step::Attribute(name, _)) = steps.first() else {
            return Err(Failure::new(span, INVALID, "The name of a module call must follow `module`"));
        };
        let Some((name, call)) = scope.instance.node.module.calls.get_key_value(&***name) else {
            let detail = format!("No module call named \"{name}\" is declared");
            return Err(Failure::new(span, format!("{UNDECLARED} module"), detail));
        };
        let expansion = self.expand_call(scope.instance, name);
        if expansion.members.is_empty()
            && let Some(cause) = &expansion.existence
        {
            return Ok((Value::unknown(Type::Any, cause), steps.len()));
        }
        let (members, used) = match (&expansion.keys[..], steps.get(1)) {
            ([InstanceKey::None], _) => (&expansion.members[..], 1),
            ([InstanceKey::Any], Some(Step::Index(..))) => (&expansion.members[..], 2),
            ([InstanceKey::Any], _) => {
                let cause = expansion.existence.clone().unwrap_or_else(|| {
                    Arc::new(Cause {
                        what: format!("the number of instances of `module.{name}` is unknown").into(),
                        span: Some(call.header),
                    })
                });
                return Ok((Value::unknown(Type::Any, &cause), steps.len()));
            }
            (keys, Some(Step::Index(key, key_span))) => match self.position(keys, key, scope)? {
                Found::At(index) => (&expansion.members[index..=index], 2),
                Found::Nowhere(what) => {
                    let detail = format!("module.{name} has no instance {what}");
                    return Err(Failure::new(*key_span, "Invalid index", detail));
                }
                Found::Unknown(cause) => return Ok((Value::unknown(Type::Any, &cause), steps.len())),
            },
            _ => return Ok((self.whole_call(&expansion), 1)),
        };
        let Some(member) = members.first() else { return Ok((self.whole_call(&expansion), 1)) };
        match steps.get(used) {
            Some(Step::Attribute(output, output_span)) => {
                if !member.node.module.outputs.contains_key(&***output) {
                    let detail = format!("module.{name} has no output \"{output}\"");
                    return Err(Failure::new(*output_span, "Unsupported attribute", detail));
                }
                Ok((self.output(member, output), used + 1))
            }
            _ => Ok((self.outputs(member), used)),
        }
    }

    fn outputs(&self, instance: &Rc<Instance<'t>>) -> Value {
        let names = instance.node.module.outputs.keys();
        Value::object(names.map(|name| (Arc::clone(name), self.output(instance, name))))
    }

    fn whole_call(&self, expansion: &CallExpansion<'t>) -> Value {
        if !expansion.keyed {
            return Value::tuple(expansion.members.iter().map(|member| self.outputs(member)).collect());
        }
        let entries = expansion.keys.iter().zip(&expansion.members).filter_map(|(key, member)| match key {
            InstanceKey::Key(key) => Some((Arc::clone(key), self.outputs(member))),
            _ => None,
        });
        Value::object(entries)
    }

    /// A resource, with the step that chooses an instance. `used` steps name the resource.
    #[allow(clippy::too_many_arguments)]
    fn resource(
        &self,
        scope: &Scope<'_, 't>,
        mode: Mode,
        ty: &str,
        name: &str,
        steps: &[Step<'_>],
        used: usize,
        span: Span,
    ) -> Result<(Value, usize)> {
        let wanted = ResourceName { mode, ty: ty.into(), name: name.into() };
        let Some((name, block)) = scope.instance.node.module.resources.get_key_value(&wanted) else {
            let detail = format!("{} has not been declared in {}", wanted.address(), self.module_name(scope.instance));
            return Err(Failure::new(span, format!("{UNDECLARED} resource"), detail));
        };
        let expansion = self.expand_resource(scope.instance, name, block);
        let member = |index: usize| self.member_value(scope.instance, name, block, &expansion, index);
        let keys: Vec<&InstanceKey> = expansion.members.iter().map(|member| &member.key).collect();
        match (&keys[..], steps.get(used)) {
            ([InstanceKey::None], _) => Ok((member(0), used)),
            ([InstanceKey::Any], Some(Step::Index(..))) => Ok((member(0), used + 1)),
            (_, Some(Step::Index(key, key_span))) if expansion.existence.is_none() => {
                let keys: Vec<InstanceKey> = keys.into_iter().cloned().collect();
                match self.position(&keys, key, scope)? {
                    Found::At(index) => Ok((member(index), used + 1)),
                    Found::Nowhere(what) => {
                        let detail = format!("{} has no instance {what}", name.address());
                        Err(Failure::new(*key_span, "Invalid index", detail))
                    }
                    Found::Unknown(cause) => Ok((Value::unknown(Type::Any, &cause), steps.len())),
                }
            }
            _ => Ok((self.whole_resource(&expansion, member), used)),
        }
    }

    fn module_name(&self, instance: &Instance<'t>) -> String {
        if instance.address.is_empty() { "the root module".to_owned() } else { instance.address.to_string() }
    }

    fn whole_resource(&self, expansion: &Expansion, member: impl Fn(usize) -> Value) -> Value {
        if let Some(value) = &*expansion.whole.borrow() {
            return value.clone();
        }
        let value = match &expansion.existence {
            Some(cause) => Value::unknown(Type::Any, cause),
            None if expansion.keyed => {
                Value::object(expansion.members.iter().enumerate().filter_map(|(index, it)| match &it.key {
                    InstanceKey::Key(key) => Some((Arc::clone(key), member(index))),
                    _ => None,
                }))
            }
            None => Value::tuple((0..expansion.members.len()).map(member).collect()),
        };
        *expansion.whole.borrow_mut() = Some(value.clone());
        value
    }

    /// The instance that a key selects.
    fn position(&self, keys: &[InstanceKey], key: &Expr, scope: &Scope<'_, 't>) -> Result<Found> {
        let value = self.expression(key, scope)?;
        Ok(match &value.kind {
            Kind::Unknown(unknown) => Found::Unknown(Arc::clone(&unknown.cause)),
            Kind::Number(number) => {
                let index = number.as_i64().and_then(|index| usize::try_from(index).ok());
                let is_it = |key: &InstanceKey| matches!(key, InstanceKey::Index(own) if Some(*own) == index);
                keys.iter().position(is_it).map_or_else(|| Found::Nowhere(number.to_string()), Found::At)
            }
            Kind::String(text) => {
                let number = text.parse::<usize>().ok();
                let is_it = |key: &InstanceKey| match key {
                    InstanceKey::Key(own) => own == text,
                    InstanceKey::Index(own) => Some(*own) == number,
                    _ => false,
                };
                keys.iter().position(is_it).map_or_else(|| Found::Nowhere(format!("{text:?}")), Found::At)
            }
            _ => Found::Nowhere(format!("for {}", value.ty().name())),
        })
    }

    /// The value of references to a resource's instance.
    fn member_value(
        &self,
        instance: &Rc<Instance<'t>>,
        name: &'t ResourceName,
        block: &'t crate::config::ResourceBlock,
        expansion: &Expansion,
        index: usize,
    ) -> Value {
        self.resource_state(instance, name, block, expansion, index).1
    }
}

enum Found {
    At(usize),
    Nowhere(String),
    Unknown(Arc<Cause>),
}

fn each(repeated: &Repeated, name: &str, span: Span) -> Result {
    match (repeated, name) {
        (Repeated::Each(key, _), "key") => Ok(key.clone()),
        (Repeated::Each(_, value), "value") => Ok(value.clone()),
        (_, "key" | "value") => {
            Err(Failure::new(span, "Reference to \"each\" in context without for_each", "The block has no for_each"))
        }
        _ => Err(Failure::new(span, INVALID, format!("`each.{name}` does not exist: use key or value"))),
    }
}

fn count(repeated: &Repeated, name: &str, span: Span) -> Result {
    match (repeated, name) {
        (Repeated::Count(index), "index") => Ok(index.clone()),
        (_, "index") => {
            Err(Failure::new(span, "Reference to \"count\" in non-counted context", "The block has no count"))
        }
        _ => Err(Failure::new(span, INVALID, format!("`count.{name}` does not exist: use index"))),
    }
}

/// The value of references to a resource: its configuration, and attributes that are known after apply.
pub(super) fn seen_by_others(body: &Body, address: &Arc<str>, header: Span) -> Value {
    let cause = |what: Arc<str>| Arc::new(Cause { what, span: Some(header) });
    // Null means not set: the provider can choose a value.
    let is_set = |entry: &Value| !entry.is_null();
    let mut entries = body.to_entries();
    entries.retain(|_, entry| is_set(entry));
    let kinds: BTreeSet<&Arc<str>> = body.blocks.iter().map(|block| &block.kind).collect();
    for kind in kinds {
        if let Some(Kind::Tuple(items)) = entries.get(kind).map(|value| &value.kind) {
            let items = items.iter().enumerate().map(|(index, item)| match &item.kind {
                Kind::Object(inner) if !inner.contains_key(open::OPEN) => {
                    let what = format!("{address}.{kind}[{index}]");
                    let set = inner.iter().filter(|(_, entry)| is_set(entry));
                    let set = set.map(|(name, entry)| (Arc::clone(name), entry.clone())).collect();
                    open::object(set, cause(what.into())).in_place_of(item)
                }
                _ => item.clone(),
            });
            let value = Value::tuple(items.collect());
            entries.insert(Arc::clone(kind), value);
        }
    }
    open::object(entries, cause(Arc::clone(address))).of_resource(address, header)
}
