//! `data.inventory`: what a cluster would hold, as far as the manifests say.
//!
//! Source: `pkg/target/target.go` and `website/docs/sync.md` of Gatekeeper. Everything counts as synchronised.

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::Value;

use crate::world::World;
use seaworthy_rego::{Nulls, object, value};

type Names = BTreeMap<String, Value>;
type Kinds = BTreeMap<String, Names>;
type Versions = BTreeMap<String, Kinds>;

/// `{"inventory": {"cluster": …, "namespace": …}}`
pub(super) fn inventory(world: &World) -> Value {
    let mut cluster = Versions::new();
    let mut namespaces: BTreeMap<String, Versions> = BTreeMap::new();
    for resource in world.resources.iter().filter(|resource| resource.platform.is_admitted) {
        let version = match &*resource.group {
            "" => resource.version.to_string(),
            group => format!("{group}/{}", resource.version),
        };
        // As in Gatekeeper's own tool, what names no namespace counts as if it lived in none.
        let versions = match resource.namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
            Some(namespace) => namespaces.entry(namespace.to_owned()).or_default(),
            None => &mut cluster,
        };
        let kinds = versions.entry(version).or_default().entry(resource.kind.to_string()).or_default();
        kinds.insert(resource.name.to_string(), value(&resource.object, Nulls::LeftOut));
    }
    let inventory = object([
        ("cluster", tree(cluster)),
        ("namespace", object(namespaces.into_iter().map(|(name, versions)| (Arc::<str>::from(name), tree(versions))))),
    ]);
    object([("inventory", inventory)])
}

fn tree(versions: Versions) -> Value {
    let names = |names: Names| object(names.into_iter().map(|(name, value)| (Arc::<str>::from(name), value)));
    let kinds = |kinds: Kinds| object(kinds.into_iter().map(|(kind, all)| (Arc::<str>::from(kind), names(all))));
    object(versions.into_iter().map(|(version, all)| (Arc::<str>::from(version), kinds(all))))
}
