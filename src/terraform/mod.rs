//! Terraform: configuration files to resources with the values that they will really have.
//!
//! `syntax` reads text, `value` holds Terraform's types and values, `functions` its functions.

pub mod functions;
pub mod syntax;
pub mod value;
