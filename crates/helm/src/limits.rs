//! How much a chart may cost. What exceeds a limit is reported; nothing is cut off without an error.

use std::time::Duration;

/// How deep values may nest before they are assumed to contain themselves.
pub(super) const MAX_VALUE_DEPTH: usize = 1_000;

/// How deep `include`, `template`, `tpl`, blocks and parentheses may nest when they run. Helm stops at 1,000 calls of one name.
pub(super) const MAX_DEPTH: usize = 6_000;

/// How deep blocks and parentheses may nest in a template's text.
pub(super) const MAX_SYNTAX_DEPTH: usize = 200;

/// How many template nodes and items of loops one template may go through. The largest public charts take 300,000 in all.
pub(super) const MAX_STEPS: u64 = 5_000_000;

/// The largest text that a template or a function may make, in bytes.
pub(super) const MAX_TEXT: usize = 64 * 1024 * 1024;

/// How much text all templates and functions of one rendering may make, in bytes.
pub(super) const MAX_TEXT_IN_ALL: usize = 1024 * 1024 * 1024;

/// The longest list that a function may make up.
pub(super) const MAX_ITEMS: usize = 1_000_000;

/// How long one rendering may take.
pub(super) const MAX_TIME: Duration = Duration::from_secs(30);

/// The stack that rendering runs on. Only what is used of it takes memory.
pub(super) const STACK: usize = 1024 * 1024 * 1024;
