//! Rego policies, evaluated safely, quickly, and over values that are not known yet.
//!
//! - [`Engine`] is [regorus](https://docs.rs/regorus) behind a guard: a policy can come from anywhere, and cannot crash, hang or
//!   exhaust the process. [`Engine::like_opa`] behaves as OPA does where regorus differs ([`opa`]).
//! - [`native`] compiles a rule to a few instructions and evaluates these directly, many times faster than the engine. A value
//!   of the input may be *unknown*: the verdict then is what certainly is found, what may be found, and the unknown values that
//!   decide it. What it does not model it leaves to the engine.
//! - [`syntax`] is for those who read policies rather than evaluate them: parsing in both versions of the language, names,
//!   references, imports, and a walk over a rule. [`analysis`] resolves references between policies.
//!
//! ```
//! use regorus::Value;
//! use seaworthy_rego::native::{Modules, Program, unknown};
//! use seaworthy_rego::{Engine, object};
//!
//! let policy = r#"
//! package storage
//!
//! deny contains "the bucket is public" if input.acl == "public-read"
//! "#;
//! let public = object([("acl", Value::from("public-read"))]);
//!
//! // By the engine.
//! let mut engine = Engine::new();
//! engine.add("storage.rego", policy)?;
//! engine.set_input(public.clone());
//! let found = engine.evaluate("data.storage.deny")?;
//!
//! // Natively, which comes to the same.
//! let mut modules = Modules::default();
//! let package = modules.add("storage.rego", policy)?;
//! let rule = Program::compile(&modules, &package)?;
//! let parameters = Value::new_object();
//! let verdict = rule.evaluate(&public, &parameters, false)?;
//! assert_eq!(verdict.findings, found);
//!
//! // A value that is decided only after deployment.
//! let later = object([("acl", unknown(true, Value::from("var.acl")))]);
//! let verdict = rule.evaluate(&later, &parameters, true)?;
//! assert_eq!(verdict.findings, Value::new_set());
//! assert_eq!(verdict.possible.len(), 1);
//! assert_eq!(verdict.causes, [[Value::from("acl")]]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod analysis;
mod engine;
pub mod guard;
pub mod native;
pub mod opa;
pub mod syntax;
mod value;

pub use engine::{Engine, EngineError};
pub use value::{Nulls, object, value};
