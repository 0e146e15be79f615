//! A chart itself as a resource: what it says of itself and its values, for rules about charts.

use std::sync::Arc;

use crate::world::Resource;
use seaworthy_helm::Chart;
use seaworthy_source::{Entry, Node, Span, Value};

/// The chart: `chart` is its `Chart.yaml`, `values` its `values.yaml`, `dependencies` what it needs, wherever that is
/// written, `files` says which of the files that a chart may have are there.
pub(super) fn resource(chart: &Chart, reported: bool) -> Resource {
    let start = Span::new(chart.file.id(), 0, 0);
    let name = chart.root.as_map().and_then(|root| root.entry("name"));
    let header = name.map_or(start, |name| name.key_span.to(name.value.span));
    let plain = |value: Value| Node { value, span: header, origin: None };
    let mut entries = vec![
        // Named by its header, like everything that is missing in it.
        ("chart", Node { span: header, ..chart.root.clone() }),
        ("dependencies", chart.requirements.clone().unwrap_or_else(|| plain(Value::List(Vec::new())))),
        ("files", {
            let files = [("lock", chart.has_lock), ("schema", chart.schema.is_some())];
            map(files.map(|(key, there)| (key, plain(Value::Bool(there)))), header)
        }),
    ];
    if let Some((_, Some(values))) = &chart.values {
        entries.push(("values", values.clone()));
    }
    Resource {
        platform: &super::PLATFORM,
        group: "".into(),
        version: "".into(),
        kind: "Chart".into(),
        namespace: None,
        name: chart.metadata.name.as_str().into(),
        address: format!("helm/Chart/{}", chart.metadata.name).into(),
        object: Arc::new(map(entries, header)),
        references: Vec::new(),
        pods: Vec::new(),
        reported,
        overlay: None,
        namespace_is_open: false,
        rewritten: Vec::new(),
    }
}

/// A map that nobody wrote: what is missing in one of its parts is missing at the header.
fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Node)>, header: Span) -> Node {
    let entry = |(key, value): (&str, Node)| Entry { key: Arc::from(key), key_span: header, value };
    Node { value: Value::Map(entries.into_iter().map(entry).collect::<Vec<_>>().into()), span: header, origin: None }
}
