//! Evaluated and planned resources as resources of the world.

use std::sync::Arc;

use crate::world::Resource;
use seaworthy_source::{Node, Path, Sources};
use seaworthy_terraform::config::Mode;
use seaworthy_terraform::eval::EvaluatedResource;
use seaworthy_terraform::plan::Planned;

/// The evaluated resource, as rules see it.
pub(super) fn evaluated(evaluated: &EvaluatedResource, reported: bool, sources: &Sources) -> Resource {
    Resource {
        references: evaluated.references(),
        reported,
        // If its existence is unknown, so is every part of it.
        rewritten: evaluated.existence.iter().map(|_| Path::default()).collect(),
        ..resource(
            evaluated.name.mode,
            &evaluated.name.ty,
            &evaluated.name.name,
            &evaluated.module,
            &evaluated.address,
            evaluated.node(sources),
        )
    }
}

/// The planned resource, as rules see it.
pub(super) fn planned(planned: &Planned) -> Resource {
    Resource {
        references: planned.references.clone(),
        ..resource(planned.mode, &planned.ty, &planned.name, &planned.module, &planned.address, planned.object.clone())
    }
}

fn resource(
    mode: Mode,
    ty: &Arc<str>,
    name: &Arc<str>,
    module: &Arc<str>,
    address: &Arc<str>,
    object: Node,
) -> Resource {
    let prefix = if mode == Mode::Data { "data." } else { "" };
    Resource {
        platform: &super::PLATFORM,
        group: "".into(),
        version: "".into(),
        kind: format!("{prefix}{ty}").into(),
        namespace: (!module.is_empty()).then(|| Arc::clone(module)),
        name: Arc::clone(name),
        address: Arc::clone(address),
        object: Arc::new(object),
        pods: Vec::new(),
        references: Vec::new(),
        reported: true,
        overlay: None,
        namespace_is_open: false,
        rewritten: Vec::new(),
    }
}
