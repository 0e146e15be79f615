//! ConfigMaps, Secrets and volume claims that pods read or mount.
//!
//! Source: Pod v1 (`volumes`, `env[].valueFrom`, `envFrom`).

use super::{Finder, Relation, Relations};
use crate::world::Resource;
use seaworthy_source::Node;

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    for (kind, relation, names) in [
        ("ConfigMap", Relation::ConfigMaps, config_maps as fn(&Node) -> Vec<&str>),
        ("Secret", Relation::Secrets, secrets),
        ("PersistentVolumeClaim", Relation::VolumeClaims, claims),
    ] {
        for &left in &finder.index.workloads {
            let resource = &finder.resources[left];
            for name in read_by(resource, names) {
                let named = finder.index.named(kind, name, resource.home());
                let nearest = finder.distances.nearest(left, &named);
                relations.add(&nearest.into_iter().map(|right| (left, right)).collect(), relation, Relation::Workloads);
            }
        }
    }
}

fn read_by(resource: &Resource, names: fn(&Node) -> Vec<&str>) -> Vec<&str> {
    let mut found: Vec<&str> = resource.pods.iter().filter_map(|pod| resource.pod_spec(pod)).flat_map(names).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn config_maps(spec: &Node) -> Vec<&str> {
    let mut found = sources(spec, "configMap", "name");
    found.extend(environment(spec, "configMapRef", "configMapKeyRef"));
    found
}

fn secrets(spec: &Node) -> Vec<&str> {
    let mut found = sources(spec, "secret", "secretName");
    found.extend(environment(spec, "secretRef", "secretKeyRef"));
    found
}

fn claims(spec: &Node) -> Vec<&str> {
    let volumes = spec.items_at(&["volumes"]).iter();
    volumes.filter_map(|volume| volume.str_at(&["persistentVolumeClaim", "claimName"])).collect()
}

/// Names in volumes, those of projected volumes included (which call a secret's name `name`).
fn sources<'a>(spec: &'a Node, kind: &str, name: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for volume in spec.items_at(&["volumes"]) {
        found.extend(volume.str_at(&[kind, name]));
        found.extend(
            volume.items_at(&["projected", "sources"]).iter().filter_map(|source| source.str_at(&[kind, "name"])),
        );
    }
    found
}

/// Names in the environments of all containers.
fn environment<'a>(spec: &'a Node, whole: &str, single: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for container in
        ["initContainers", "containers", "ephemeralContainers"].iter().flat_map(|key| spec.items_at(&[key]))
    {
        found.extend(container.items_at(&["envFrom"]).iter().filter_map(|from| from.str_at(&[whole, "name"])));
        found.extend(container.items_at(&["env"]).iter().filter_map(|env| env.str_at(&["valueFrom", single, "name"])));
    }
    found
}
