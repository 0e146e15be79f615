//! What stands between a policy that anyone may have written and the engine: nothing that a policy says may crash, hang or
//! exhaust the process, or reach out of it.
//!
//! 1. [`text`]: before a file is parsed. The parser recurses, and tries some constructs twice, once for each level.
//! 2. [`sandbox`] and [`shape`]: which functions policies may call, and what a rule may look like.
//! 3. [`calls`] and [`weight`]: before rules are evaluated. None may refer to itself, nest too deeply, or double a value
//!    over and over.
//! 4. [`bounds`]: while rules are evaluated. A function is not called if what it would make is too large.
//!
//! The engine looks at the clock in its loops, and the native path counts its steps.
//!
//! Whoever loads policies does it through [`super::engine::Engine`] or [`super::native::Modules`], and these come here.

pub(crate) mod bounds;
mod calls;
pub mod sandbox;
mod shape;
mod text;
mod weight;

use regorus::unstable::Module;

pub use calls::Calls;
pub use text::scan;

use super::engine::EngineError;

/// Refuses a module that calls what policies must not call, or whose form the engine would not survive.
pub fn check(module: &Module) -> Result<(), EngineError> {
    sandbox::check(module)?;
    shape::check(module)
}
