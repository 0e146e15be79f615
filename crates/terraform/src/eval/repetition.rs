//! `count` and `for_each`: how many instances a block declares.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::failure::{Failure, Result};
use super::instance::{CallExpansion, Caller, Expansion, Instance, InstanceKey, Member, Repeated, Slot};
use super::scope::Scope;
use super::{Evaluator, MAX_INSTANCES};
use crate::config::{Repetition, ResourceBlock, ResourceName};
use crate::syntax::ast::Expr;
use crate::value::{Cause, Kind, Type, Value, convert};
use seaworthy_source::Span;

/// The members of a repeated block.
struct Members {
    members: Vec<(InstanceKey, Repeated)>,
    existence: Option<Arc<Cause>>,
}

impl<'t> Evaluator<'t> {
    /// The instances of a resource's block.
    pub(super) fn expand_resource(
        &self,
        instance: &Rc<Instance<'t>>,
        name: &'t ResourceName,
        block: &'t ResourceBlock,
    ) -> Rc<Expansion> {
        match instance.resources.borrow().get(name) {
            Some(Slot::Done(expansion)) => return Rc::clone(expansion),
            Some(Slot::Pending) => return Rc::new(Expansion::symbolic(&self.cycle(&name.address(), block.header))),
            None => {}
        }
        instance.resources.borrow_mut().insert(name, Slot::Pending);
        let Members { members, existence } = self.members(&block.repetition, block.header, instance);
        let members = members.into_iter().map(|(key, repeated)| Member { key, repeated, state: RefCell::default() });
        let keyed = matches!(block.repetition, Repetition::ForEach(_));
        let expansion = Rc::new(Expansion { members: members.collect(), keyed, existence, whole: RefCell::default() });
        instance.resources.borrow_mut().insert(name, Slot::Done(Rc::clone(&expansion)));
        expansion
    }

    /// The instances of a module call.
    pub(super) fn expand_call(&self, instance: &Rc<Instance<'t>>, name: &'t str) -> Rc<CallExpansion<'t>> {
        let nothing = |cause| {
            Rc::new(CallExpansion { members: Vec::new(), keys: Vec::new(), keyed: false, existence: Some(cause) })
        };
        let Some(call) = instance.node.module.calls.get(name) else {
            return nothing(Arc::new(Cause { what: format!("unknown module `{name}`").into(), span: None }));
        };
        match instance.calls.borrow().get(name) {
            Some(Slot::Done(expansion)) => return Rc::clone(expansion),
            Some(Slot::Pending) => return nothing(self.cycle(&format!("module.{name}"), call.header)),
            None => {}
        }
        instance.calls.borrow_mut().insert(name, Slot::Pending);
        let expansion = match instance.node.children.get(name) {
            Some(Some(node)) => {
                let Members { members, existence } = self.members(&call.repetition, call.header, instance);
                let own = existence.clone().or_else(|| instance.existence.clone());
                let keys = members.iter().map(|(key, _)| key.clone()).collect();
                let members = members.into_iter().map(|(key, repeated)| {
                    let address = format!("{}{key}", instance.within(&format!("module.{name}")));
                    let caller = Caller { instance: Rc::clone(instance), name, call, repeated };
                    Rc::new(Instance::new(node, Some(caller), address.into(), own.clone()))
                });
                let keyed = matches!(call.repetition, Repetition::ForEach(_));
                Rc::new(CallExpansion { members: members.collect(), keys, keyed, existence })
            }
            _ => {
                let what = format!("module `{name}` was not evaluated");
                nothing(Arc::new(Cause { what: what.into(), span: Some(call.header) }))
            }
        };
        instance.calls.borrow_mut().insert(name, Slot::Done(Rc::clone(&expansion)));
        expansion
    }

    fn members(&self, repetition: &'t Repetition, header: Span, instance: &Rc<Instance<'t>>) -> Members {
        let scope = Scope::of(instance);
        let members = match repetition {
            Repetition::None => Ok(Members { members: vec![(InstanceKey::None, Repeated::No)], existence: None }),
            Repetition::Count(expr) => self.count(expr, &scope),
            Repetition::ForEach(expr) => self.for_each(expr, &scope),
        };
        let members = members.unwrap_or_else(|failure| {
            self.fail(&failure);
            let unknown = failure.unknown();
            let cause = unknown.cause().cloned();
            let repeated = match repetition {
                Repetition::Count(_) => Repeated::Count(unknown),
                _ => Repeated::Each(unknown.clone(), unknown),
            };
            Members { members: vec![(InstanceKey::Any, repeated)], existence: cause }
        });
        let total = self.instances.get() + members.members.len();
        self.instances.set(total);
        if total > MAX_INSTANCES {
            let failure = Failure::new(
                header,
                "Too many instances",
                format!("The root has more than {MAX_INSTANCES} instances; this block was not evaluated"),
            );
            self.fail(&failure);
            return Members { members: Vec::new(), existence: None };
        }
        members
    }

    fn count(&self, expr: &Expr, scope: &Scope<'_, 't>) -> Result<Members> {
        const INVALID: &str = "Invalid count argument";
        let value = self.expression(expr, scope)?;
        let value = convert(&value, &Type::Number)
            .map_err(|error| Failure::new(expr.span, INVALID, format!("The count must be a whole number: {error}")))?;
        if let Some(unknown) = value.as_unknown() {
            let index = Value::unknown(Type::Number, &unknown.cause);
            let members = vec![(InstanceKey::Any, Repeated::Count(index))];
            return Ok(Members { members, existence: Some(Arc::clone(&unknown.cause)) });
        }
        let Some(number) = value.as_number() else {
            return Err(Failure::new(expr.span, INVALID, "The count is null and must be a whole number"));
        };
        let count = number.as_i64().and_then(|count| usize::try_from(count).ok());
        match count {
            Some(count) if count <= MAX_INSTANCES => {
                let member = |index: usize| (InstanceKey::Index(index), Repeated::Count(Value::number(index.into())));
                Ok(Members { members: (0..count).map(member).collect(), existence: None })
            }
            Some(count) => {
                let detail = format!("{count} instances exceed the maximum of this program ({MAX_INSTANCES})");
                Err(Failure::new(expr.span, INVALID, detail))
            }
            None => Err(Failure::new(expr.span, INVALID, "The count must be a whole number that is not negative")),
        }
    }

    fn for_each(&self, expr: &Expr, scope: &Scope<'_, 't>) -> Result<Members> {
        const INVALID: &str = "Invalid for_each argument";
        let value = self.expression(expr, scope)?;
        let unknown = |cause: &Arc<Cause>| {
            let each = Repeated::Each(Value::unknown(Type::String, cause), Value::unknown(Type::Any, cause));
            Members { members: vec![(InstanceKey::Any, each)], existence: Some(Arc::clone(cause)) }
        };
        let marks = value.marks;
        if marks.sensitive {
            let detail =
                "The value is sensitive, and its keys would be visible in addresses: use `nonsensitive` to allow that";
            self.fail(&Failure::new(expr.span, INVALID, detail));
        }
        match &value.kind {
            Kind::Unknown(what) => Ok(unknown(&what.cause)),
            Kind::Map(_, entries) | Kind::Object(entries) => {
                let members = entries.iter().filter(|(key, _)| &***key != super::OPEN).map(|(key, item)| {
                    let item = item.clone().with_marks(marks).handed_on_by(&value);
                    let text = Value::from(Kind::String(Arc::clone(key))).handed_on_by(&value);
                    (InstanceKey::Key(Arc::clone(key)), Repeated::Each(text, item))
                });
                Ok(Members { members: members.collect(), existence: None })
            }
            Kind::Set(_, items) => {
                if let Some(cause) = value.cause() {
                    return Ok(unknown(cause));
                }
                let members = items.iter().map(|item| {
                    let key = item.as_text().ok_or_else(|| {
                        let detail = format!("The set must contain strings, but contains: {}", item.ty().name());
                        Failure::new(expr.span, INVALID, detail)
                    })?;
                    let item = item.clone().handed_on_by(&value);
                    Ok((InstanceKey::Key(Arc::clone(key)), Repeated::Each(item.clone(), item)))
                });
                Ok(Members { members: members.collect::<Result<_>>()?, existence: None })
            }
            Kind::Null(_) => {
                Err(Failure::new(expr.span, INVALID, "The value is null and must be a map or a set of strings"))
            }
            _ => {
                let detail = format!("The value must be a map or a set of strings, not {}", value.ty().name());
                Err(Failure::new(expr.span, INVALID, detail))
            }
        }
    }

    /// Reports that something depends on itself.
    pub(super) fn cycle(&self, what: &str, span: Span) -> Arc<Cause> {
        let failure = Failure::new(span, "Cycle", format!("`{what}` depends on itself"));
        self.fail(&failure);
        Arc::new(Cause { what: format!("`{what}` depends on itself").into(), span: Some(span) })
    }
}

impl Expansion {
    /// Nothing is known of it.
    fn symbolic(cause: &Arc<Cause>) -> Self {
        Self {
            members: Vec::new(),
            keyed: false,
            existence: Some(Arc::clone(cause)),
            whole: RefCell::new(Some(Value::unknown(Type::Any, cause))),
        }
    }
}
