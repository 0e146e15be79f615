//! Terraform: configuration files to resources with the values that they will really have.
//!
//! `syntax` reads text, `value` holds Terraform's types and values, `functions` its functions; `config` is what a folder
//! declares, `tree` the modules below a root, `inputs` what a root is given from outside, and `eval` works out the values.

pub mod config;
pub mod eval;
pub mod functions;
pub mod inputs;
mod json_text;
mod load;
pub mod plan;
mod platform;
pub(crate) mod read;
mod resource;
mod roots;
pub mod syntax;
pub mod tree;
mod units;
pub mod value;

pub use load::{Evaluation, Root, evaluate};
pub use platform::PLATFORM;
pub use units::units;
