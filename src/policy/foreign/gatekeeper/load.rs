//! Files to templates, constraints and expansions, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ForeignRule;
use super::super::folder::ManifestFile;
use super::Policies;
use super::constraint::Constraint;
use super::expansion::Expansion;
use super::manifest::{Manifest, path};
use super::template::Template;
use crate::policy::selector::Choice;
use seaworthy_source::{Diagnostic, Span, closest};

/// What was loaded.
#[derive(Debug, Default)]
pub(in crate::policy::foreign) struct Loaded {
    pub policies: Policies,
    /// The rules that the constraints are.
    pub rules: Vec<ForeignRule>,
    /// The ids of all constraints, of those that were not asked for and of faulty ones, too.
    pub known: Vec<String>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Policies {
    /// Loads templates and the constraints that are asked for. What is only needed for others is not looked at.
    pub fn load(files: &[ManifestFile], choice: &Choice) -> Loaded {
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
        let mut loading = Loading { loaded: Loaded { diagnostics: told, ..Loaded::default() }, ..Loading::default() };
        let of = |wanted: &str| {
            manifests.iter().copied().filter(move |manifest| manifest.type_name().0 == wanted).collect::<Vec<_>>()
        };
        let constraints = of("constraints.gatekeeper.sh");
        loading.uses = Uses::of(&constraints, choice);
        loading.loaded.known = constraints.iter().map(|manifest| Constraint::id_of(*manifest)).collect();
        of("templates.gatekeeper.sh").into_iter().for_each(|manifest| loading.template(manifest));
        let wanted = constraints.into_iter().filter(|manifest| choice.wants(&Constraint::id_of(*manifest)));
        wanted.for_each(|manifest| loading.constraint(manifest));
        of("config.gatekeeper.sh").into_iter().for_each(|manifest| loading.config(manifest));
        of("expansion.gatekeeper.sh").into_iter().for_each(|manifest| loading.expansion(manifest));
        let kind = path(&["kind"]);
        let mutators = of("mutations.gatekeeper.sh");
        loading.tell_once(
            mutators.iter().map(|manifest| (manifest.file.name().to_owned(), manifest.place(&kind))).collect(),
            |number| match number {
                1 => "what Gatekeeper changes in resources is not done here".to_owned(),
                _ => format!("what Gatekeeper changes in resources is not done here ({number} manifests)"),
            },
            "Resources are judged as they are written.",
        );
        let (cel, unused) = (std::mem::take(&mut loading.cel), std::mem::take(&mut loading.unused));
        loading.tell_once(
            cel,
            |number| {
                let templates =
                    if number == 1 { "a template has".to_owned() } else { format!("{number} templates have") };
                format!("{templates} CEL beside the Rego: Gatekeeper may evaluate the one, here it is the other")
            },
            "Keep both in step.",
        );
        loading.tell_once(
            unused,
            |number| match number {
                1 => "no constraint uses the template, so it judges nothing".to_owned(),
                _ => format!("no constraint uses {number} of the templates, so they judge nothing"),
            },
            "Add a constraint of its kind to the folder.",
        );
        loading.loaded
    }
}

/// The kinds of constraints that there are, and those of which at least one is asked for.
#[derive(Default)]
struct Uses {
    all: BTreeSet<String>,
    wanted: BTreeSet<String>,
}

impl Uses {
    fn of(constraints: &[Manifest<'_>], choice: &Choice) -> Self {
        let mut uses = Self::default();
        for manifest in constraints {
            let kind = manifest.type_name().2.to_owned();
            if choice.wants(&Constraint::id_of(*manifest)) {
                uses.wanted.insert(kind.clone());
            }
            uses.all.insert(kind);
        }
        uses
    }
}

#[derive(Default)]
struct Loading {
    loaded: Loaded,
    uses: Uses,
    /// Templates that no constraint uses, where they stand.
    unused: Vec<(String, Span)>,
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
            if let Some(first) = self.kinds.get(kind) {
                let fault = manifest.error(&names, format!("there are two templates for the kind `{kind}`"));
                self.loaded.diagnostics.push(fault.at(*first, "the other one").help("The first one counts."));
                return;
            }
            self.kinds.insert(kind.to_owned(), place);
            if !self.uses.all.contains(kind) {
                self.unused.push((manifest.file.name().to_owned(), place));
            } else if !self.uses.wanted.contains(kind) {
                return;
            }
        }
        if let Some(template) = Template::read(manifest, &mut self.loaded.diagnostics) {
            if template.has_cel {
                self.cel.push((manifest.file.name().to_owned(), manifest.place(&names)));
            }
            self.loaded.policies.templates.push(template);
        }
    }

    fn constraint(&mut self, manifest: Manifest<'_>) {
        let (_, _, kind) = manifest.type_name();
        let found = self.loaded.policies.templates.iter().enumerate().find(|(_, template)| template.kind == kind);
        let Some((number, template)) = found else {
            let at = path(&["kind"]);
            self.loaded.diagnostics.push(match self.kinds.get(kind) {
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
            self.loaded.diagnostics.push(fault.help("The first one counts."));
            return;
        }
        if let Some((constraint, rule)) = Constraint::read(manifest, number, template, &mut self.loaded.diagnostics) {
            self.loaded.policies.constraints.push(constraint);
            self.loaded.rules.push(rule);
        }
    }

    fn expansion(&mut self, manifest: Manifest<'_>) {
        self.loaded.policies.expansions.extend(Expansion::read(manifest, &mut self.loaded.diagnostics));
    }

    /// Namespaces that are exempt from everything. Source: `website/docs/exempt-namespaces.md`.
    fn config(&mut self, manifest: Manifest<'_>) {
        let all = path(&["spec", "match"]);
        let count = all.find(manifest.root).map_or(0, |node| node.items().len());
        for at in (0..count).map(|index| all.index(index)) {
            let told = &mut self.loaded.diagnostics;
            let processes = manifest.texts(&at.key("processes"), told);
            let namespaces = manifest.texts(&at.key("excludedNamespaces"), told);
            // Gatekeeper reads one object only, of this name.
            if manifest.name() == "config" && processes.iter().any(|it| it == "*" || it == "webhook") {
                self.loaded.policies.exempt.extend(namespaces);
            }
        }
    }

    /// What holds for many manifests of a folder is told at the first one.
    fn tell_once(&mut self, all: Vec<(String, Span)>, message: impl Fn(usize) -> String, help: &str) {
        if let Some((file, place)) = all.first() {
            let told = Diagnostic::warning(file, message(all.len())).at(*place, "");
            self.loaded.diagnostics.push(told.help(help));
        }
    }
}
