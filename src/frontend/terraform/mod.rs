//! Terraform's configurations and plans to units of resources.

mod load;
mod plans;
mod resource;
mod units;

pub use load::{EvaluatedRoot, RootsAndPlans, evaluate};
pub use plans::{PlanFile, select};
pub use units::units;
