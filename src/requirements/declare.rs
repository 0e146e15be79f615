//! What is declared for each resource of a scan.

use std::collections::BTreeMap;

use super::annotations::declared;
use super::declarations::{Declaration, Declarations, merge, node, unknown};
use super::matching::Answer;
use super::table::REQUIREMENTS;
use crate::world::{Relation, World};
use seaworthy_source::{Diagnostic, Entry, Sources, Span, closest};

/// Finds what is declared for each resource: by its namespace, by the configuration, whose later declarations win over
/// earlier ones, and by itself, each over the one before, key by key.
///
/// Says what is wrong with annotations, and with `whole`, where all is scanned that the configuration is for, which of its
/// declarations are about nothing.
pub fn declare(worlds: &mut [World], declarations: &Declarations, whole: bool, sources: &Sources) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let declarations = declarations.placed(sources);
    let mut used = vec![false; declarations.len()];
    for world in worlds.iter_mut() {
        let own: Vec<Vec<Entry>> = world
            .resources
            .iter()
            .map(|resource| {
                let mut wrong = Vec::new();
                let own = declared(resource, sources, &mut wrong);
                said.extend(wrong.into_iter().filter(|_| resource.reported));
                own
            })
            .collect();
        let all = (0..world.resources.len()).map(|number| {
            let mut entries = Vec::new();
            for namespace in world.related(number, Relation::Namespaces) {
                merge(&mut entries, &own[namespace]);
            }
            for (declaration, used) in declarations.iter().zip(&mut used) {
                match declaration.selects.answer(&world.resources[number]) {
                    Answer::No => continue,
                    Answer::Yes => merge(&mut entries, &declaration.entries),
                    Answer::Maybe => merge(&mut entries, &uncertain(&declaration.entries)),
                }
                *used = true;
            }
            merge(&mut entries, &own[number]);
            node(entries)
        });
        world.requirements = all.collect();
    }
    let idle = declarations.iter().zip(used).filter(|(_, used)| whole && !used);
    said.extend(idle.map(|(declaration, _)| about_nothing(declaration, worlds, sources)));
    said
}

/// Declarations of which it is not known whether they are about a resource.
fn uncertain(entries: &[Entry]) -> Vec<Entry> {
    let uncertain = |entry: &Entry| {
        let value = unknown(&entry.value, "which resources are meant is not known yet");
        Entry { value, ..entry.clone() }
    };
    entries.iter().map(uncertain).collect()
}

fn about_nothing(declaration: &Declaration, worlds: &[World], sources: &Sources) -> Diagnostic {
    let names = worlds.iter().flat_map(|world| &world.resources).map(|resource| &*resource.name);
    let meant =
        declaration.selects.plain_name.as_deref().and_then(|name| closest(name, names).filter(|it| *it != name));
    let help = match meant {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => "All that `match` says must hold. `seaworthy check --format json` has addresses.".to_owned(),
    };
    let file = sources.get(declaration.place.file);
    Diagnostic::warning(file.name(), "this declaration is about no resource").at(declaration.place, "here").help(help)
}

/// What is declared for something that is judged, and that no rule in force reads.
pub fn unread(worlds: &[World], is_read: &dyn Fn(&str) -> bool, sources: &Sources) -> Vec<Diagnostic> {
    let mut declared: BTreeMap<&str, Span> = BTreeMap::new();
    for world in worlds {
        let of_reported = world.resources.iter().zip(&world.requirements).filter(|(resource, _)| resource.reported);
        for entry in of_reported.filter_map(|(_, declared)| declared.as_ref()?.as_map()).flatten() {
            declared.entry(&entry.key).or_insert(entry.key_span);
        }
    }
    let unread = declared.into_iter().filter(|(key, _)| !is_read(key));
    let tell = |(key, place): (&str, Span)| {
        let name = REQUIREMENTS.iter().find(|requirement| requirement.key() == key).map_or(key, |it| it.name);
        Diagnostic::warning(sources.get(place.file).name(), format!("no rule reads `{name}`"))
            .at(place, "declared here")
            .help("What it asks for is not checked. docs/requirements.md has the rules that read each of them.")
    };
    unread.map(tell).collect()
}
