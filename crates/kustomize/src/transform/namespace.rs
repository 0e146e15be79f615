//! `namespace`: of all resources that can have one, and of what refers to it.
//!
//! Source: `api/filters/namespace` of kustomize.

use std::collections::HashMap;
use std::sync::Arc;

use super::Problem;
use crate::edit::Change;
use crate::field_spec::{FieldSpec, Make};
use crate::file::Text;
use crate::id::Gvk;
use crate::resource::Resource;
use seaworthy_source::{Node, Value};

/// Which subjects of role bindings change their namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subjects {
    /// Those named `default`.
    Default,
    /// All service accounts.
    ServiceAccounts,
    /// None.
    None,
}

/// Sets the namespace of all resources.
pub(crate) fn set(
    resources: &mut [Resource],
    namespace: &Text,
    change: &Change,
    specs: &[FieldSpec],
    subjects: Subjects,
    only_unset: bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for resource in resources.iter_mut().filter(|resource| !resource.is_from_chart) {
        resource.store_id();
        let gvk = resource.id().gvk.clone();
        let setter = Setter { namespace, change, only_unset };
        if let Err(message) = resource.edit(|root| setter.all(root, &gvk, specs, subjects)) {
            problems.push(Problem::new(format!("{}: {message}", resource.id()), namespace.span));
        }
    }
    let mut seen = HashMap::new();
    for resource in resources.iter() {
        let id = resource.id();
        let key = (id.gvk.clone(), Arc::clone(&id.name), id.effective_namespace().to_owned());
        if seen.insert(key, ()).is_some() {
            let message = format!("in this namespace there would be two of {id}");
            problems.push(Problem::new(message, namespace.span));
        }
    }
    problems
}

struct Setter<'a> {
    namespace: &'a Text,
    change: &'a Change,
    only_unset: bool,
}

impl Setter<'_> {
    fn all(&self, root: &mut Node, gvk: &Gvk, specs: &[FieldSpec], subjects: Subjects) -> Result<(), String> {
        if !gvk.is_cluster_scoped() {
            let spec = FieldSpec::new(Gvk::default(), "metadata/namespace", true);
            self.field(root, &spec)?;
        }
        let is_binding = matches!(&*gvk.kind, "RoleBinding" | "ClusterRoleBinding");
        if is_binding {
            self.subjects(root, subjects)?;
        }
        for spec in specs.iter().filter(|spec| gvk.is_selected(&spec.gvk)) {
            let is_own = match &*spec.path {
                "metadata/namespace" => false,
                // Namespaces are of the core group.
                "metadata/name" => gvk.group.is_empty() && &*gvk.version == "v1",
                "subjects/namespace" => !is_binding,
                _ => true,
            };
            if is_own {
                self.field(root, spec)?;
            }
        }
        Ok(())
    }

    fn field(&self, root: &mut Node, spec: &FieldSpec) -> Result<(), String> {
        spec.visit(root, Make::Scalar, self.change.span, &mut |node, key_span| {
            if self.only_unset && node.as_str().is_some_and(|text| !text.is_empty()) {
                return Ok(());
            }
            self.change.set_scalar(node, key_span, Value::String(Arc::clone(&self.namespace.text)))
        })
    }

    fn subjects(&self, root: &mut Node, which: Subjects) -> Result<(), String> {
        let Value::Map(map) = &mut root.value else { return Ok(()) };
        let Some(Value::List(items)) = map.get_mut("subjects").map(|node| &mut node.value) else { return Ok(()) };
        for item in items {
            let is_meant = match which {
                Subjects::None => false,
                Subjects::Default => item.str_at(&["name"]) == Some("default"),
                Subjects::ServiceAccounts => item.str_at(&["kind"]) == Some("ServiceAccount"),
            };
            if is_meant && !(self.only_unset && item.get("namespace").is_some()) {
                self.change.set_entry(item, &"namespace".into(), Value::String(Arc::clone(&self.namespace.text)))?;
            }
        }
        Ok(())
    }
}
