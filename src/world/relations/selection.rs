//! Who selects which pods by their labels: Services, disruption budgets, network policies, monitors of pods.
//!
//! Sources: Service v1 (`spec.selector`, none selects nothing), PodDisruptionBudget policy/v1 (an empty selector
//! selects all pods, a missing one none), NetworkPolicy networking.k8s.io/v1 (an empty `podSelector` selects all pods).

use super::index::may_share;
use super::{Finder, Pairs, Relation, Relations};
use crate::world::labels::Selector;
use seaworthy_source::Node;

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let services = finder.index.kinds("", &["Service"]);
    let pairs = finder.pair_nearest(&services, |left| {
        let selector = finder.resources[left]
            .object
            .at(&["spec", "selector"])
            .filter(|node| node.as_map().is_some_and(|map| !map.is_empty()));
        selector.map_or_else(Vec::new, |node| selected(finder, left, &Selector::from_map(node), Some(node)))
    });
    relations.add(&pairs, Relation::Workloads, Relation::Services);
    let near = unselecting(&services, &pairs).flat_map(|left| {
        let node = finder.resources[left].object.at(&["spec", "selector"]);
        near_workloads(finder, left, node.map(Selector::from_map))
    });
    relations.add_one_way(&near.collect(), Relation::NearWorkloads);

    let budgets = finder.index.kinds("policy", &["PodDisruptionBudget"]);
    let by_label_selector = |left: usize, path: &[&str]| {
        let selector = finder.resources[left].object.at(path);
        selector.map_or_else(Vec::new, |node| {
            selected(finder, left, &Selector::from_label_selector(node), plain_labels(node))
        })
    };
    let (broad, narrow): (Vec<usize>, Vec<usize>) = budgets.iter().partition(|&&left| {
        let selector = finder.resources[left].object.at(&["spec", "selector"]);
        selector.is_some_and(|node| Selector::from_label_selector(node).is_empty())
    });
    let mut pairs = finder.pair_nearest(&narrow, |left| by_label_selector(left, &["spec", "selector"]));
    pairs.extend(finder.pair_each(&broad, |left| by_label_selector(left, &["spec", "selector"])));
    relations.add(&pairs, Relation::Workloads, Relation::DisruptionBudgets);
    let near = unselecting(&budgets, &pairs).flat_map(|left| {
        let node = finder.resources[left].object.at(&["spec", "selector"]);
        near_workloads(finder, left, node.map(Selector::from_label_selector))
    });
    relations.add_one_way(&near.collect(), Relation::NearWorkloads);
    let scaled: Pairs = pairs
        .iter()
        .flat_map(|&(budget, workload)| {
            relations
                .get(workload, Relation::Autoscalers)
                .map(move |autoscaler| (budget, autoscaler))
                .collect::<Vec<_>>()
        })
        .collect();
    relations.add_one_way(&scaled, Relation::Autoscalers);

    let policies = finder.index.kinds("networking.k8s.io", &["NetworkPolicy"]);
    let pairs = finder.pair_each(&policies, |left| by_label_selector(left, &["spec", "podSelector"]));
    relations.add(&pairs, Relation::Workloads, Relation::NetworkPolicies);

    let monitors = finder.index.kinds("monitoring.coreos.com", &["PodMonitor"]);
    let pairs = finder.pair_each(&monitors, |left| by_label_selector(left, &["spec", "selector"]));
    relations.add(&pairs, Relation::Workloads, Relation::Monitors);
}

/// The labels of a LabelSelector by which candidates can be looked up: none where it has only expressions.
fn plain_labels(selector: &Node) -> Option<&Node> {
    selector.get("matchLabels").filter(|node| node.as_map().is_some_and(|map| !map.is_empty()))
}

/// The workloads whose pods a selector of a resource selects. `labels` narrows the search by what it must match.
pub(super) fn selected(finder: &Finder<'_>, from: usize, selector: &Selector<'_>, labels: Option<&Node>) -> Vec<usize> {
    let namespace = finder.resources[from].home();
    let by_label = labels.map(|labels| finder.index.workloads_near_labels(Some(labels)));
    let candidates = match &by_label {
        // Every label may be one that controllers set, or a placeholder: then nothing is found, and all are looked at.
        Some(found) if !found.is_empty() => found,
        _ => &finder.index.workloads,
    };
    let selected = candidates.iter().copied().filter(|&workload| {
        may_share(finder.resources[workload].home(), namespace)
            && finder.index.pod_labels(workload).iter().any(|labels| selector.matches(labels))
    });
    selected.collect()
}

fn unselecting<'a>(all: &'a [usize], pairs: &'a Pairs) -> impl Iterator<Item = usize> + 'a {
    all.iter().copied().filter(|&left| pairs.range((left, 0)..(left + 1, 0)).next().is_none())
}

/// Workloads next to a selector that selects nothing, which it may mean: half of it fits, or the name does.
fn near_workloads(finder: &Finder<'_>, from: usize, selector: Option<Selector<'_>>) -> Vec<(usize, usize)> {
    let Some(selector) = selector.filter(|selector| !selector.is_empty()) else { return Vec::new() };
    let resource = &finder.resources[from];
    let near = finder.index.workloads.iter().copied().filter(|&workload| {
        let other = &finder.resources[workload];
        let half_fits = || {
            finder.index.pod_labels(workload).iter().any(|labels| {
                let (fulfilled, all) = selector.fulfilled(labels);
                fulfilled > 0 && 2 * fulfilled >= all
            })
        };
        may_share(other.home(), resource.home())
            && finder.distances.between(from, workload) == 0
            && (other.name == resource.name || half_fits())
    });
    near.map(|workload| (from, workload)).collect()
}
