//! Rules of an Istio mesh, and the workloads that they apply to.
//!
//! Sources: Istio DestinationRule (`spec.host`), VirtualService (its routes), AuthorizationPolicy and
//! PeerAuthentication (`spec.selector.matchLabels`; without a selector, every workload of the namespace).

use super::index::may_share;
use super::selection::selected;
use super::traffic::{host, through_services};
use super::{Finder, Relation, Relations};
use crate::world::labels::Selector;

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let destinations = finder.index.kinds("networking.istio.io", &["DestinationRule"]);
    let pairs = finder.pair_nearest_by_name(&destinations, |rule| {
        rule.object.str_at(&["spec", "host"]).map(host).into_iter().collect()
    });
    relations.add(&pairs, Relation::Services, Relation::MeshRules);
    let to_workloads = through_services(&pairs, relations);
    relations.add(&to_workloads, Relation::Workloads, Relation::MeshRules);

    for virtual_service in finder.index.kinds("networking.istio.io", &["VirtualService"]) {
        let services = relations.get(virtual_service, Relation::Services).map(|service| (virtual_service, service));
        let pairs = services.collect();
        let to_workloads = through_services(&pairs, relations);
        relations.add(&to_workloads, Relation::Workloads, Relation::MeshRules);
        relations.add(&pairs, Relation::Services, Relation::MeshRules);
    }

    let policies = finder
        .index
        .kinds("security.istio.io", &["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"]);
    let pairs = finder.pair_each(&policies, |left| {
        let resource = &finder.resources[left];
        match resource.object.at(&["spec", "selector", "matchLabels"]) {
            Some(labels) => selected(finder, left, &Selector::from_map(labels), Some(labels)),
            None => {
                let workloads = finder.index.workloads.iter().copied();
                // Istio's root namespace speaks for the whole mesh.
                let own = resource.home().filter(|own| *own != "istio-system");
                workloads.filter(|&workload| may_share(finder.resources[workload].home(), own)).collect()
            }
        }
    });
    relations.add(&pairs, Relation::Workloads, Relation::MeshRules);
}
