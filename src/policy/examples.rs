//! What a rule reports, and what it does not: its own fixtures.

use std::borrow::Cow;

/// Name and text of each file in the binary.
type Files = &'static [(&'static str, &'static str)];

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// The example of a rule: names and texts of files.
#[derive(Debug, Clone)]
pub struct Example {
    /// What is reported, at the lines that end in `# finding`.
    pub fail: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// What is not.
    pub pass: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

/// The example of a rule that comes with the program.
#[must_use]
pub fn example(id: &str) -> Option<Example> {
    let found = EXAMPLES.binary_search_by_key(&id, |(id, ..)| id).ok()?;
    let (_, fail, pass) = EXAMPLES[found];
    let owned = |files: Files| files.iter().map(|&(name, text)| (name.into(), text.into())).collect();
    Some(Example { fail: owned(fail), pass: owned(pass) })
}
