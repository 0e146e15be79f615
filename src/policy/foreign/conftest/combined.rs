//! `--combine`: all input at once, as a list of `{path, contents}`.
//!
//! What is found is then about one of many files, and the message alone may tell which.

use std::path::Path;
use std::sync::Arc;

use regorus::Value;

use super::Policies;
use super::evaluate::{Input, Part, file_info, place};
use crate::policy::foreign::Context;
use crate::policy::foreign::verdict::{Place, Subject, Verdict};
use seaworthy_rego::Engine;
use seaworthy_rego::{Nulls, value};
use seaworthy_source::Node;

/// Judges everything together.
pub(super) fn judge(
    policies: &Policies,
    engine: &Engine,
    wanted: &[usize],
    mut subjects: Vec<Subject<'_>>,
    context: &Context<'_>,
) -> Part {
    subjects.sort_by_cached_key(|subject| context.sources.get(subject.file()).name().to_owned());
    let mut part = Part::default();
    if subjects.is_empty() {
        return part;
    }
    let entries = subjects.iter().map(|subject| {
        let path = Value::from(context.sources.get(subject.file()).name().to_owned());
        let entries = [(Value::from("path"), path), (Value::from("contents"), value(subject.root(), Nulls::Kept))];
        Value::Object(Arc::new(entries.into_iter().collect()))
    });
    let has_unknown = subjects.iter().any(|subject| subject.root().holds_unknown());
    let input = Input::of(None, Value::from(entries.collect::<Vec<_>>()), has_unknown);
    let mut engine = engine.clone();
    if policies.asks_for_file {
        drop(engine.add_data(file_info(Path::new("Combined"))));
    }
    for (definition, reports) in policies.run(&mut engine, &input, wanted, "all files", context, &mut part) {
        let Some((rule, id)) = context.rule(&definition.rule) else { continue };
        for report in reports {
            let named = named(&report.message, &subjects, context);
            let own = place(&report, context.sources).filter(|place| matches!(place, Place::Span(_)));
            // The policy itself is no wrong place.
            let place = own.unwrap_or(match named {
                Some(_) => Place::Path(seaworthy_source::Path::default()),
                None => Place::Span(definition.span),
            });
            let nothing = Node { value: seaworthy_source::Value::Null, span: definition.span, origin: None };
            let subject = named.unwrap_or(Subject::All(&nothing));
            let verdict = Verdict { rule, subject, message: report.message, severity: definition.severity, place };
            part.take(id, verdict, context.sources);
        }
    }
    part
}

/// The only one that a message names: by its file, or by its name.
fn named<'a>(message: &str, subjects: &[Subject<'a>], context: &Context<'_>) -> Option<Subject<'a>> {
    let of_file = |subject: &Subject<'_>| message.contains(context.sources.get(subject.file()).name());
    let of_name = |subject: &Subject<'_>| match subject {
        Subject::Resource(resource) => has_word(message, &resource.name),
        Subject::Document(_) | Subject::All(_) => false,
    };
    let only = |is_named: &dyn Fn(&Subject<'_>) -> bool| {
        let mut found = subjects.iter().filter(|subject| is_named(subject));
        found.next().filter(|_| found.next().is_none()).copied()
    };
    let of_kind = |subject: &Subject<'_>| match subject {
        Subject::Resource(resource) => has_word(message, &format!("{} {}", resource.kind, resource.name)),
        Subject::Document(_) | Subject::All(_) => false,
    };
    only(&of_kind)
        .or_else(|| only(&|subject| of_file(subject) && of_name(subject)))
        .or_else(|| only(&of_file))
        .or_else(|| only(&of_name))
}

/// Whether a text holds a name that is no part of a longer one.
fn has_word(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let after = text[at + name.len()..].trim_start_matches('.').chars().next();
            !text[..at].ends_with(is_part) && !after.is_some_and(is_part)
        })
}
