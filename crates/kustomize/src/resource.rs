//! A resource on its way through the layers.

use std::path::Path;
use std::sync::Arc;

use super::id::Id;
use super::limits::size;
use seaworthy_source::{Node, Origin, Span, Value};

/// A resource, with what it was called before. Its value is shared with the layers below until it is changed.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    root: Arc<Node>,
    id: Id,
    /// What it was called before, the first name first.
    pub(super) previous: Vec<Id>,
    /// Prefixes that its name was given, the first one first.
    pub(super) prefixes: Vec<Arc<str>>,
    /// Suffixes that its name was given, the first one first.
    pub(super) suffixes: Vec<Arc<str>>,
    /// Whether a hash of its content belongs to its name.
    pub(super) needs_hash: bool,
    /// Whether a chart made it: its namespace is the chart's business.
    pub(super) is_from_chart: bool,
    /// Names of the variables that read it.
    pub(super) variables: Vec<Arc<str>>,
    /// The file that wrote it.
    pub(super) file: Arc<Path>,
    /// The lines of kustomizations by which it came in, the outermost first.
    pub(super) through: Option<Arc<Origin>>,
}

impl Resource {
    /// A resource as it is written.
    pub(super) fn new(root: Arc<Node>, file: Arc<Path>) -> Self {
        Self {
            id: Id::of(&root),
            root,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            needs_hash: false,
            is_from_chart: false,
            variables: Vec::new(),
            file,
            through: None,
        }
    }

    /// What it is called now.
    pub(super) fn id(&self) -> &Id {
        &self.id
    }

    /// What it was called first.
    pub(super) fn original_id(&self) -> Id {
        self.previous_ids().next().unwrap_or_else(|| self.id.clone())
    }

    /// What it was called before; its group and version are those of now.
    pub(super) fn previous_ids(&self) -> impl Iterator<Item = Id> + '_ {
        self.previous.iter().map(|id| {
            let mut id = id.clone();
            id.gvk.group = Arc::clone(&self.id.gvk.group);
            id.gvk.version = Arc::clone(&self.id.gvk.version);
            id
        })
    }

    /// Remembers what it is called now as what it was called before.
    pub(super) fn store_id(&mut self) {
        let mut id = self.id.clone();
        id.namespace = id.effective_namespace().into();
        self.previous.push(id);
    }

    /// The text that names it.
    pub(super) fn place(&self) -> Span {
        let name = self.root.at(&["metadata", "name"]);
        name.map_or(self.root.span, |name| name.span)
    }

    /// Its value.
    pub(super) fn root(&self) -> &Node {
        &self.root
    }

    /// Its value, shared.
    pub(super) fn share(&self) -> Arc<Node> {
        Arc::clone(&self.root)
    }

    /// How many values it holds that no layer below shares.
    pub(super) fn own_size(&self) -> usize {
        if Arc::strong_count(&self.root) == 1 { size(&self.root) } else { 0 }
    }

    /// Changes it. Ask first whether there is something to change: what is shared is copied.
    pub(super) fn edit<T>(&mut self, change: impl FnOnce(&mut Node) -> T) -> T {
        let result = change(Arc::make_mut(&mut self.root));
        self.id = Id::of(&self.root);
        result
    }
}

/// The resources of a document: those of a list, too.
pub(super) fn expanded(root: &Arc<Node>, resources: &mut Vec<Arc<Node>>) {
    let is_list = root.str_at(&["kind"]).is_some_and(|kind| kind.ends_with("List"));
    match root.get("items").filter(|_| is_list).map(|items| &items.value) {
        Some(Value::List(items)) => items.iter().for_each(|item| expanded(&Arc::new(item.clone()), resources)),
        _ => resources.push(Arc::clone(root)),
    }
}
