//! What Terraform's language means, compared with the real program and with other parsers.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a case that cannot be read should fail loudly")]

mod functions;
mod hostile;
mod modules;
mod syntax;
