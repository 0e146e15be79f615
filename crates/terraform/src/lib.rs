//! Terraform's language, as Terraform and OpenTofu read it: syntax, values, functions, modules, and plans.
//!
//! Evaluates a configuration without a state, providers or credentials. What `terraform plan` would know from the files
//! alone is computed; everything else is an unknown value that says why it is unknown. Values remember where they were
//! written and which variables, module calls and locals passed them on. An error in one place is reported, and the rest
//! is still evaluated.
//!
//! | module | what it does |
//! |---|---|
//! | [`syntax`] | text (HCL or its JSON form) to a tree, with the place of each part |
//! | [`value`] | types and values, conversions and operators |
//! | [`functions`] | the functions of the language |
//! | [`config`] | the files of a folder as a module |
//! | [`tree`], [`inputs`] | a root module with the modules that it calls and the values of its variables |
//! | [`eval`] | the values of resources and outputs |
//! | [`plan`] | what `terraform show -json` prints |
//!
//! A root module is loaded from a folder. Nothing outside the boundary of the [`Disk`](seaworthy_source::Disk) is read,
//! neither by module calls nor by functions such as `file`. Here, its one file comes from memory:
//!
//! ```
//! use std::path::Path;
//!
//! use seaworthy_source::{Disk, Sources, disk::Overlay};
//! use seaworthy_terraform::{Root, inputs::InputSettings};
//!
//! let main = r#"
//!     variable "environment" {
//!       default = "production"
//!     }
//!
//!     resource "aws_s3_bucket" "logs" {
//!       for_each = toset(["eu", "us"])
//!       bucket   = "logs-${var.environment}-${each.key}"
//!     }
//!
//!     output "arn" {
//!       value = aws_s3_bucket.logs["eu"].arn
//!     }
//! "#;
//! let files = [("main.tf".into(), main.as_bytes().into())];
//! let disk = Disk::within(&[".".into()]).with_overlay(Overlay::instead(files));
//! let sources = Sources::default();
//!
//! let root = Root::load(Path::new("."), &InputSettings::default(), &disk, &sources)?;
//! let evaluated = root.evaluate(&disk, &sources);
//! assert!(root.diagnostics().is_empty() && evaluated.diagnostics.is_empty());
//!
//! let bucket = &evaluated.resources[0];
//! assert_eq!(&*bucket.address, r#"aws_s3_bucket.logs["eu"]"#);
//! let name = &bucket.body.attribute("bucket").expect("it is set").value;
//! assert_eq!(name.as_str(), Some("logs-production-eu"));
//!
//! // Only the provider knows the ARN.
//! let (_, arn) = &evaluated.outputs[0];
//! assert!(!arn.is_known());
//! # Ok::<(), seaworthy_source::disk::ReadError>(())
//! ```

pub mod config;
pub mod eval;
pub mod functions;
pub mod inputs;
mod json_text;
mod node;
pub mod plan;
mod root;
mod roots;
pub mod syntax;
pub mod tree;
pub mod value;

pub use root::Root;
pub use roots::roots;
