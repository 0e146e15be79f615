//! The kustomizations that another one uses: bases, which are built by themselves, and components, which work on what is
//! there already.
//!
//! Source: `accumulateDirectory` of kustomize.

use std::path::Path;
use std::sync::Arc;

use super::accumulate::{Accumulated, Target};
use super::file::{Kustomization, Text};
use super::limits;
use super::through::Steps;
use seaworthy_source::disk::Kind;
use seaworthy_source::{display_name, normalized};

impl Target<'_, '_> {
    /// Takes in what a base gives.
    pub(super) fn base(&mut self, folder: &Path, text: &Text) {
        let Some(base) = self.used(folder, text) else { return };
        if base.is_component {
            self.wrong(text.span, format!("`{}` is a component: name it in `components`", display_name(folder)));
        }
        for (path, what) in &base.files {
            self.uses(path, *what);
        }
        for diagnostic in &base.diagnostics {
            let mut diagnostic = diagnostic.clone();
            if diagnostic.labels.is_empty() {
                diagnostic.labels.push((text.span, "named here".to_owned()));
            }
            // A base that several bases use says the same through each.
            if !self.state.diagnostics.contains(&diagnostic) {
                self.state.diagnostics.push(diagnostic);
            }
        }
        if !self.has_room(base.resources.len(), base.size, text.span) {
            return;
        }
        let mut steps = Steps::new(text, &self.kustomization.name);
        let resources = base.resources.iter().map(|resource| {
            let mut resource = resource.clone();
            resource.through = steps.before(resource.through.take());
            resource
        });
        let resources = resources.collect();
        self.append(resources, text.span);
        self.merge_config(&base.config.clone(), text.span);
        self.merge_vars(base.vars.clone());
        if self.state.schema.is_none() {
            self.state.schema.clone_from(&base.schema);
        }
    }

    /// What a folder gives, unless it cannot be asked.
    fn used(&mut self, folder: &Path, text: &Text) -> Option<Arc<Accumulated>> {
        if !self.may_enter(folder, text) {
            return None;
        }
        let mut around = self.around.clone();
        around.namespace = self.chart_namespace();
        let used = self.builder.accumulated(folder, &around);
        self.state.is_in_ring |= used.is_in_ring;
        self.state.has_gaps |= used.has_gaps;
        self.state.hears_namespace |= used.hears_namespace && self.kustomization.text("namespace").is_none();
        Some(used)
    }

    /// Whether a folder may be built for this one.
    fn may_enter(&mut self, folder: &Path, text: &Text) -> bool {
        let problem = if self.around.folders.contains(&normalized(folder)) {
            self.state.is_in_ring = true;
            format!("`{}` uses itself through this line", display_name(folder))
        } else if self.around.folders.len() >= limits::LAYERS || self.around.fuel.get() == 0 {
            self.state.is_in_ring = true;
            "kustomizations are nested too deep".to_owned()
        } else if self.builder.has_spent_all() {
            self.state.is_in_ring = true;
            format!("not evaluated: kustomizations change more than {} values in total", limits::COPIED_VALUES)
        } else {
            return true;
        };
        self.state.has_gaps = true;
        self.wrong(text.span, problem);
        false
    }

    /// Applies the components to the resources so far.
    pub(super) fn components(&mut self) {
        for text in self.kustomization.texts("components") {
            let folder = self.path(&text.text);
            match self.builder.documents.disk().look(&folder) {
                Ok(Kind::Folder) => {}
                Ok(Kind::File | Kind::Special) => {
                    self.state.has_gaps = true;
                    self.wrong(text.span, format!("`{}` is not a folder", display_name(&folder)));
                    continue;
                }
                Err(reason) => {
                    self.unread(&folder, &text, &reason);
                    continue;
                }
            }
            if !self.may_enter(&folder, &text) {
                continue;
            }
            let kustomization = match Kustomization::read(&folder, &self.builder.documents) {
                Ok(kustomization) => kustomization,
                Err(diagnostic) => {
                    let mut diagnostic = *diagnostic;
                    if diagnostic.labels.is_empty() {
                        diagnostic.labels.push((text.span, "named here".to_owned()));
                    }
                    self.state.has_gaps = true;
                    self.state.diagnostics.push(diagnostic);
                    continue;
                }
            };
            if !kustomization.is_component() {
                let message = format!("`{}` is not a component: name it in `resources`", display_name(&folder));
                self.wrong(text.span, message);
                continue;
            }
            // A component changes the resources so far.
            let mut around = self.around.clone();
            around.folders.push(normalized(&folder));
            around.namespace = self.chart_namespace();
            self.around.fuel.set(self.around.fuel.get() - 1);
            let is_component = self.state.is_component;
            let state = std::mem::take(&mut self.state);
            self.state = Target { builder: self.builder, kustomization, around: &around, state }.run();
            self.state.is_component = is_component;
        }
    }
}
