//! Where things come from: files, byte spans, and values that remember both.
//!
//! Every other room builds on this one. It knows no format and no platform.

mod diagnostic;
mod file;
mod node;
mod path;
mod span;

pub use diagnostic::{Diagnostic, Level};
pub use file::{FileId, Position, SourceFile, Sources};
pub use node::{Entry, Map, Node, Number, Origin, Unknown, Value};
pub use path::{Path, Place, Step, locate};
pub use span::Span;
