//! Rego policies.

pub mod analysis;
mod engine;
pub mod guard;
pub mod native;
pub mod opa;
pub mod syntax;

pub use engine::{Engine, EngineError};
