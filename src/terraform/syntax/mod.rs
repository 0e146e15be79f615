//! HCL and its JSON form, both read into one syntax tree. Nothing behind this module knows which of them a file used.

pub mod ast;
