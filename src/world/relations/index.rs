use std::collections::HashMap;

use crate::world::Resource;
use crate::world::labels::{Labels, labels};
use seaworthy_source::Node;

/// Looks resources up by what relations ask for.
pub(super) struct Index<'a> {
    resources: &'a [Resource],
    by_kind: HashMap<&'a str, HashMap<&'a str, Vec<usize>>>,
    by_name: HashMap<&'a str, HashMap<&'a str, Vec<usize>>>,
    /// Every resource that carries pods.
    pub workloads: Vec<usize>,
    pod_labels: HashMap<usize, Vec<Labels<'a>>>,
    by_pod_label: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(resources: &'a [Resource]) -> Self {
        let mut index = Self {
            resources,
            by_kind: HashMap::new(),
            by_name: HashMap::new(),
            workloads: Vec::new(),
            pod_labels: HashMap::new(),
            by_pod_label: HashMap::new(),
        };
        for (number, resource) in resources.iter().enumerate() {
            index.by_kind.entry(&*resource.group).or_default().entry(&*resource.kind).or_default().push(number);
            index.by_name.entry(&*resource.kind).or_default().entry(&*resource.name).or_default().push(number);
            if !resource.pods.is_empty() {
                index.workloads.push(number);
                let of_pods = resource
                    .pods
                    .iter()
                    .map(|pod| labels(resource.pod_metadata(pod).and_then(|metadata| metadata.get("labels"))));
                let of_pods: Vec<_> = of_pods.collect();
                for (key, value) in of_pods.iter().flatten() {
                    if let Some(value) = value {
                        index.by_pod_label.entry((*key, *value)).or_default().push(number);
                    }
                }
                index.pod_labels.insert(number, of_pods);
            }
        }
        index
    }

    /// The resources of a kind, whatever their version.
    pub(super) fn kind(&self, group: &str, kind: &str) -> &[usize] {
        self.by_kind.get(group).and_then(|kinds| kinds.get(kind)).map_or(&[], Vec::as_slice)
    }

    /// The resources of several kinds of a group, in order.
    pub(super) fn kinds(&self, group: &str, kinds: &[&str]) -> Vec<usize> {
        let mut found: Vec<usize> = kinds.iter().flat_map(|kind| self.kind(group, kind)).copied().collect();
        found.sort_unstable();
        found
    }

    /// The resources of a kind with a name that may live in a namespace; see [`may_share`].
    pub(super) fn named(&self, kind: &str, name: &str, namespace: Option<&str>) -> Vec<usize> {
        let found = self.by_name.get(kind).and_then(|names| names.get(name)).into_iter().flatten().copied();
        found.filter(|&number| may_share(self.resources[number].home(), namespace)).collect()
    }

    /// The labels of the pods that a resource brings about, template by template.
    pub(super) fn pod_labels(&self, workload: usize) -> &[Labels<'a>] {
        self.pod_labels.get(&workload).map_or(&[], Vec::as_slice)
    }

    /// Workloads whose pods may carry one of the labels of a map, or all where the map says nothing useful.
    pub(super) fn workloads_near_labels(&self, wanted: Option<&Node>) -> Vec<usize> {
        let mut found: Vec<usize> = labels(wanted)
            .into_iter()
            .filter_map(|(key, value)| self.by_pod_label.get(&(key, value?)))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether two resources may live in one namespace. Without one it is decided when the manifest is applied, so that
/// it may be any.
pub(super) fn may_share(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
