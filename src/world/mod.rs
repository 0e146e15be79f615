//! What is judged: resources, and how they relate to each other.

mod labels;
mod nearest;
mod relations;
mod resource;

pub use relations::{Relation, Relations};
pub use resource::{Container, ContainerKind, Pod, Resource};

use crate::source::{Path, Sources};

/// The resources of one unit with their relations, which are computed once.
#[derive(Debug)]
pub struct World {
    /// The resources, in the order of their files.
    pub resources: Vec<Resource>,
    /// How they relate.
    pub relations: Relations,
}

impl World {
    /// Relates the resources of a unit. `sources` tells how near their files are to each other.
    #[must_use]
    pub fn new(resources: Vec<Resource>, sources: &Sources) -> Self {
        let relations = Relations::of(&resources, sources);
        Self { resources, relations }
    }

    /// The resources that a resource has a relation to, in order.
    pub fn related(&self, resource: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.relations.of_resource(resource).iter().filter(move |(name, _)| *name == relation).map(|(_, other)| *other)
    }

    /// The resource with an address, nearest to another one where there are several.
    #[must_use]
    pub fn by_address(&self, address: &str, related_to: usize) -> Option<usize> {
        let related = self.relations.of_resource(related_to).iter().map(|(_, other)| *other);
        related
            .chain(std::iter::once(related_to))
            .find(|&other| self.resources[other].address() == address)
            .or_else(|| self.resources.iter().position(|resource| resource.address() == address))
    }
}

/// Whether a path of a resource lies in one of its pod templates that an operator completes from elsewhere.
#[must_use]
pub fn is_completed_elsewhere(resource: &Resource, path: &Path) -> bool {
    resource.pods.iter().any(|pod| pod.partial && path.starts_with(&pod.path))
}
