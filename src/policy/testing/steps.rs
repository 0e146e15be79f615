//! How far the body of a rule gets, statement by statement, and with which values.
//!
//! The engine says nothing of that, so it is asked: for each statement of a body, a rule of its own is put behind the policy
//! that has the body up to there and gives the variables that are bound by then. What is shown is therefore what the engine
//! itself makes of the policy, `with` and all. Statements are taken in the order in which they are written.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use regorus::Value;
use regorus::unstable::{LiteralStmt, Rule, RuleHead};

use super::file::RegoFile;
use super::statement::{expressions, is_written, whole, whole_text, with_text};
use super::suite::Suite;
use seaworthy_rego::Engine;
use seaworthy_rego::syntax::names;
use seaworthy_rego::syntax::{Version, head_keys};
use seaworthy_source::Span;

/// A statement, and what came of it.
#[derive(Debug, Clone)]
pub struct Step {
    /// Where it stands.
    pub span: Span,
    /// Its line, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
    /// For how many values of the variables before it was reached.
    pub reached: usize,
    /// How many values of the variables there are behind it: none, if it never held.
    pub held: usize,
    /// The variables that it binds.
    pub bound: Vec<Seen>,
    /// The variables, references and calls in it.
    pub seen: Vec<Seen>,
}

/// An expression, and its values.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its text.
    pub text: String,
    /// Its values, each once.
    pub values: Vec<Value>,
    /// Whether it was undefined at some time.
    pub undefined: bool,
}

/// A body with the rules that ask about it.
struct Body<'f> {
    statements: Vec<Statement<'f>>,
}

struct Statement<'f> {
    syntax: &'f LiteralStmt,
    /// The rule that gives the variables behind it, and these.
    held: String,
    bound: Vec<String>,
    /// The variables that it binds itself.
    own: Vec<String>,
    /// The expressions in it, the parts of each that a longer one begins with, and the rules that give their values.
    seen: Vec<Vec<(String, String)>>,
}

impl Suite {
    /// The steps of each body of a rule without arguments; nothing, where the engine does not take the question.
    pub(super) fn steps(&self, file: &RegoFile, rule: &Rule, input: &Value) -> Option<Vec<Vec<Step>>> {
        let Rule::Spec { head, bodies, .. } = rule else { return None };
        if matches!(head, RuleHead::Func { args, .. } if !args.is_empty()) {
            return None;
        }
        let (names, imports) = (file.names(), file.imports());
        let mut questions = String::from("\n");
        let asked: Vec<Body<'_>> = bodies
            .iter()
            .enumerate()
            .map(|(number, body)| Body::ask(file, &names, &imports, &body.query.stmts, number, &mut questions))
            .collect();
        let (mut engine, faults) = self.engine_with(Some((file.source.name(), &questions)));
        if !faults.is_empty() || engine.fault().is_err() {
            return None;
        }
        engine.observe(false);
        engine.set_input(input.clone());
        Some(asked.iter().map(|body| body.steps(file, &mut engine)).collect())
    }
}

impl Suite {
    /// The cases of a test with several, `test_sizes[name]`: all values that its keys are given, whether the test then
    /// holds for them or not.
    pub(super) fn cases(&self, file: &RegoFile, rule: &Rule) -> Option<BTreeSet<Vec<Value>>> {
        let Rule::Spec { bodies, .. } = rule else { return None };
        let (keys, known) = (head_keys(rule), file.names());
        let mut wanted = names::Names::new();
        for key in &keys {
            names::visit(key, &mut |part| {
                wanted.extend(names::variable(part).map(str::to_owned));
                true
            });
        }
        let row = keys.iter().map(|key| whole_text(key.span())).collect::<Vec<_>>();
        let mut questions = String::from("\n");
        for body in bodies {
            let (mut before, mut bound) = (String::new(), names::Names::new());
            for statement in body.query.stmts.iter().filter(|statement| is_written(statement)) {
                if wanted.is_subset(&bound) {
                    break;
                }
                let _ = writeln!(before, "{}", whole_text(&statement.span));
                names::bound_by(statement, &|name| known.contains(name), &mut bound);
            }
            let before = if before.is_empty() { "true" } else { &before };
            question(file, "__seaworthy_cases", row.iter().copied(), before, &mut questions);
        }
        let (mut engine, faults) = self.engine_with(Some((file.source.name(), &questions)));
        if !faults.is_empty() || engine.fault().is_err() {
            return None;
        }
        engine.observe(false);
        Some(rows("__seaworthy_cases", file, &mut engine).into_iter().collect())
    }
}

impl<'f> Body<'f> {
    /// Writes the rules that ask about a body.
    fn ask(
        file: &RegoFile,
        names: &BTreeSet<String>,
        imports: &BTreeSet<String>,
        statements: &'f [LiteralStmt],
        number: usize,
        questions: &mut String,
    ) -> Self {
        let mut before = String::new();
        let mut bound: BTreeSet<String> = BTreeSet::new();
        let mut asked = Vec::new();
        // What stands without a body has a statement that no text wrote.
        for (place, syntax) in statements.iter().enumerate().filter(|(_, syntax)| is_written(syntax)) {
            let known = |name: &str| names.contains(name) || bound.contains(name);
            let mut own = names::Names::new();
            names::bound_by(syntax, &known, &mut own);
            let mut seen = Vec::new();
            for texts in expressions(syntax, &own, imports) {
                let ask = |(part, text): (usize, String)| {
                    let rule = format!("__seaworthy_seen_{number}_{place}_{}_{part}", seen.len());
                    let body = format!("{before}__seaworthy_value := {text}{}", with_text(syntax));
                    let row = bound.iter().map(String::as_str).chain(["__seaworthy_value"]);
                    question(file, &rule, row, &body, questions);
                    (text, rule)
                };
                let asked = texts.into_iter().enumerate().map(ask).collect();
                seen.push(asked);
            }
            let _ = writeln!(before, "{}", whole_text(&syntax.span));
            let held = format!("__seaworthy_held_{number}_{place}");
            let own: Vec<String> = own.into_iter().filter(|name| !bound.contains(name)).collect();
            bound.extend(own.iter().cloned());
            question(file, &held, bound.iter().map(String::as_str), &before, questions);
            asked.push(Statement { syntax, held, bound: bound.iter().cloned().collect(), own, seen });
        }
        Self { statements: asked }
    }

    fn steps(&self, file: &RegoFile, engine: &mut Engine) -> Vec<Step> {
        let mut reached = 1;
        let mut steps = Vec::new();
        for statement in &self.statements {
            let span = &statement.syntax.span;
            let rows = if reached == 0 { Vec::new() } else { self::rows(&statement.held, file, engine) };
            let column = |name: &String| statement.bound.iter().position(|other| other == name);
            let of_variable = |name: &String| Seen {
                text: name.clone(),
                values: distinct(rows.iter().filter_map(|row| row.get(column(name)?))),
                undefined: false,
            };
            let mut ask = |(text, rule): &(String, String)| {
                let found = self::rows(rule, file, engine);
                let values = distinct(found.iter().filter_map(|row| row.last()));
                Seen { text: text.clone(), values, undefined: distinct_rows(&found) < reached }
            };
            // Where a reference leads nowhere, what it comes from tells more.
            let of_expression = |parts: &Vec<(String, String)>| {
                let mut seen = Vec::new();
                for part in parts {
                    let one = ask(part);
                    let is_found = !one.values.is_empty();
                    seen.push(one);
                    if is_found {
                        break;
                    }
                }
                let last = seen.pop_if(|last| !last.values.is_empty());
                seen.truncate(1);
                seen.into_iter().chain(last)
            };
            let held = rows.len();
            let bound = if held == 0 { Vec::new() } else { statement.own.iter().map(of_variable).collect() };
            let seen = if reached == 0 { Vec::new() } else { statement.seen.iter().flat_map(of_expression).collect() };
            steps.push(Step {
                span: Span::new(file.source.id(), whole(span).start, whole(span).end),
                line: span.line as usize,
                text: whole_text(span).to_owned(),
                reached,
                held,
                bound,
                seen,
            });
            reached = held;
        }
        steps
    }
}

/// What a rule of ours gives: a row for each value of the variables.
fn rows(rule: &str, file: &RegoFile, engine: &mut Engine) -> Vec<Vec<Value>> {
    match engine.evaluate(&file.path(rule)) {
        Ok(Value::Set(rows)) => rows.iter().filter_map(|row| row.as_array().ok().map(|row| row.to_vec())).collect(),
        _ => Vec::new(),
    }
}

/// How many rows differ in more than their last column.
fn distinct_rows(rows: &[Vec<Value>]) -> usize {
    rows.iter().filter_map(|row| row.split_last()).map(|(_, before)| before).collect::<BTreeSet<_>>().len()
}

fn distinct<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(*value)).cloned().collect()
}

/// Writes a rule that gives the values of variables.
fn question<'n>(file: &RegoFile, rule: &str, names: impl Iterator<Item = &'n str>, body: &str, questions: &mut String) {
    let row = names.collect::<Vec<_>>().join(", ");
    let _ = if file.version == Version::V0 {
        writeln!(questions, "{rule}[[{row}]] {{\n{body}\n}}")
    } else {
        writeln!(questions, "{rule} contains [{row}] if {{\n{body}\n}}")
    };
}
