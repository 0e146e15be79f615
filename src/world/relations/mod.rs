//! How resources relate. Rules read relations; they never search.
//!
//! Each file finds one sort of relation, as pairs; both sides of a pair get a name for the other.

mod access;
mod caches;
mod index;
mod mesh;
mod namespace;
mod references;
mod scaling;
mod selection;
mod storage;
mod traffic;

use std::collections::BTreeSet;

use super::Resource;
use super::nearest::Distances;
pub(super) use caches::has_caches;
use index::Index;

macro_rules! relations {
    ($($(#[$doc:meta])* $variant:ident $name:literal;)*) => {
        /// A name under which a resource knows others. The meaning of each is in `docs/writing-rules.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Relation { $($(#[$doc])* $variant),* }

        impl Relation {
            /// Every relation, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name that policies use.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

relations! {
    /// HorizontalPodAutoscalers and ScaledObjects.
    Autoscalers "autoscalers";
    /// Caches of the same root module.
    Caches "caches";
    /// ConfigMaps that are read.
    ConfigMaps "config_maps";
    /// PodDisruptionBudgets.
    DisruptionBudgets "disruption_budgets";
    /// LimitRanges of the namespace.
    LimitRanges "limit_ranges";
    /// Rules of a service mesh.
    MeshRules "mesh_rules";
    /// ServiceMonitors and PodMonitors.
    Monitors "monitors";
    /// The namespace.
    Namespaces "namespaces";
    /// Workloads that are nearly, but not quite selected.
    NearWorkloads "near_workloads";
    /// NetworkPolicies.
    NetworkPolicies "network_policies";
    /// ResourceQuotas of the namespace.
    Quotas "quotas";
    /// Terraform resources whose values refer to it.
    ReferencedBy "referenced_by";
    /// Terraform resources that its values refer to.
    References "references";
    /// RoleBindings and ClusterRoleBindings.
    RoleBindings "role_bindings";
    /// Roles and ClusterRoles.
    Roles "roles";
    /// Ingresses and other routes.
    Routes "routes";
    /// Secrets that are read.
    Secrets "secrets";
    /// ServiceAccounts.
    ServiceAccounts "service_accounts";
    /// Services.
    Services "services";
    /// What an autoscaler scales, of whatever kind.
    Targets "targets";
    /// VerticalPodAutoscalers.
    VerticalAutoscalers "vertical_autoscalers";
    /// PersistentVolumeClaims that are mounted.
    VolumeClaims "volume_claims";
    /// Resources that carry pods.
    Workloads "workloads";
}

/// All relations of a unit.
#[derive(Debug, Default)]
pub struct Relations {
    of: Vec<Vec<(Relation, usize)>>,
}

/// Pairs of related resources, by number.
type Pairs = BTreeSet<(usize, usize)>;

impl Relations {
    /// Finds every relation between the resources of a unit.
    pub(super) fn of(resources: &[Resource], distances: &Distances) -> Self {
        let index = Index::new(resources);
        let finder = Finder { resources, index: &index, distances };
        let mut relations = Self { of: vec![Vec::new(); resources.len()] };
        scaling::relate(&finder, &mut relations);
        selection::relate(&finder, &mut relations);
        traffic::relate(&finder, &mut relations);
        access::relate(&finder, &mut relations);
        storage::relate(&finder, &mut relations);
        namespace::relate(&finder, &mut relations);
        mesh::relate(&finder, &mut relations);
        references::relate(&finder, &mut relations);
        caches::relate(&finder, &mut relations);
        for related in &mut relations.of {
            related.sort_unstable();
            related.dedup();
        }
        relations
    }

    /// What a resource relates to, sorted by relation.
    #[must_use]
    pub fn of_resource(&self, resource: usize) -> &[(Relation, usize)] {
        self.of.get(resource).map_or(&[], Vec::as_slice)
    }

    /// For each pair, the left knows the right as `right_is`, and the right knows the left as `left_is`.
    fn add(&mut self, pairs: &Pairs, right_is: Relation, left_is: Relation) {
        for &(left, right) in pairs {
            self.of[left].push((right_is, right));
            self.of[right].push((left_is, left));
        }
    }

    /// For each pair, the left knows the right as `right_is`.
    fn add_one_way(&mut self, pairs: &Pairs, right_is: Relation) {
        for &(left, right) in pairs {
            self.of[left].push((right_is, right));
        }
    }

    fn get(&self, resource: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.of[resource].iter().filter(move |(name, _)| *name == relation).map(|(_, other)| *other)
    }
}

/// What the finders of relations work with.
struct Finder<'a> {
    resources: &'a [Resource],
    index: &'a Index<'a>,
    distances: &'a Distances,
}

impl Finder<'_> {
    /// Pairs each resource of `from` with the nearest of its candidates.
    fn pair_nearest(&self, from: &[usize], candidates: impl Fn(usize) -> Vec<usize>) -> Pairs {
        let pairs = from.iter().flat_map(|&left| {
            self.distances.nearest(left, &candidates(left)).into_iter().map(move |right| (left, right))
        });
        self.without_farther_twins(pairs.collect())
    }

    /// Pairs each resource of `from` with all its candidates, but of those of the same name only with the nearest.
    fn pair_each(&self, from: &[usize], candidates: impl Fn(usize) -> Vec<usize>) -> Pairs {
        let pairs = from.iter().flat_map(|&left| {
            let nearest = self.distances.nearest_of_each(left, &candidates(left), self.resources);
            nearest.into_iter().map(move |right| (left, right))
        });
        self.without_farther_twins(pairs.collect())
    }

    /// Seen from the right side, too, of lefts that go by the same name only the nearest counts.
    fn without_farther_twins(&self, pairs: Pairs) -> Pairs {
        let mut lefts_of: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for (left, right) in pairs {
            lefts_of.entry(right).or_default().push(left);
        }
        let kept = lefts_of.into_iter().flat_map(|(right, lefts)| {
            let nearest = self.distances.nearest_of_each(right, &lefts, self.resources);
            nearest.into_iter().map(move |left| (left, right))
        });
        kept.collect()
    }
}
