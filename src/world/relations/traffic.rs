//! Routes to Services, and through them to workloads; monitors of Services.
//!
//! Sources: Ingress networking.k8s.io/v1 and v1beta1; Gateway API (`spec.rules[].backendRefs[]`); Istio VirtualService
//! (`route[].destination.host`); OpenShift Route (`spec.to`); Traefik IngressRoute and Contour HTTPProxy
//! (`spec.routes[].services[]`); Prometheus operator ServiceMonitor (`spec.selector`, `spec.namespaceSelector`).

use super::{Finder, Pairs, Relation, Relations};
use crate::world::Resource;
use crate::world::labels::{Selector, labels};
use seaworthy_source::{Node, Value};

const ROUTES: [(&str, &[&str]); 7] = [
    ("networking.k8s.io", &["Ingress"]),
    ("extensions", &["Ingress"]),
    ("gateway.networking.k8s.io", &["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"]),
    ("networking.istio.io", &["VirtualService"]),
    ("route.openshift.io", &["Route"]),
    ("traefik.io", &["IngressRoute", "IngressRouteTCP"]),
    ("projectcontour.io", &["HTTPProxy"]),
];

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let routes: Vec<usize> = ROUTES.iter().flat_map(|(group, kinds)| finder.index.kinds(group, kinds)).collect();
    let pairs = finder.pair_nearest_by_name(&routes, |route| backends(route));
    relations.add(&pairs, Relation::Services, Relation::Routes);
    let to_workloads = through_services(&pairs, relations);
    relations.add(&to_workloads, Relation::Workloads, Relation::Routes);

    let monitors = finder.index.kinds("monitoring.coreos.com", &["ServiceMonitor"]);
    let pairs = finder.pair_each(&monitors, |left| monitored(finder, left));
    relations.add(&pairs, Relation::Services, Relation::Monitors);
    let to_workloads = through_services(&pairs, relations);
    relations.add(&to_workloads, Relation::Workloads, Relation::Monitors);
}

/// What relates to a Service relates to the workloads behind it.
pub(super) fn through_services(pairs: &Pairs, relations: &Relations) -> Pairs {
    let reach = |&(left, service): &(usize, usize)| {
        relations.get(service, Relation::Workloads).map(move |workload| (left, workload)).collect::<Vec<_>>()
    };
    pairs.iter().flat_map(reach).collect()
}

impl Finder<'_> {
    /// Pairs resources with the Services that they name, each name with the nearest that has it.
    pub(super) fn pair_nearest_by_name<'r>(
        &'r self,
        from: &[usize],
        names: impl Fn(&'r Resource) -> Vec<(&'r str, Option<&'r str>)>,
    ) -> Pairs {
        let mut pairs = Pairs::new();
        for &left in from {
            let resource = &self.resources[left];
            for (name, namespace) in names(resource) {
                let named = self.index.named("Service", name, namespace.or(resource.home()));
                let services: Vec<usize> =
                    named.into_iter().filter(|&right| self.resources[right].group.is_empty()).collect();
                pairs.extend(self.distances.nearest(left, &services).into_iter().map(|right| (left, right)));
            }
        }
        self.without_farther_twins(pairs)
    }
}

/// The Services that a route names, with their namespaces where they are given.
fn backends(route: &Resource) -> Vec<(&str, Option<&str>)> {
    let spec = route.object.get("spec");
    let mut found = Vec::new();
    if let Some(spec) = spec {
        collect_backends(spec, &route.kind, &mut found);
    }
    found
}

/// Walks a route's spec; each kind's backends stand under keys of their own, at various depths.
fn collect_backends<'a>(node: &'a Node, kind: &str, found: &mut Vec<(&'a str, Option<&'a str>)>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| collect_backends(item, kind, found)),
        Value::Map(map) => {
            for entry in map {
                let value = &entry.value;
                match (kind, &*entry.key) {
                    ("Ingress", "service") => found.extend(value.str_at(&["name"]).map(|name| (name, None))),
                    ("Ingress", "serviceName") => found.extend(value.as_str().map(|name| (name, None))),
                    ("VirtualService", "destination") => found.extend(value.str_at(&["host"]).map(host)),
                    ("Route", "to" | "alternateBackends")
                    | ("IngressRoute" | "IngressRouteTCP" | "HTTPProxy", "services")
                    | (_, "backendRefs") => {
                        for reference in std::iter::once(value).chain(value.items()) {
                            let is_service = reference.str_at(&["kind"]).is_none_or(|kind| kind == "Service");
                            let named = reference.str_at(&["name"]).filter(|_| is_service);
                            found.extend(named.map(|name| (name, reference.str_at(&["namespace"]))));
                        }
                    }
                    _ => collect_backends(value, kind, found),
                }
            }
        }
        _ => {}
    }
}

/// A mesh host as a Service's name and namespace: `reviews`, `reviews.prod`, `reviews.prod.svc.cluster.local`.
pub(super) fn host(host: &str) -> (&str, Option<&str>) {
    match host.split_once('.') {
        None => (host, None),
        Some((name, rest)) => (name, rest.split('.').next()),
    }
}

/// The Services that a ServiceMonitor selects by their own labels.
fn monitored(finder: &Finder<'_>, monitor: usize) -> Vec<usize> {
    let resource = &finder.resources[monitor];
    let Some(selector) = resource.object.at(&["spec", "selector"]).map(Selector::from_label_selector) else {
        return Vec::new();
    };
    let spaces = resource.object.at(&["spec", "namespaceSelector"]);
    let any = spaces.and_then(|spaces| spaces.get("any")).is_some_and(|any| any.value == Value::Bool(true));
    let named: Vec<&str> = spaces
        .map_or_else(Vec::new, |spaces| spaces.items_at(&["matchNames"]).iter().filter_map(Node::as_str).collect());
    let services = finder.index.kind("", "Service").iter().copied().filter(|&service| {
        let service = &finder.resources[service];
        let in_reach = match service.home() {
            _ if any => true,
            None => true,
            Some(namespace) if !named.is_empty() => named.contains(&namespace),
            Some(namespace) => resource.home().is_none_or(|own| own == namespace),
        };
        in_reach && selector.matches(&labels(service.object.at(&["metadata", "labels"])))
    });
    services.collect()
}
