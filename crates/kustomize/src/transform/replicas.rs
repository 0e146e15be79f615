//! `replicas`.
//!
//! Source: `ReplicaCountTransformer` of kustomize.

use super::Problem;
use crate::edit::Change;
use crate::field_spec::{FieldSpec, Make};
use crate::file::{field, text};
use crate::id::Id;
use crate::resource::Resource;
use seaworthy_source::Node;

/// Sets the replicas of the workloads of a name; `args` is the item of `replicas`.
pub(crate) fn set(resources: &mut [Resource], args: &Node, specs: &[FieldSpec]) -> Vec<Problem> {
    let Some(name) = text(args, "name") else {
        return vec![Problem::new("an item of `replicas` requires a name", args.span)];
    };
    let Some(count) = field(args, "count") else {
        return vec![Problem::new("an item of `replicas` requires a count", args.span)];
    };
    let change = Change::by(count, "replicas");
    let mut problems = Vec::new();
    let mut found = false;
    for spec in specs {
        let is_meant = |id: &Id| id.name == name.text && id.gvk.is_selected(&spec.gvk);
        for resource in resources.iter_mut() {
            if !(is_meant(resource.id()) || resource.previous_ids().any(|id| is_meant(&id))) {
                continue;
            }
            found = true;
            if !resource.id().gvk.is_selected(&spec.gvk) {
                continue;
            }
            let result = resource.edit(|root| {
                spec.visit(root, Make::Scalar, change.span, &mut |node, key_span| {
                    change.set_scalar(node, key_span, count.value.value.clone())
                })
            });
            if let Err(message) = result {
                problems.push(Problem::new(format!("{}: {message}", resource.id()), args.span));
            }
        }
    }
    if !found {
        let message = format!("workload `{}` not found: its replicas were not set", name.text);
        problems.push(Problem::absence(message, name.span));
    }
    problems
}
