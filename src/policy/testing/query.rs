//! Queries, as people ask them: any expression of Rego over what rules see.

use std::path::PathBuf;

use regorus::Value;
use regorus::unstable::{Parser, Source};

use super::suite::Suite;
use crate::policy::bundle::Bundle;
use crate::policy::input::{Inputs, with_params};
use crate::world::World;
use seaworthy_rego::native::{readable, settled};
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::Sources;

/// Answers queries.
#[derive(Debug)]
pub struct Queries {
    engine: Engine,
}

/// What came of a query.
#[derive(Debug)]
pub struct QueryAnswer {
    /// The results: none, where it is undefined.
    pub rows: Result<Vec<QueryRow>, String>,
    /// What was printed: `file:line: text`.
    pub prints: Vec<String>,
}

/// One result of a query.
#[derive(Debug)]
pub struct QueryRow {
    /// The values of its expressions.
    pub values: Vec<Value>,
    /// The values of its variables.
    pub variables: Value,
}

/// Whether a text is a query.
///
/// # Errors
/// It is not, and why.
pub fn check_query(query: &str) -> Result<(), String> {
    let parse = || {
        let source = Source::from_contents("query".to_owned(), query.to_owned())?;
        let mut parser = Parser::new(&source)?;
        parser.enable_rego_v1()?;
        parser.parse_user_query()
    };
    let error = match parse() {
        Ok(_) => return Ok(()),
        Err(error) => EngineError::of(&error).message,
    };
    // The parser says that it expected nothing.
    Err(if error.ends_with("expecting") { "it ends too early".to_owned() } else { error })
}

impl Queries {
    /// Over all rules of a bundle, and the policies in other packages of some folders.
    #[must_use]
    pub fn new(bundle: &Bundle, folders: &[PathBuf], sources: &Sources) -> Self {
        let mut engine = Engine::new();
        let texts = bundle.library_texts().chain(bundle.rules.iter().map(|rule| rule.file()));
        for (name, text) in texts {
            // What is wrong with it was told when the policies were loaded.
            drop(engine.add(name, text));
        }
        for folder in folders {
            for file in &Suite::read(folder, sources).files {
                if file.package.first().is_none_or(|first| first != "seaworthy") {
                    drop(file.add_with("", &mut engine));
                }
            }
        }
        Self { engine }
    }

    /// Asks over an input.
    #[must_use]
    pub fn ask(&self, query: &str, input: &Value) -> QueryAnswer {
        let mut engine = self.engine.clone();
        engine.observe(false);
        engine.set_input(input.clone());
        let rows = engine.query(query).map_err(|error| error.message);
        let of_row = |(values, variables)| QueryRow { values, variables };
        QueryAnswer { rows: rows.map(|rows| rows.into_iter().map(of_row).collect()), prints: engine.take_prints() }
    }
}

/// What rules see of a resource, by number. With `settle`, what is unknown is what the source has in its place, as the engine
/// is given it; otherwise it is a text that says so.
#[must_use]
pub fn input_of(world: &World, number: usize, settle: bool) -> Value {
    let input = Inputs::new(world).input(number, None);
    let value = if settle { settled(&input.value) } else { readable(&input.value) };
    with_params(&value, &Value::new_object())
}
