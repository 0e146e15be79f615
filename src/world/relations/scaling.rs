//! Autoscalers and what they scale.
//!
//! Sources: HorizontalPodAutoscaler v2 (`spec.scaleTargetRef`), KEDA ScaledObject (`spec.scaleTargetRef`, kind
//! Deployment by default), VerticalPodAutoscaler (`spec.targetRef`).

use super::index::may_share;
use super::{Finder, Pairs, Relation, Relations};
use crate::world::Resource;
use seaworthy_source::Node;

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let mut autoscalers = finder.index.kinds("autoscaling", &["HorizontalPodAutoscaler"]);
    autoscalers.extend(finder.index.kind("keda.sh", "ScaledObject"));
    let pairs = finder.pair_nearest(&autoscalers, |left| targets(finder, left, &["spec", "scaleTargetRef"]));
    relations.add(&pairs, Relation::Targets, Relation::Autoscalers);
    let workloads: Pairs =
        pairs.iter().copied().filter(|&(_, right)| !finder.resources[right].pods.is_empty()).collect();
    relations.add_one_way(&workloads, Relation::Workloads);

    let near = autoscalers.iter().filter(|left| relations.get(**left, Relation::Targets).next().is_none());
    let near: Pairs =
        near.flat_map(|&left| near_targets(finder, left).into_iter().map(move |right| (left, right))).collect();
    relations.add_one_way(&near, Relation::NearWorkloads);

    let verticals = finder.index.kinds("autoscaling.k8s.io", &["VerticalPodAutoscaler"]);
    let pairs = finder.pair_nearest(&verticals, |left| targets(finder, left, &["spec", "targetRef"]));
    relations.add(&pairs, Relation::Targets, Relation::VerticalAutoscalers);
    relations.add_one_way(&pairs, Relation::Workloads);
}

/// The resources that a reference of an autoscaler names.
fn targets(finder: &Finder<'_>, autoscaler: usize, reference: &[&str]) -> Vec<usize> {
    let autoscaler = &finder.resources[autoscaler];
    let Some(reference) = autoscaler.object.at(reference) else { return Vec::new() };
    let Some(name) = reference.str_at(&["name"]) else { return Vec::new() };
    let kind = reference.str_at(&["kind"]).unwrap_or("Deployment");
    let named = finder.index.named(kind, name, autoscaler.home());
    named.into_iter().filter(|&target| is_group(reference, &finder.resources[target])).collect()
}

/// Whether a reference's group is that of the target, as far as it gives one.
fn is_group(reference: &Node, target: &Resource) -> bool {
    let group = reference.str_at(&["apiVersion"]).and_then(|version| version.split_once('/')).map(|(group, _)| group);
    // `extensions` was the first home of what is `apps` now, and clusters still take it here.
    group.is_none_or(|group| group == &*target.group || (group == "extensions" && &*target.group == "apps"))
}

/// Workloads next to an autoscaler without a target that it may mean: of the same kind, or of the same name.
fn near_targets(finder: &Finder<'_>, autoscaler: usize) -> Vec<usize> {
    let resource = &finder.resources[autoscaler];
    let Some(reference) = resource.object.at(&["spec", "scaleTargetRef"]) else { return Vec::new() };
    let (kind, name) = (reference.str_at(&["kind"]).unwrap_or("Deployment"), reference.str_at(&["name"]));
    // A reference to a group that no workload here belongs to means something else.
    let built_in = reference.str_at(&["apiVersion"]).is_none_or(|version| version.starts_with("apps/"));
    let near = finder.index.workloads.iter().copied().filter(|&workload| {
        let other = &finder.resources[workload];
        ((&*other.kind == kind && is_group(reference, other)) || (Some(&*other.name) == name && built_in))
            && may_share(other.home(), resource.home())
            && finder.distances.between(autoscaler, workload) == 0
    });
    if name.is_none() { Vec::new() } else { near.collect() }
}
