//! What is judged: resources, and how they relate to each other.

mod labels;
mod loaded;
mod nearest;
mod platform;
mod relations;
mod resource;

pub use loaded::Loaded;
pub use platform::{Naming, Platform};
pub use relations::{Relation, Relations};
pub use resource::{Container, ContainerKind, Pod, Resource};

use std::sync::Arc;

use nearest::Distances;
use seaworthy_source::{Node, Path, Sources};

/// The resources of one unit with their relations, which are computed once.
#[derive(Debug)]
pub struct World {
    /// The kustomization that builds them, as reports name its folder.
    pub overlay: Option<Arc<str>>,
    /// The resources, in the order of their files.
    pub resources: Vec<Resource>,
    /// How they relate.
    pub relations: Relations,
    /// What is declared for each resource, by the keys of rules; nothing where nothing is.
    pub requirements: Vec<Option<Node>>,
    has_gaps: bool,
    distances: Distances,
}

impl World {
    /// Relates the resources of a unit. `sources` tells how near their files are to each other.
    #[must_use]
    pub fn new(resources: Vec<Resource>, sources: &Sources) -> Self {
        let distances = Distances::new(&resources, sources);
        let relations = Relations::of(&resources, &distances);
        let requirements = vec![None; resources.len()];
        Self { overlay: None, resources, relations, requirements, has_gaps: false, distances }
    }

    /// Relates the resources of a unit that a frontend hands over.
    #[must_use]
    pub fn of(loaded: Loaded, sources: &Sources) -> Self {
        Self { overlay: loaded.overlay, has_gaps: loaded.has_gaps, ..Self::new(loaded.resources, sources) }
    }

    /// The resources that a resource has a relation to, in order.
    pub fn related(&self, resource: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.relations.of_resource(resource).iter().filter(move |(name, _)| *name == relation).map(|(_, other)| *other)
    }

    /// The relation of a resource that may hold more than is here, because a part of what is deployed with it is not.
    #[must_use]
    pub fn open_relation(&self, resource: usize) -> Option<Relation> {
        (self.has_gaps && relations::has_caches(&self.resources[resource])).then_some(Relation::Caches)
    }

    /// The resource that goes by an address, as seen from another one: the nearest of those that it relates to.
    #[must_use]
    pub fn by_address(&self, address: &str, seen_from: usize) -> Option<usize> {
        let is_it = |number: &usize| &*self.resources[*number].address == address;
        if is_it(&seen_from) {
            return Some(seen_from);
        }
        let related = self.relations.of_resource(seen_from).iter().map(|(_, other)| *other).filter(is_it);
        let nearest = related.min_by_key(|&other| {
            let same_file = self.resources[other].file() == self.resources[seen_from].file();
            (!same_file, self.distances.between(seen_from, other), other)
        });
        nearest.or_else(|| (0..self.resources.len()).find(is_it))
    }
}

/// Whether a path of a resource lies in one of its pod templates that an operator completes from elsewhere.
#[must_use]
pub fn is_completed_elsewhere(resource: &Resource, path: &Path) -> bool {
    resource.pods.iter().any(|pod| pod.partial && path.starts_with(&pod.path))
}
