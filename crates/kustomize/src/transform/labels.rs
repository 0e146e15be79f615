//! `labels`, `commonLabels` and `commonAnnotations`.
//!
//! Source: `LabelTransformer` and `AnnotationsTransformer` of kustomize.

use super::Problem;
use crate::edit::Change;
use crate::field_spec::{FieldSpec, Make};
use crate::resource::Resource;
use seaworthy_source::{Entry, Map, Value};

/// Sets keys of maps, such as labels; `field` is the kustomization's field that wants it.
pub(crate) fn set(resources: &mut [Resource], pairs: &Map, specs: &[FieldSpec], field: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let pairs: Vec<(&Entry, Change)> = pairs
        .iter()
        .filter(|entry| matches!(entry.value.value, Value::String(_)))
        .map(|entry| (entry, Change::by(entry, field)))
        .collect();
    if pairs.is_empty() {
        return problems;
    }
    for resource in resources {
        let gvk = resource.id().gvk.clone();
        for spec in specs.iter().filter(|spec| gvk.is_selected(&spec.gvk)) {
            if !spec.reaches(resource.root(), Make::Map) {
                continue;
            }
            for (entry, change) in &pairs {
                let result = resource.edit(|root| {
                    spec.visit(root, Make::Map, change.span, &mut |node, _| {
                        change.set_entry(node, &entry.key, entry.value.value.clone())
                    })
                });
                if let Err(message) = result {
                    problems.push(Problem::new(format!("{}: {message}", resource.id()), entry.key_span));
                }
            }
        }
    }
    problems
}
