//! Limits on results, so that no input exhausts memory.

use super::Failure;
use crate::value::Value;

/// The maximum number of elements of a result.
pub const ELEMENTS: usize = 1_000_000;
/// The maximum length of a result, in bytes.
pub const TEXT: usize = 16 << 20;

/// Rejects a result with too many elements.
pub fn elements(count: usize) -> Result<(), Failure> {
    if count <= ELEMENTS {
        return Ok(());
    }
    Err(Failure::new(format!("the result would have {count} elements; more than {ELEMENTS} are not evaluated")))
}

/// Rejects a result that is too long.
pub fn text(length: usize) -> Result<(), Failure> {
    if length <= TEXT {
        return Ok(());
    }
    Err(Failure::new(format!("the result would be longer than {} MiB, which is not evaluated", TEXT >> 20)))
}

/// A text, unless it is too long.
pub fn string(text: &str) -> Result<Value, Failure> {
    self::text(text.len())?;
    Ok(Value::string(text))
}
