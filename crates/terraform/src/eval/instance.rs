//! Instances of modules and resources.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::body::Body;
use crate::config::{ModuleCall, ResourceName};
use crate::tree::TreeNode;
use crate::value::{Cause, Value, text};
use seaworthy_source::Span;

/// Identifies an instance of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstanceKey {
    /// The block is not repeated.
    None,
    /// Its number.
    Index(usize),
    /// Its key.
    Key(Arc<str>),
    /// It represents all instances, because they are unknown.
    Any,
}

impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Key(key) => write!(f, "[{}]", text::quote(key)),
            Self::Any => f.write_str("[*]"),
        }
    }
}

/// Which member of a repeated block something belongs to.
#[derive(Debug, Clone)]
pub(super) enum Repeated {
    /// The block is not repeated.
    No,
    /// `count.index`.
    Count(Value),
    /// `each.key` and `each.value`.
    Each(Value, Value),
}

/// The state of a named value.
#[derive(Debug, Clone)]
pub(super) enum Slot<T> {
    /// It is being computed: needing it now is a cycle.
    Pending,
    /// It is computed.
    Done(T),
}

type Memo<K, T> = RefCell<HashMap<K, Slot<T>>>;

/// A module with the values that it has for one call of it.
pub(super) struct Instance<'t> {
    pub node: &'t TreeNode,
    pub caller: Option<Caller<'t>>,
    /// `module.network["eu"]`; empty for the root.
    pub address: Arc<str>,
    /// Why it is not known whether the instance exists.
    pub existence: Option<Arc<Cause>>,
    pub variables: Memo<&'t str, Value>,
    pub locals: Memo<&'t str, Value>,
    pub outputs: Memo<&'t str, Value>,
    pub resources: Memo<&'t ResourceName, Rc<Expansion>>,
    pub calls: Memo<&'t str, Rc<CallExpansion<'t>>>,
}

/// The call of a module.
pub(super) struct Caller<'t> {
    pub instance: Rc<Instance<'t>>,
    pub name: &'t str,
    pub call: &'t ModuleCall,
    pub repeated: Repeated,
}

/// The instances of a resource's block.
pub(super) struct Expansion {
    pub members: Vec<Member>,
    /// Whether members have string keys, even if there are none.
    pub keyed: bool,
    /// Why the number of members is unknown; then one member represents all.
    pub existence: Option<Arc<Cause>>,
    /// All members as one value.
    pub whole: RefCell<Option<Value>>,
}

/// An instance of a resource.
pub(super) struct Member {
    pub key: InstanceKey,
    pub repeated: Repeated,
    /// Its configuration, and the value of references to it.
    pub state: RefCell<Option<Slot<Configured>>>,
}

/// A resource's configuration, and the value of references to it.
pub(super) type Configured = (Rc<Body>, Value);

/// The instances of a module call.
pub(super) struct CallExpansion<'t> {
    pub members: Vec<Rc<Instance<'t>>>,
    pub keys: Vec<InstanceKey>,
    /// Whether members have string keys, even if there are none.
    pub keyed: bool,
    /// Why it, or the number of its members, is unknown.
    pub existence: Option<Arc<Cause>>,
}

impl<'t> Instance<'t> {
    pub(super) fn root(node: &'t TreeNode) -> Self {
        Self::new(node, None, "".into(), None)
    }

    pub(super) fn new(
        node: &'t TreeNode,
        caller: Option<Caller<'t>>,
        address: Arc<str>,
        existence: Option<Arc<Cause>>,
    ) -> Self {
        Self {
            node,
            caller,
            address,
            existence,
            variables: RefCell::default(),
            locals: RefCell::default(),
            outputs: RefCell::default(),
            resources: RefCell::default(),
            calls: RefCell::default(),
        }
    }

    /// The address of something within the module.
    pub(super) fn within(&self, name: &str) -> String {
        if self.address.is_empty() { name.to_owned() } else { format!("{}.{name}", self.address) }
    }

    pub(super) fn address_of(&self, name: &ResourceName, key: &InstanceKey) -> Arc<str> {
        format!("{}{key}", self.within(&name.address())).into()
    }

    /// The headers of the calls around it, the innermost first.
    pub(super) fn calls(&self) -> Vec<Span> {
        let mut calls = Vec::new();
        let mut next = self.caller.as_ref();
        while let Some(caller) = next {
            calls.push(caller.call.header);
            next = caller.instance.caller.as_ref();
        }
        calls
    }
}
