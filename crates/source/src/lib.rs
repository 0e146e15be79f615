//! Where things come from: files, byte spans, and values that remember both.
//!
//! The ground that everything else stands on. It knows no platform and no rule: a [`Disk`] reads files within a boundary,
//! [`Sources`] keeps their texts, [`yaml`] turns a text into [`Node`]s with a span for every key and value, and [`locate`]
//! finds the place of an attribute, present or missing.
//!
//! ```
//! use seaworthy_source::{Path, Sources, locate, yaml};
//!
//! let sources = Sources::default();
//! let file = sources.add("pod.yaml".into(), "pod.yaml".into(), "spec:\n  hostNetwork: true\n".into());
//! let root = yaml::parse(&file).documents.remove(0).root.expect("valid YAML");
//! let path = Path::default().key("spec").key("hostNetwork");
//! let place = locate(&root, &path, |_| file.clone());
//! assert_eq!(file.position(place.span.start).line, 2);
//! ```

mod coverage;
mod diagnostic;
pub mod disk;
mod file;
mod node;
mod path;
mod paths;
mod span;
mod spelling;
pub mod yaml;

pub use coverage::{Coverage, FileRecord, Status};
pub use diagnostic::{Diagnostic, Level};
pub use disk::{Disk, ReadError};
pub use file::{FileId, Position, SourceFile, Sources};
pub use node::{Entry, Map, Node, Number, Origin, Unknown, Value};
pub use path::{Path, Place, Step, locate};
pub use paths::{display_name, normalized};
pub use span::Span;
pub use spelling::closest;
