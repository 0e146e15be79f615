//! Charts and expressions, compared with what the real Helm makes of them.
//!
//! The goldens are in `tests/helm/`; `generate.py` there says how they are made.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

#[path = "helm/archives.rs"]
mod archives;
#[path = "helm/charts.rs"]
mod charts;
#[path = "helm/expressions.rs"]
mod expressions;

#[path = "helm/origins.rs"]
mod origins;

use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/helm").join(name)
}
