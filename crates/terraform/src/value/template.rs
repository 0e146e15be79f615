//! Texts with something filled in.

use std::sync::Arc;

use super::{Cause, Error, Marks, Type, Unknown, Value, convert};

const INVALID: &str = "Invalid template interpolation value";
/// Of what is known of a text that is unknown further on, no more than this is kept.
const PREFIX_LIMIT: usize = 128;
/// The longest text that is put together, in bytes.
pub(crate) const TEXT_LIMIT: usize = 16 << 20;

/// The text that the parts make together, each converted to a string. If one is unknown, so is the text, but it begins
/// with what is known before that.
///
/// # Errors
/// A part is null or cannot be a string, which is then the operand of the error; or if the text gets too long.
pub fn concat_template(parts: &[Value]) -> Result<Value, Error> {
    let mut text = String::new();
    let mut unknown: Option<Arc<Cause>> = None;
    let mut marks = Marks::default();
    for (number, part) in parts.iter().enumerate() {
        if part.is_null() {
            let detail = "The expression result is null. Cannot include a null value in a string template.";
            return Err(Error::new(INVALID, detail).of(number));
        }
        marks = marks.or(part.marks);
        if let Some(part) = part.as_unknown() {
            unknown.get_or_insert_with(|| Arc::clone(&part.cause));
            continue;
        }
        let part = convert(&part.clone().unmarked(), &Type::String).map_err(|error| {
            Error::new(INVALID, format!("Cannot include the given value in a string template: {error}.")).of(number)
        })?;
        if unknown.is_none() {
            text.push_str(part.as_str().unwrap_or_default());
        }
        if text.len() > TEXT_LIMIT {
            return Err(Error::new(INVALID, format!("The text is longer than {} MiB.", TEXT_LIMIT >> 20)).of(number));
        }
    }
    let result = match unknown {
        None => Value::string(&text),
        Some(cause) => {
            let mut end = text.len().min(PREFIX_LIMIT);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            Unknown::new(Type::String, cause).not_null().prefix(&text[..end]).into_value()
        }
    };
    Ok(result.with_marks(marks).derived_from(parts))
}
