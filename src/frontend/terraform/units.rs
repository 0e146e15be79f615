//! Evaluated roots and plans to units of resources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::load::RootsAndPlans;
use super::resource;
use crate::discover::Candidate;
use crate::world::{Loaded, Resource};
use seaworthy_source::{Disk, Map, Node, Sources, Status, Value, display_name, normalized};
use seaworthy_terraform::config::{Role, role};
use seaworthy_terraform::plan::{LIFECYCLE, place, without_keys};

/// The units of a scan: one for each root, and one more for diagnostics and the coverage of files.
#[must_use]
pub fn units(all: &RootsAndPlans, files: &[Candidate], disk: &Disk, sources: &Sources) -> Vec<Loaded> {
    if files.is_empty() && all.plans.is_empty() {
        return Vec::new();
    }
    let reported: BTreeSet<PathBuf> =
        files.iter().filter(|file| file.reported).map(|file| normalized(&file.path)).collect();
    let is_reported = |path: &Path| reported.contains(&normalized(path));
    let mut worlds: Vec<Vec<Resource>> = all
        .roots
        .iter()
        .map(|root| {
            let resources = root.evaluated.resources.iter().map(|evaluated| {
                let file = sources.get(evaluated.header.file);
                resource::evaluated(evaluated, is_reported(file.path()), sources)
            });
            resources.collect()
        })
        .collect();
    let mut gaps: Vec<bool> = all.roots.iter().map(|root| root.has_gaps).collect();
    let mut about_files = Loaded::default();
    for (plan, root) in &all.plans {
        let status = match &plan.failed {
            Some(failed) => Status::Failed(failed.message.clone().into()),
            None => Status::Evaluated { resources: plan.resources.len() },
        };
        about_files.coverage.add(display_name(&plan.path), status);
        about_files.diagnostics.extend(plan.failed.clone());
        let planned = plan.resources.iter().map(resource::planned).collect();
        match root {
            Some(root) => join(&mut worlds[*root], planned),
            None => {
                worlds.push(planned);
                gaps.push(false);
            }
        }
    }
    let loaded = |(resources, has_gaps)| Loaded { resources, has_gaps, ..Loaded::default() };
    let mut units: Vec<Loaded> = worlds.into_iter().zip(gaps).map(loaded).collect();
    for module in all.modules.values() {
        about_files.comments.extend(&module.comments);
        about_files.diagnostics.extend(module.diagnostics.iter().cloned());
        for file in module.files.iter().filter(|file| is_reported(&file.path)) {
            let status = match &file.failed {
                Some(reason) => Status::Failed(reason.to_string().into()),
                None => Status::Evaluated { resources: file.resources },
            };
            about_files.coverage.add(display_name(&file.path), status);
        }
    }
    let read: BTreeSet<PathBuf> = all.variable_files.iter().map(|file| normalized(sources.get(*file).path())).collect();
    for file in files.iter().filter(|file| file.reported) {
        if matches!(role(&file.path), Some(Role::Variables | Role::OtherVariables)) {
            let status = if read.contains(&normalized(&file.path)) {
                Status::Evaluated { resources: 0 }
            } else {
                Status::NotOurs(
                    "variable values that no root loads automatically; pass the file with `--var-file`".into(),
                )
            };
            about_files.coverage.add(display_name(&file.path), status);
        }
    }
    about_files.diagnostics.extend(all.diagnostics.iter().cloned());
    let shown: BTreeSet<String> = reported.iter().map(|path| display_name(path)).collect();
    about_files.diagnostics.retain(|diagnostic| {
        // Errors in files that are only context are reported by a scan of those files.
        let place = diagnostic.labels.first().map(|(span, _)| sources.get(span.file));
        place.is_none_or(|file| is_reported(file.path()) || !disk.exists(file.path()))
            || shown.contains(&diagnostic.subject)
    });
    units.push(about_files);
    units
}

/// Replaces resources that were evaluated from the source by those of a plan, at the lines of the source.
fn join(world: &mut Vec<Resource>, planned: Vec<Resource>) {
    let mut by_block: BTreeMap<String, Vec<Resource>> = BTreeMap::new();
    for resource in std::mem::take(world) {
        by_block.entry(without_keys(&resource.address)).or_default().push(resource);
    }
    let mut blocks = BTreeSet::new();
    for mut resource in planned {
        let block = without_keys(&resource.address);
        if let Some(instances) = by_block.get(&block) {
            let exact = instances.iter().find(|instance| instance.address == resource.address);
            if let Some(source) = exact.or(instances.first()) {
                let object = std::sync::Arc::make_mut(&mut resource.object);
                place(object, &source.object);
                copy_settings(object, &source.object);
            }
            // Unlike the plan, the source has references through locals and to single instances.
            if let Some(source) = exact {
                resource.references.clone_from(&source.references);
            }
        }
        blocks.insert(block);
        world.push(resource);
    }
    // Blocks that only the source has were added after the plan.
    by_block.retain(|block, _| !blocks.contains(block));
    world.extend(by_block.into_values().flatten());
}

/// Plans do not contain settings for Terraform itself: they are copied from the source.
fn copy_settings(planned: &mut Node, source: &Node) {
    let (Value::Map(map), Some(source)) = (&mut planned.value, source.as_map()) else { return };
    let mut entries = std::mem::take(map).into_entries();
    entries.retain(|entry| &*entry.key != LIFECYCLE);
    entries.extend(source.entry(LIFECYCLE).cloned());
    *map = Map::from(entries);
}
