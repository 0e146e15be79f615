//! Service accounts, and the roles that are bound to them.
//!
//! Source: rbac.authorization.k8s.io/v1 (`subjects`, `roleRef`); a pod without `serviceAccountName` runs as `default`.

use super::index::may_share;
use super::{Finder, Pairs, Relation, Relations};
use crate::world::Resource;
use seaworthy_source::Node;

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let workloads = &finder.index.workloads;
    let pairs = finder.pair_nearest(workloads, |left| {
        let resource = &finder.resources[left];
        let accounts = accounts(resource);
        let named = accounts.iter().flat_map(|name| finder.index.named("ServiceAccount", name, resource.home()));
        named.collect()
    });
    relations.add(&pairs, Relation::ServiceAccounts, Relation::Workloads);

    let bindings = finder.index.kinds(GROUP, &["RoleBinding", "ClusterRoleBinding"]);
    let pairs = finder.pair_each(&bindings, |left| bound_accounts(finder, left));
    relations.add(&pairs, Relation::ServiceAccounts, Relation::RoleBindings);
    let pairs = finder.pair_each(&bindings, |left| bound_workloads(finder, left));
    relations.add(&pairs, Relation::Workloads, Relation::RoleBindings);
    let to_roles = finder.pair_nearest(&bindings, |left| roles(finder, left));
    relations.add(&to_roles, Relation::Roles, Relation::RoleBindings);

    // Through a binding: accounts and workloads know their roles, and roles know their workloads.
    let mut through = Pairs::new();
    for &(binding, role) in &to_roles {
        for holder in [Relation::Workloads, Relation::ServiceAccounts] {
            through.extend(relations.get(binding, holder).map(|holder| (holder, role)));
        }
    }
    let (of_workloads, of_accounts): (Pairs, Pairs) =
        through.into_iter().partition(|&(holder, _)| !finder.resources[holder].pods.is_empty());
    relations.add(&of_workloads, Relation::Roles, Relation::Workloads);
    relations.add(&of_accounts, Relation::Roles, Relation::ServiceAccounts);
}

/// The accounts that a resource's pods run as.
fn accounts(resource: &Resource) -> Vec<&str> {
    let mut names: Vec<&str> = resource
        .pods
        .iter()
        .filter_map(|pod| resource.pod_spec(pod))
        .filter_map(|spec| match spec.get("serviceAccountName").or_else(|| spec.get("serviceAccount")) {
            None => Some("default"),
            Some(name) => name.as_str(),
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The service accounts among the subjects of a binding: name, and namespace where it is known.
fn subjects<'a>(binding: &'a Resource) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
    let subjects = binding.object.items_at(&["subjects"]).iter();
    subjects.filter(|subject| subject.str_at(&["kind"]) == Some("ServiceAccount")).filter_map(|subject: &'a Node| {
        let namespace = subject.str_at(&["namespace"]).or(binding.home());
        subject.str_at(&["name"]).map(|name| (name, namespace))
    })
}

fn bound_accounts(finder: &Finder<'_>, binding: usize) -> Vec<usize> {
    let named = subjects(&finder.resources[binding]);
    named.flat_map(|(name, namespace)| finder.index.named("ServiceAccount", name, namespace)).collect()
}

/// The workloads that run as a subject. Every namespace has a `default` account: there both must name the same one.
fn bound_workloads(finder: &Finder<'_>, binding: usize) -> Vec<usize> {
    let subjects: Vec<_> = subjects(&finder.resources[binding]).collect();
    let workloads = finder.index.workloads.iter().copied().filter(|&workload| {
        let resource = &finder.resources[workload];
        let own = resource.home();
        accounts(resource).iter().any(|account| {
            subjects.iter().any(|(name, namespace)| {
                name == account
                    && may_share(own, *namespace)
                    && (*account != "default" || (own.is_some() && own == *namespace))
            })
        })
    });
    workloads.collect()
}

fn roles(finder: &Finder<'_>, binding: usize) -> Vec<usize> {
    let binding = &finder.resources[binding];
    let reference = |key| binding.object.str_at(&["roleRef", key]);
    match (reference("kind"), reference("name")) {
        (Some("ClusterRole"), Some(name)) => finder.index.named("ClusterRole", name, None),
        (Some("Role"), Some(name)) => finder.index.named("Role", name, binding.home()),
        _ => Vec::new(),
    }
}
