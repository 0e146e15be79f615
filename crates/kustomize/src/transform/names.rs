//! `namePrefix` and `nameSuffix`.
//!
//! Source: `PrefixTransformer` and `SuffixTransformer` of kustomize.

use super::Problem;
use crate::edit::Change;
use crate::field_spec::{FieldSpec, Make};
use crate::file::Text;
use crate::id::{Gvk, scalar_text};
use crate::limits;
use crate::resource::Resource;
use seaworthy_source::Value;

/// Where a text is put to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Prefix,
    Suffix,
}

/// Puts a text before or behind the names of resources.
pub(crate) fn add(
    resources: &mut [Resource],
    text: &Text,
    end: End,
    change: &Change,
    specs: &[FieldSpec],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for resource in resources {
        let id = resource.original_id();
        if keeps_its_name(&id.gvk) {
            continue;
        }
        for spec in specs.iter().filter(|spec| id.gvk.is_selected(&spec.gvk)) {
            if &*spec.path == "metadata/name" {
                let texts = if end == End::Prefix { &mut resource.prefixes } else { &mut resource.suffixes };
                texts.push(text.text.clone());
                resource.store_id();
            }
            if !spec.reaches(resource.root(), Make::Scalar) || !resource.id().gvk.is_selected(&spec.gvk) {
                continue;
            }
            let result = resource.edit(|root| {
                spec.visit(root, Make::Scalar, change.span, &mut |node, key_span| {
                    let name = scalar_text(node).unwrap_or_default();
                    if name.len() + text.text.len() > limits::NAME {
                        return Err(format!("the name exceeds {} bytes with this", limits::NAME));
                    }
                    let name = match end {
                        End::Prefix => format!("{}{name}", text.text),
                        End::Suffix => format!("{name}{}", text.text),
                    };
                    change.set_scalar(node, key_span, Value::String(name.into()))
                })
            });
            if let Err(message) = result {
                problems.push(Problem::new(format!("{}: {message}", resource.id()), text.span));
            }
        }
    }
    problems
}

/// Whether the name says more than who it is.
fn keeps_its_name(gvk: &Gvk) -> bool {
    matches!(&*gvk.kind, "CustomResourceDefinition" | "Namespace")
        || (&*gvk.kind == "APIService" && &*gvk.group == "apiregistration.k8s.io")
}
