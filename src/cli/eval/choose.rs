//! Which resources are meant.

use std::path::Path;

use super::Asked;
use crate::cli::terminal;
use crate::policy::Bundle;
use crate::scan::LoadedWorlds;
use crate::world::{Naming, Resource};
use seaworthy_source::{Disk, closest};

/// More resources are not listed.
const MAX_LISTED: usize = 20;

/// Whether an argument is a query rather than a path.
pub(super) fn is_query(text: &str) -> bool {
    let is_path = text == "-" || Disk::anywhere().exists(Path::new(text));
    let looks_like_a_path = !text.contains([' ', '(', '[', '"', '='])
        && (text.contains('/')
            || [".yaml", ".yml", ".json", ".tf", ".tgz", ".tfvars"].iter().any(|ending| text.ends_with(ending)));
    !is_path && !looks_like_a_path
}

/// Whether a query is about policies of another dialect, which see a resource as it is written.
pub(super) fn is_foreign(query: &str) -> bool {
    query.contains("data.") && !query.contains("data.seaworthy")
}

/// World and number of each resource that is meant; if there are none, that is said, and what there is.
pub(super) fn choose(
    loaded: &LoadedWorlds,
    wanted: Option<&str>,
    asked: &Asked,
    bundle: &Bundle,
) -> Option<Vec<(usize, usize)>> {
    let rule = match asked {
        Asked::Rule(id) => bundle.rules.iter().find(|rule| rule.id == *id),
        Asked::Input | Asked::Query(_) => None,
    };
    let all: Vec<(usize, usize)> = loaded
        .worlds
        .iter()
        .enumerate()
        .flat_map(|(number, world)| {
            let reported = world.resources.iter().enumerate().filter(|(_, resource)| resource.reported);
            reported.map(move |(resource, _)| (number, resource))
        })
        .collect();
    let resource = |&(world, number): &(usize, usize)| &loaded.worlds[world].resources[number];
    let named: Vec<_> =
        all.iter().copied().filter(|it| wanted.is_none_or(|wanted| is_called(resource(it), wanted))).collect();
    let chosen: Vec<_> =
        named.iter().copied().filter(|it| rule.is_none_or(|rule| rule.is_about(resource(it)))).collect();
    if !chosen.is_empty() {
        return Some(chosen);
    }
    let names = |chosen: &[(usize, usize)]| {
        let listed: Vec<String> = chosen.iter().take(MAX_LISTED).map(|it| short(resource(it))).collect();
        let more = chosen.len().saturating_sub(MAX_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", listed.join(", "))
    };
    match (wanted, rule) {
        _ if all.is_empty() => terminal::complain(
            "no resources were found",
            "`seaworthy check --show-files` lists what was looked at, and why it was left out.",
        ),
        (Some(wanted), _) if named.is_empty() => {
            let names_of_all: Vec<String> = all.iter().map(|it| short(resource(it))).collect();
            let help = match closest(wanted, names_of_all.iter().map(String::as_str)) {
                Some(meant) => format!("Did you mean `{meant}`?"),
                None => format!("There is {}.", names(&all)),
            };
            terminal::complain(&format!("there is no resource `{wanted}`"), &help);
        }
        (_, Some(rule)) => terminal::complain(
            &format!("`{}` is evaluated on {}", rule.id, rule.metadata.custom.selects.join(", ")),
            &format!("None of that is here: there is {}.", names(&named)),
        ),
        (_, None) => terminal::complain("there is nothing to evaluate", "Name another resource."),
    }
    None
}

/// `Deployment/prod/web`, `Deployment/web`; for Terraform its address.
fn short(resource: &Resource) -> String {
    match &resource.namespace {
        _ if resource.platform.naming != Naming::Kind => resource.address.to_string(),
        Some(namespace) => format!("{}/{namespace}/{}", resource.kind, resource.name),
        None => format!("{}/{}", resource.kind, resource.name),
    }
}

/// Whether a resource goes by a name.
fn is_called(resource: &Resource, wanted: &str) -> bool {
    if *resource.address == *wanted || short(resource).eq_ignore_ascii_case(wanted) || *resource.name == *wanted {
        return true;
    }
    let with_kind = format!("{}/{}", resource.kind, resource.name);
    let with_namespace = resource.namespace.as_ref().map(|namespace| format!("{namespace}/{}", resource.name));
    resource.platform.naming == Naming::Kind
        && (with_kind.eq_ignore_ascii_case(wanted) || with_namespace.is_some_and(|name| name == wanted))
}
