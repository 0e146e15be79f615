//! What a rule reports, and what it does not: its own fixtures.

/// Name and text of each file.
type Files = &'static [(&'static str, &'static str)];

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// The example of a bundled rule.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What is reported, at the lines that end in `# finding`.
    pub fail: Files,
    /// What is not.
    pub pass: Files,
}

/// The example of a rule; a user's own rules have none in the binary.
#[must_use]
pub fn example(id: &str) -> Option<Example> {
    let found = EXAMPLES.binary_search_by_key(&id, |(id, ..)| id).ok()?;
    let (_, fail, pass) = EXAMPLES[found];
    Some(Example { fail, pass })
}
