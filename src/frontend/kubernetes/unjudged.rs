//! Containers in kinds that the table of pod-bearing kinds does not know: nothing is skipped in silence.

use std::collections::BTreeMap;

use crate::world::Resource;
use seaworthy_source::{Diagnostic, Node, Sources, Span, Value};

/// Groups whose kinds describe containers of other resources, and bring about none themselves.
const DESCRIBING: &[&str] = &[
    "apiextensions.k8s.io",
    "kyverno.io",
    "policies.kyverno.io",
    "constraints.gatekeeper.sh",
    "mutations.gatekeeper.sh",
];

/// One warning for each kind whose containers no rule for pods has seen.
pub(crate) fn containers(resources: &[Resource], sources: &Sources) -> Vec<Diagnostic> {
    let mut by_kind: BTreeMap<(String, &str), (Span, usize)> = BTreeMap::new();
    let candidates = resources
        .iter()
        .filter(|it| it.reported && it.pods.is_empty() && super::kinds::pod_bearing(&it.group, &it.kind).is_none());
    for resource in candidates.filter(|resource| !DESCRIBING.contains(&&*resource.group)) {
        if let Some(place) = first_containers(&resource.object) {
            by_kind.entry((resource.type_name(), &resource.kind)).or_insert((place, 0)).1 += 1;
        }
    }
    let warning = |((type_name, kind), (place, count)): ((String, &str), (Span, usize))| {
        let more = if count > 1 { format!(" ({count} resources)") } else { String::new() };
        let message = format!("containers of `{type_name}` were not evaluated{more}");
        Diagnostic::warning(sources.get(place.file).name(), message)
            .at(place, format!("unknown pod template in `{kind}`"))
            .help("Rules about pods and containers were not evaluated on them; all other rules were.")
    };
    by_kind.into_iter().map(warning).collect()
}

/// The key of the first list `containers` whose items name images.
fn first_containers(node: &Node) -> Option<Span> {
    match &node.value {
        Value::Map(map) => map.iter().find_map(|entry| {
            let names_images = entry.value.items().iter().any(|item| item.str_at(&["image"]).is_some());
            if &*entry.key == "containers" && names_images {
                Some(entry.key_span)
            } else {
                first_containers(&entry.value)
            }
        }),
        Value::List(items) => items.iter().find_map(first_containers),
        _ => None,
    }
}
