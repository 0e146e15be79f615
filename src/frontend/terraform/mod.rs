//! Terraform's configurations and plans to units of resources.

mod load;
mod plans;
mod platform;
mod resource;
mod units;

pub use load::{EvaluatedRoot, RootsAndPlans, evaluate};
pub use plans::{PlanFile, select};
pub use platform::PLATFORM;
pub use units::units;
