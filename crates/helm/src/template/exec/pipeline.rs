//! Pipelines and what they are made of, to values.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::{Exec, Failure, Frame, Interpreter, Scope, Source, failure, within, without_no_value};
use crate::functions::{Function, Run, Type};
use crate::print;
use crate::provenance::Mark;
use crate::template::ast::{Command, Operand, Pipeline, Term};
use crate::template::fields;
use crate::text::{Builder, Text};
use crate::value::{Tracked, Value};

/// An argument that is still to be found.
struct Arguments<'a> {
    operands: &'a [Operand],
    /// The value of the command before, which comes last.
    piped: Option<Tracked>,
}

impl Interpreter<'_> {
    /// Evaluates a pipeline, and declares or sets its variables.
    pub(super) fn pipeline(&self, frame: &mut Frame, dot: &Tracked, pipeline: &Pipeline) -> Exec<Tracked> {
        let value = self.pipeline_value(frame, dot, pipeline)?;
        for variable in &pipeline.variables {
            if pipeline.assigns {
                assign(frame, variable, value.clone())?;
            } else {
                frame.variables.push((Arc::clone(variable), value.clone()));
            }
        }
        Ok(value)
    }

    pub(super) fn pipeline_value(&self, frame: &mut Frame, dot: &Tracked, pipeline: &Pipeline) -> Exec<Tracked> {
        let mut value = None;
        for command in &pipeline.commands {
            let result = self.command(frame, dot, command, value);
            value = Some(result.map_err(|error| within(error, frame.definition, &command.bytes))?);
        }
        Ok(value.unwrap_or(Tracked::NIL))
    }

    fn command(&self, frame: &mut Frame, dot: &Tracked, command: &Command, piped: Option<Tracked>) -> Exec<Tracked> {
        let (first, operands) = match command.operands.split_first() {
            Some((first, rest)) => (first, rest),
            None => return Ok(Tracked::NIL),
        };
        let has_arguments = !operands.is_empty() || piped.is_some();
        match &first.term {
            Term::Function(function) if first.fields.is_empty() => {
                self.call(frame, dot, function, Arguments { operands, piped })
            }
            Term::Dot | Term::Variable(_) | Term::Function(_) | Term::Pipeline(_) if !first.fields.is_empty() => {
                let receiver = self.term(frame, dot, &first.term)?;
                let mut arguments = Vec::new();
                if has_arguments {
                    for operand in operands {
                        arguments.push(self.operand(frame, dot, operand)?);
                    }
                    arguments.extend(piped);
                }
                fields::chain(self.context, receiver, &first.fields, &arguments).or_else(failure)
            }
            _ if has_arguments => failure(format!("can't give argument to non-function {}", describe(frame, first))),
            Term::Nil => failure("nil is not a command"),
            term => self.term(frame, dot, term),
        }
    }

    fn operand(&self, frame: &mut Frame, dot: &Tracked, operand: &Operand) -> Exec<Tracked> {
        let value = self.term(frame, dot, &operand.term)?;
        if operand.fields.is_empty() {
            return Ok(value);
        }
        fields::chain(self.context, value, &operand.fields, &[]).or_else(failure)
    }

    fn term(&self, frame: &mut Frame, dot: &Tracked, term: &Term) -> Exec<Tracked> {
        Ok(match term {
            Term::Dot => dot.clone(),
            Term::Nil => Tracked::NIL,
            Term::Variable(name) => {
                let known = frame.variables.iter().rev().find(|(variable, _)| variable == name);
                match known {
                    Some((_, value)) => value.clone(),
                    None => return failure(format!("undefined variable: {name}")),
                }
            }
            Term::Bool(value) => Value::Bool(*value).into(),
            Term::Integer(value) => Value::int(*value).into(),
            Term::Float(value) => Value::Float(*value).into(),
            Term::String(text) => Value::String(Text::new(&**text)).into(),
            Term::Pipeline(pipeline) => {
                return self.deeper(|| self.pipeline(frame, dot, pipeline));
            }
            Term::Function(function) => {
                return self.call(frame, dot, function, Arguments { operands: &[], piped: None });
            }
        })
    }

    fn call(
        &self,
        frame: &mut Frame,
        dot: &Tracked,
        function: &'static Function,
        arguments: Arguments<'_>,
    ) -> Exec<Tracked> {
        self.step()?;
        let given = arguments.operands.len() + usize::from(arguments.piped.is_some());
        function.check_count(given).or_else(failure)?;
        if let Run::And | Run::Or = function.run {
            return self.and_or(frame, dot, matches!(function.run, Run::Or), arguments);
        }
        let mut values = Vec::with_capacity(given);
        for (number, operand) in arguments.operands.iter().enumerate() {
            let mut value = self.operand(frame, dot, operand)?;
            let expected = function.parameter(number);
            if expected == Type::Float
                && let (Term::Integer(whole), Value::Int(..)) = (&operand.term, &value.value)
            {
                value.value = Value::Float(*whole as f64);
            }
            let checked = match constant(operand) {
                true => expected.check_constant(&value.value, || describe(frame, operand)),
                false => expected.check(&value.value, !operand.fields.is_empty()),
            };
            checked.or_else(|message| failure(message).map_err(|error| noted(error, value.mark)))?;
            values.push(value);
        }
        if let Some(value) = arguments.piped {
            function.parameter(values.len()).check(&value.value, false).or_else(failure)?;
            values.push(value);
        }
        let calling = |message: String| -> Exec<Tracked> {
            let mark = values.iter().fold(Mark::NONE, |all, value| self.context.trails.both(all, value.mark));
            let mut failed = Failure { message, at: Vec::new(), deliberate: function.is_deliberate(), mark };
            if !failed.deliberate {
                failed.message = format!("error calling {}: {}", function.name, failed.message);
            }
            Err(Box::new(failed))
        };
        match function.run {
            Run::Plain(run) => match run(self.context, crate::functions::Args::new(&values)) {
                Ok(mut result) => {
                    print::inherit(&mut result, &values, &self.context.trails);
                    Ok(result)
                }
                Err(message) => calling(message),
            },
            Run::Include => self.deeper(|| self.include(frame, &values)),
            Run::Tpl => self.deeper(|| self.tpl(frame, &values)),
            Run::And | Run::Or => Ok(Tracked::NIL),
        }
    }

    fn and_or(&self, frame: &mut Frame, dot: &Tracked, or: bool, arguments: Arguments<'_>) -> Exec<Tracked> {
        let mut last = Tracked::NIL;
        let mut mark = Mark::NONE;
        let trails = &self.context.trails;
        for operand in arguments.operands {
            last = self.operand(frame, dot, operand)?;
            if last.value.truth() == or {
                last.mark = last.mark.or(mark);
                return Ok(last);
            }
            mark = trails.both(mark, last.mark);
        }
        let mut last = arguments.piped.unwrap_or(last);
        last.mark = last.mark.or(mark);
        Ok(last)
    }

    fn include(&self, frame: &Frame, values: &[Tracked]) -> Exec<Tracked> {
        let [Tracked { value: Value::String(name), .. }, data] = values else {
            return failure("include requires a name");
        };
        let name = name.lossy();
        let Some(number) = frame.scope.find(&name) else {
            return failure(format!(
                "error calling include: template: no template {name:?} associated with template \"gotpl\""
            ));
        };
        let out = self.run(number, Rc::clone(&frame.scope), data, Mark::NONE)?;
        Ok(Tracked::from_builder(out))
    }

    fn tpl(&self, frame: &Frame, values: &[Tracked]) -> Exec<Tracked> {
        let [Tracked { value: Value::String(text), mark }, data] = values else {
            return failure("tpl requires a string");
        };
        if memchr::memmem::find(text.bytes(), b"{{").is_none() {
            let mut out = Builder::default();
            out.push_text(text, *mark);
            return Ok(Tracked::from_builder(without_no_value(out)));
        }
        let known = self.parsed.borrow().get(text.bytes()).cloned();
        let parsed = match known {
            Some(parsed) => parsed,
            None => match crate::template::parse(text.bytes()) {
                Ok(parsed) => {
                    let parsed = Rc::new(parsed);
                    self.parsed.borrow_mut().insert(text.bytes().to_vec(), Rc::clone(&parsed));
                    parsed
                }
                Err(error) => {
                    let mark = text.mark_at(error.bytes.start, *mark);
                    return failure(format!("error calling tpl: cannot parse template: {}", error.message))
                        .map_err(|failed| noted(failed, mark));
                }
            },
        };
        let name =
            self.definition(frame.definition).map_or_else(|| "tpl".into(), |definition| Arc::clone(&definition.name));
        let mut scope = Scope { names: HashMap::new(), parent: Some(Rc::clone(&frame.scope)) };
        let number = self.define(&mut scope, &name, &parsed, &Source::Value(text.clone(), *mark));
        let out = self.run(number, Rc::new(scope), data, Mark::NONE)?;
        Ok(Tracked::from_builder(without_no_value(out)))
    }
}

/// Gives a variable that there is another value.
pub(super) fn assign(frame: &mut Frame, name: &str, value: Tracked) -> Exec<()> {
    match frame.variables.iter_mut().rev().find(|(variable, _)| **variable == *name) {
        Some((_, variable)) => *variable = value,
        None => return failure(format!("undefined variable: {name}")),
    }
    Ok(())
}

fn noted(mut error: Box<Failure>, mark: Mark) -> Box<Failure> {
    error.mark = error.mark.or(mark);
    error
}

/// Whether it stands in the template as it is: Go words it otherwise if that has the wrong type.
fn constant(operand: &Operand) -> bool {
    let is_literal =
        matches!(operand.term, Term::Nil | Term::Bool(_) | Term::Integer(_) | Term::Float(_) | Term::String(_));
    is_literal && operand.fields.is_empty()
}

fn describe(frame: &Frame, operand: &Operand) -> String {
    let bytes = operand.bytes.start as usize..operand.bytes.end as usize;
    String::from_utf8_lossy(frame.source.bytes().get(bytes).unwrap_or_default()).into_owned()
}
