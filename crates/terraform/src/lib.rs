//! Terraform: configuration files to resources with the values that they will really have.
//!
//! `syntax` reads text, `value` holds Terraform's types and values, `functions` its functions; `config` is what a folder
//! declares, `tree` the modules below a root, `inputs` what a root is given from outside, and `eval` works out the values.

pub mod config;
pub mod eval;
pub mod functions;
pub mod inputs;
mod json_text;
mod node;
pub mod plan;
pub mod read;
mod roots;
pub mod syntax;
pub mod tree;
pub mod value;

pub use roots::roots;
