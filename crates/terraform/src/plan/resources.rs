//! A plan's text to resources.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::mask::masked;
use super::references::Configuration;
use super::text::TextError;
use super::values::Parts;
use crate::config::Mode;
use seaworthy_source::{Diagnostic, Node, Sources, Value, display_name, yaml};

/// A plan, read.
#[derive(Debug)]
pub struct Plan {
    /// Its file.
    pub path: PathBuf,
    /// What will exist once it is applied.
    pub resources: Vec<Planned>,
    /// Why it could not be read; then there are no resources.
    pub failed: Option<Diagnostic>,
}

/// A resource of a plan.
#[derive(Debug)]
pub struct Planned {
    /// As Terraform prints it: `module.network["eu"].aws_subnet.private[0]`.
    pub address: Arc<str>,
    /// What Terraform does with it.
    pub mode: Mode,
    /// Its type: `aws_s3_bucket`.
    pub ty: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The module's part of the address; empty in the root.
    pub module: Arc<str>,
    /// What it will be, at its place in the plan.
    pub object: Node,
    /// The addresses of what it refers to.
    pub references: Vec<Arc<str>>,
    /// What the plan does with it: `create`, `update`, `no-op`.
    pub actions: Vec<Arc<str>>,
}

/// Reads a plan from its text.
#[must_use]
pub fn load(path: &Path, text: Result<String, TextError>, sources: &Sources) -> Plan {
    let name = display_name(path);
    let failed = |diagnostic: Diagnostic| Plan {
        path: path.to_path_buf(),
        resources: Vec::new(),
        failed: Some(diagnostic.help("Write it with `terraform show -json PLAN > plan.json`.")),
    };
    let text = match text {
        Ok(text) => text,
        Err(reason) => return failed(Diagnostic::error(name, reason.to_string())),
    };
    // Reports can show this text, so it is added only after masking.
    let raw = Sources::default().add(path.to_path_buf(), name.clone(), text);
    let parsed = yaml::parse(&raw).documents.pop().and_then(|document| document.root);
    let text = parsed.map(|root| masked(raw.text().to_owned(), &root));
    let shown = sources.add(path.to_path_buf(), name.clone(), text.clone().unwrap_or_default());
    let parsed = text.and_then(|_| yaml::parse(&shown).documents.pop());
    let Some(root) = parsed.and_then(|document| document.root) else {
        return failed(Diagnostic::error(name, "starts like a plan, but is not valid JSON"));
    };
    match root.str_at(&["format_version"]) {
        Some(version) if version.starts_with("1.") || version.starts_with("0.") => {}
        Some(version) => {
            let message = format!("unsupported plan format {version}: only 1.x is supported");
            return failed(Diagnostic::error(name, message));
        }
        None => return failed(Diagnostic::error(name, "the plan does not set `format_version`")),
    }
    if root.get("errored").is_some_and(|errored| errored.value == Value::Bool(true)) {
        return failed(Diagnostic::error(
            name,
            "the plan is incomplete: Terraform reported errors while it was created",
        ));
    }
    let resources = planned(&root);
    Plan { path: path.to_path_buf(), resources, failed: None }
}

/// The entries of a resource in a plan.
#[derive(Default, Clone, Copy)]
struct Entries<'a> {
    /// Its entry among the values.
    values: Option<&'a Node>,
    /// Its entry among the changes.
    change: Option<&'a Node>,
}

fn planned(root: &Node) -> Vec<Planned> {
    let mut order: Vec<&str> = Vec::new();
    let mut entries: HashMap<&str, Entries<'_>> = HashMap::new();
    // Data sources that were read before are part of the prior state only.
    for (values, data_only) in
        [(root.get("planned_values"), false), (root.get("values"), false), (root.at(&["prior_state", "values"]), true)]
    {
        let mut found = Vec::new();
        values.and_then(|values| values.get("root_module")).into_iter().for_each(|module| collect(module, &mut found));
        for (address, entry) in found {
            if (!data_only || entry.str_at(&["mode"]) == Some("data")) && !entries.contains_key(address) {
                order.push(address);
                entries.insert(address, Entries { values: Some(entry), change: None });
            }
        }
    }
    let has_values = !order.is_empty();
    for change in root.items_at(&["resource_changes"]) {
        // A deposed object is already replaced and only has to be deleted.
        let (Some(address), None) = (change.str_at(&["address"]), change.get("deposed")) else { continue };
        match entries.get_mut(address) {
            Some(entry) => entry.change = Some(change),
            None if !has_values && !is_leaving(change) => {
                order.push(address);
                entries.insert(address, Entries { values: None, change: Some(change) });
            }
            None => {}
        }
    }
    let addresses: Vec<Arc<str>> = order.iter().map(|address| Arc::from(*address)).collect();
    let configuration = Configuration::new(root, &addresses);
    let resources = addresses.iter().filter_map(|address| resource(address, entries[&**address], &configuration));
    resources.collect()
}

fn collect<'a>(module: &'a Node, into: &mut Vec<(&'a str, &'a Node)>) {
    for entry in module.items_at(&["resources"]) {
        into.extend(entry.str_at(&["address"]).map(|address| (address, entry)));
    }
    module.items_at(&["child_modules"]).iter().for_each(|child| collect(child, into));
}

/// Whether it will be deleted, or no longer be managed by Terraform.
fn is_leaving(change: &Node) -> bool {
    let actions: Vec<&str> = change.items_at(&["change", "actions"]).iter().filter_map(Node::as_str).collect();
    matches!(actions.as_slice(), ["delete"] | ["forget"])
}

fn resource(address: &Arc<str>, entries: Entries<'_>, configuration: &Configuration<'_>) -> Option<Planned> {
    let entry = entries.values.or(entries.change)?;
    let text = |key: &str| entry.str_at(&[key]);
    let change = entries.change.and_then(|change| change.get("change"));
    let of_change = |key: &str| change.and_then(|change| change.get(key));
    let parts = Parts {
        known: entry.get("values").or_else(|| of_change("after")),
        unknown: of_change("after_unknown"),
        sensitive: of_change("after_sensitive").or_else(|| entry.get("sensitive_values")),
        set: configuration.expressions(address),
    };
    let header = entry.get("address")?.span;
    let module = super::address::module(address);
    let actions = of_change("actions").into_iter().flat_map(Node::items).filter_map(Node::as_str).map(Arc::from);
    Some(Planned {
        address: Arc::clone(address),
        mode: if text("mode") == Some("data") { Mode::Data } else { Mode::Managed },
        ty: text("type")?.into(),
        name: text("name")?.into(),
        module: module.into(),
        object: parts.object(header),
        references: configuration.references(address),
        actions: actions.collect(),
    })
}
