//! Files to templates, constraints and expansions, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ForeignRule;
use super::super::folder::ManifestFile;
use super::Policies;
use super::constraint::Constraint;
use super::expansion::Expansion;
use super::manifest::{Manifest, path};
use super::template::Template;
use crate::config::closest;
use crate::source::{Diagnostic, Span};

impl Policies {
    /// Loads templates and constraints: the rules that they are, and what is wrong with them.
    pub fn load(files: &[ManifestFile]) -> (Self, Vec<ForeignRule>, Vec<Diagnostic>) {
        let mut told = Vec::new();
        let mut manifests = Vec::new();
        for found in files {
            for document in &found.documents {
                match &document.root {
                    Some(root) => manifests.push(Manifest { file: &found.file, root }),
                    None => told.extend(document.problems.iter().map(|problem| {
                        Diagnostic::error(found.file.name(), problem.message.clone())
                            .at(problem.span, "")
                            .help("Correct the text; the file's other documents were read.")
                    })),
                }
            }
        }
        let mut loading = Loading { told, ..Loading::default() };
        let of = |wanted: &str| {
            manifests.iter().copied().filter(move |manifest| manifest.type_name().0 == wanted).collect::<Vec<_>>()
        };
        of("templates.gatekeeper.sh").into_iter().for_each(|manifest| loading.template(manifest));
        of("constraints.gatekeeper.sh").into_iter().for_each(|manifest| loading.constraint(manifest));
        of("expansion.gatekeeper.sh").into_iter().for_each(|manifest| loading.expansion(manifest));
        of("mutations.gatekeeper.sh").into_iter().for_each(|manifest| {
            let message = "what Gatekeeper changes in resources is not done here: they are judged as they are written";
            loading.told.push(manifest.warning(&path(&["kind"]), message));
        });
        loading.tell_cel();
        (loading.policies, loading.rules, loading.told)
    }
}

#[derive(Default)]
struct Loading {
    policies: Policies,
    rules: Vec<ForeignRule>,
    told: Vec<Diagnostic>,
    /// The kinds that templates declare, faulty ones included, and where.
    kinds: BTreeMap<String, Span>,
    /// The ids of constraints.
    ids: BTreeSet<String>,
    /// Templates that have CEL beside the Rego, where that stands.
    cel: Vec<(String, Span)>,
}

impl Loading {
    fn template(&mut self, manifest: Manifest<'_>) {
        let names = path(&["spec", "crd", "spec", "names", "kind"]);
        if let Some(kind) = Template::kind_of(manifest) {
            let place = manifest.place(&names);
            if let Some(first) = self.kinds.insert(kind.to_owned(), place) {
                let fault = manifest.error(&names, format!("there are two templates for the kind `{kind}`"));
                self.told.push(fault.at(first, "the other one").help("The first one counts."));
                return;
            }
        }
        if let Some(template) = Template::read(manifest, &mut self.told) {
            if template.has_cel {
                self.cel.push((manifest.file.name().to_owned(), manifest.place(&names)));
            }
            self.policies.templates.push(template);
        }
    }

    fn constraint(&mut self, manifest: Manifest<'_>) {
        let (_, _, kind) = manifest.type_name();
        let found = self.policies.templates.iter().enumerate().find(|(_, template)| template.kind == kind);
        let Some((number, template)) = found else {
            let at = path(&["kind"]);
            self.told.push(match self.kinds.get(kind) {
                Some(template) => manifest
                    .warning(&at, "the constraint was not evaluated, as its template cannot be used")
                    .at(*template, "its template"),
                None => {
                    let fault = manifest.error(&at, format!("there is no template for the kind `{kind}`"));
                    match closest(kind, self.kinds.keys().map(String::as_str)) {
                        Some(meant) => fault.help(format!("Did you mean `{meant}`?")),
                        None => fault.help(
                            "Put its ConstraintTemplate into the same folder, or into another one of `--policy`.",
                        ),
                    }
                }
            });
            return;
        };
        if !self.ids.insert(Constraint::id_of(manifest)) {
            let fault = manifest
                .error(&path(&["metadata", "name"]), format!("there are two constraints {kind} `{}`", manifest.name()));
            self.told.push(fault.help("The first one counts."));
            return;
        }
        if let Some((constraint, rule)) = Constraint::read(manifest, number, template, &mut self.told) {
            self.policies.constraints.push(constraint);
            self.rules.push(rule);
        }
    }

    fn expansion(&mut self, manifest: Manifest<'_>) {
        self.policies.expansions.extend(Expansion::read(manifest, &mut self.told));
    }

    /// Told once, however many templates there are: many come in both languages.
    fn tell_cel(&mut self) {
        let Some((file, place)) = self.cel.first() else { return };
        let templates = match self.cel.len() {
            1 => "a template has".to_owned(),
            count => format!("{count} templates have"),
        };
        let message = format!("{templates} CEL beside the Rego: Gatekeeper may evaluate the one, here it is the other");
        self.told.push(Diagnostic::warning(file, message).at(*place, "this one").help("Keep both in step."));
    }
}
