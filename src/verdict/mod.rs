//! What judging comes to: findings and how bad they are.

mod finding;
mod severity;

pub use finding::{Finding, Related, fingerprint};
pub use severity::Severity;
