//! Declarations on the resource itself: annotations of a manifest and of its pod templates, tags in Terraform.

use super::declarations::{merge, unknown};
use super::read::{Written, read};
use super::table::named;
use super::{PREFIX, Wrong};
use crate::world::Resource;
use seaworthy_source::{Diagnostic, Entry, Node, Sources};

/// What a resource declares, by the keys of rules. What is wrong with it is left out, and told.
pub(super) fn declared(resource: &Resource, sources: &Sources, wrong: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut declared = Vec::new();
    let mut take = |map: Option<&Node>| {
        let entries = map.and_then(Node::as_map).into_iter().flatten();
        let ours = entries.filter_map(|entry| Some((entry, entry.key.strip_prefix(PREFIX)?)));
        for (entry, name) in ours {
            let requirement = match named(name) {
                Ok(requirement) => requirement,
                Err(it) => {
                    wrong.push(complaint(entry, it, sources));
                    continue;
                }
            };
            let value = read(requirement, &entry.value, Written::AsText).unwrap_or_else(|it| {
                wrong.push(complaint(entry, it, sources));
                // What is declared elsewhere is not what is meant here.
                unknown(&entry.value, "what is declared cannot be read")
            });
            merge(&mut declared, &[Entry { key: requirement.key().into(), key_span: entry.key_span, value }]);
        }
    };
    // A resource's own declarations win over those of its pods, and those of its first pod template over others.
    if resource.platform.pods_declare {
        let templates = resource.pods.iter().rev().filter_map(|pod| resource.pod_metadata(pod));
        templates.for_each(|metadata| take(metadata.get("annotations")));
    }
    for declarations in resource.platform.declarations {
        take(resource.object.at(declarations));
    }
    declared
}

fn complaint(entry: &Entry, wrong: Wrong, sources: &Sources) -> Diagnostic {
    let (key, value) = (entry.key_span, entry.value.span);
    let place = if value.file == key.file && value.start >= key.end { key.to(value) } else { key };
    let mut diagnostic =
        Diagnostic::error(sources.get(key.file).name(), wrong.message).at(place, "here").help(wrong.help);
    let mut origin = entry.value.origin.as_ref();
    while let Some(step) = origin {
        diagnostic = diagnostic.at(step.span, &*step.what);
        origin = step.before.as_ref();
    }
    diagnostic
}
