//! `vars`: values of resources that are put where `$(NAME)` stands.
//!
//! Source: `api/filters/refvar` and `api/internal/accumulator` of kustomize.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::{Config, gvk_of};
use super::field_spec::Make;
use super::file::{Text, field, text};
use super::id::{Gvk, Id, scalar_text};
use super::limits;
use super::path;
use super::resource::Resource;
use super::transform::Problem;
use seaworthy_source::{Node, Number, Origin, Span, Value};

/// A variable.
#[derive(Debug, Clone)]
pub(super) struct Var {
    /// Its name.
    pub(super) name: Text,
    target: Id,
    path: Arc<str>,
}

impl Var {
    /// Reads an item of `vars`.
    ///
    /// # Errors
    /// It has no name, or no object.
    pub(super) fn read(node: &Node) -> Result<Self, Problem> {
        let name = text(node, "name").ok_or_else(|| Problem::new("a variable requires a name", node.span))?;
        let object = field(node, "objref").ok_or_else(|| Problem::new("a variable requires `objref`", node.span))?;
        let object = &object.value;
        let mut gvk = gvk_of(object);
        if let Some(version) = text(object, "apiVersion") {
            gvk = Gvk { kind: gvk.kind, ..Gvk::new(&version.text, "") };
        }
        let part = |key: &str| text(object, key).map_or_else(|| "".into(), |text| text.text);
        let path = field(node, "fieldref").and_then(|entry| text(&entry.value, "fieldPath"));
        Ok(Self {
            name,
            target: Id { gvk, name: part("name"), namespace: part("namespace") },
            path: path.map_or_else(|| "metadata.name".into(), |path| path.text),
        })
    }

    /// Marks the resource that the variable reads, as it is called now.
    ///
    /// # Errors
    /// There are several.
    pub(super) fn mark(&self, resources: &mut [Resource]) -> Result<(), Problem> {
        let fits = |id: &Id| {
            let is_there =
                self.target.namespace.is_empty() || id.effective_namespace() == self.target.effective_namespace();
            id.gvk == self.target.gvk && id.name == self.target.name && is_there
        };
        let mut found: Vec<&mut Resource> = resources
            .iter_mut()
            .filter(|resource| fits(resource.id()) || resource.previous_ids().any(|id| fits(&id)))
            .collect();
        match &mut *found {
            [] => Ok(()),
            [resource] => {
                resource.variables.push(Arc::clone(&self.name.text));
                Ok(())
            }
            _ => Err(Problem::new(
                format!("{} resources match the variable `{}`", found.len(), self.name.text),
                self.name.span,
            )),
        }
    }
}

/// Puts the values of variables into resources.
pub(super) fn resolve(resources: &mut [Resource], vars: &[Var], config: &Config) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut values = BTreeMap::new();
    for var in vars {
        match value(resources, var) {
            Ok(value) => drop(values.insert(Arc::clone(&var.name.text), value)),
            Err(problem) => problems.push(problem),
        }
    }
    if values.is_empty() {
        return problems;
    }
    for resource in resources {
        let gvk = resource.id().gvk.clone();
        for spec in config.specs("varReference").iter().filter(|spec| gvk.is_selected(&spec.gvk)) {
            let mut is_there = false;
            spec.each(resource.root(), &mut |node| is_there |= mentions(node));
            if !is_there {
                continue;
            }
            let place = resource.root().span;
            let result = resource.edit(|root| {
                spec.visit(root, Make::Nothing, place, &mut |node, _| {
                    match &mut node.value {
                        Value::List(items) => items.iter_mut().for_each(|item| fill(item, &values)),
                        Value::Map(map) => map.values_mut().for_each(|value| fill(value, &values)),
                        _ => fill(node, &values),
                    }
                    Ok(())
                })
            });
            if let Err(message) = result {
                problems.push(Problem::new(format!("{}: {message}", resource.id()), place));
            }
        }
    }
    problems
}

fn value(resources: &[Resource], var: &Var) -> Result<Node, Problem> {
    let name = &var.name.text;
    let wrong = |message: String| Problem::new(message, var.name.span);
    let resource = resources.iter().find(|resource| resource.variables.contains(name));
    let absent = || Problem::absence(format!("no resource matches the variable `{name}`"), var.name.span);
    let resource = resource.ok_or_else(absent)?;
    let value = path::find(resource.root(), &path::steps(&var.path));
    value.cloned().ok_or_else(|| wrong(format!("{} has no `{}` for the variable `{name}`", resource.id(), var.path)))
}

/// Whether a text, or one in a list or a map, may hold a variable.
fn mentions(node: &Node) -> bool {
    let holds = |node: &Node| node.as_str().is_some_and(|text| text.contains('$'));
    match &node.value {
        Value::List(items) => items.iter().any(holds),
        Value::Map(map) => map.iter().any(|entry| holds(&entry.value)),
        _ => holds(node),
    }
}

/// Puts values into a text. It stays where it is written; its origin says where the values are.
fn fill(node: &mut Node, values: &BTreeMap<Arc<str>, Node>) {
    let Some(text) = node.as_str().filter(|text| text.contains('$')) else { return };
    let mut used: Vec<(Span, Arc<str>)> = Vec::new();
    let mut result = String::with_capacity(text.len());
    let mut whole = None;
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        result.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let name = behind.strip_prefix('(').and_then(|behind| behind.split_once(')'));
        if let Some(behind) = behind.strip_prefix('$') {
            // Two of them stand for one.
            result.push('$');
            rest = behind;
        } else if let Some((name, behind)) = name {
            match values.get(name).filter(|value| scalar_text(value).is_some()) {
                // What is too long already is given up below.
                Some(_) if result.len() > limits::TEXT => {}
                Some(value) => {
                    used.push((value.span, format!("variable `{name}`").into()));
                    result.push_str(&printed(value));
                    if text.len() == name.len() + 3 {
                        whole = Some(value.value.clone());
                    }
                }
                None => result.push_str(&format!("$({name})")),
            }
            rest = behind;
        } else {
            result.push('$');
            rest = behind;
        }
    }
    result.push_str(rest);
    if result.len() > limits::TEXT.max(text.len()) {
        return;
    }
    node.value = whole.unwrap_or_else(|| Value::String(result.into()));
    for (span, what) in used.into_iter().rev() {
        node.origin = Some(Arc::new(Origin { span, what, before: node.origin.take() }));
    }
}

fn printed(value: &Node) -> String {
    match &value.value {
        Value::Number(Number::Float(number)) => number.to_string(),
        _ => scalar_text(value).unwrap_or_default().to_string(),
    }
}
