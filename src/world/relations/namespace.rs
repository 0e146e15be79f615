//! Namespaces, and the quotas and limits that hold in them.

use super::{Finder, Pairs, Relation, Relations};

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let quotas = finder.index.kinds("", &["ResourceQuota"]);
    let limits = finder.index.kinds("", &["LimitRange"]);
    let policies = finder.index.kinds("networking.k8s.io", &["NetworkPolicy"]);

    let members: Vec<usize> =
        (0..finder.resources.len()).filter(|&member| finder.resources[member].home().is_some()).collect();
    let pairs = finder.pair_nearest(&members, |member| {
        let name = finder.resources[member].home().unwrap_or_default();
        finder.index.named("Namespace", name, None)
    });
    relations.add_one_way(&pairs, Relation::Namespaces);
    let inverse = |of: &dyn Fn(usize) -> bool| -> Pairs {
        pairs.iter().filter(|(member, _)| of(*member)).map(|&(member, namespace)| (namespace, member)).collect()
    };
    relations.add_one_way(&inverse(&|member| !finder.resources[member].pods.is_empty()), Relation::Workloads);
    relations.add_one_way(&inverse(&|member| quotas.contains(&member)), Relation::Quotas);
    relations.add_one_way(&inverse(&|member| limits.contains(&member)), Relation::LimitRanges);
    relations.add_one_way(&inverse(&|member| policies.contains(&member)), Relation::NetworkPolicies);

    let shared = |from: &[usize]| {
        finder.pair_each(from, |left| {
            let own = finder.resources[left].home();
            let workloads = finder.index.workloads.iter().copied();
            workloads
                .filter(|&workload| match (own, finder.resources[workload].home()) {
                    (Some(own), Some(other)) => own == other,
                    // Where the namespace is decided later, only what lies together is taken to be applied together.
                    _ => finder.distances.on_one_way(left, workload),
                })
                .collect()
        })
    };
    relations.add(&shared(&quotas), Relation::Workloads, Relation::Quotas);
    relations.add(&shared(&limits), Relation::Workloads, Relation::LimitRanges);
}
