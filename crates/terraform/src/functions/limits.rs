//! Limits on what functions make, so that no input costs a gigabyte.

use super::Failure;
use crate::value::Value;

/// The most elements of a list, set or map that a function makes.
pub const ELEMENTS: usize = 1_000_000;
/// The longest text that a function makes, in bytes.
pub const TEXT: usize = 16 << 20;

/// Refuses a result of too many elements.
pub fn elements(count: usize) -> Result<(), Failure> {
    if count <= ELEMENTS {
        return Ok(());
    }
    Err(Failure::new(format!("the result would have {count} elements; more than {ELEMENTS} are not evaluated")))
}

/// Refuses a result that is too long.
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
