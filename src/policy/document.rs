//! A rule for people: what it is about, why, what to do, with examples. `seaworthy explain` and docs/rules print the same.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::catalogue::control;
use super::examples::Example;
use super::metadata::Metadata;

/// Longer examples are left to the fixtures.
pub const MAX_EXAMPLE_LINES: usize = 80;

/// A rule as Markdown.
#[must_use]
pub fn document(id: &str, metadata: &Metadata, example: Option<&Example>) -> String {
    let custom = &metadata.custom;
    let mut out = format!("# {id}\n\n**{}**\n\n{}\n\n", metadata.title, metadata.description.trim());
    let _ = writeln!(out, "- Severity: {}", custom.severity.name());
    let _ = writeln!(out, "- Category: {}", custom.category.name());
    if !custom.selects.is_empty() {
        let _ = writeln!(out, "- Judges: {}", code_list(&custom.selects));
    }
    for id in &custom.controls {
        let _ = writeln!(out, "- Practice: {id}, {}", control(id).unwrap_or_default());
    }
    for (framework, controls) in &custom.frameworks {
        let _ = writeln!(out, "- {framework}: {}", controls.join(", "));
    }
    if !custom.remediation.is_empty() {
        let _ = write!(out, "\n## What to do\n\n{}\n", custom.remediation.trim());
    }
    if !custom.params.is_empty() {
        out.push_str("\n## Parameters\n\n| name | default |\n|---|---|\n");
        for (name, value) in &custom.params {
            let _ = writeln!(out, "| `{name}` | `{}` |", serde_json::to_string(value).unwrap_or_default());
        }
    }
    if let Some(example) = example {
        files(&mut out, "Reported", &example.fail);
        files(&mut out, "Not reported", &example.pass);
    }
    if !metadata.related_resources.is_empty() {
        out.push_str("\n## Sources\n\n");
        for link in &metadata.related_resources {
            let _ = writeln!(out, "- <{link}>");
        }
    }
    out
}

/// Rules as a Markdown table, with links to their pages.
#[must_use]
pub fn table(rules: &[(&str, &Metadata)]) -> String {
    let mut out = String::from("| rule | severity | what it reports | practices |\n|---|---|---|---|\n");
    for (id, metadata) in rules {
        let (severity, controls) = (metadata.custom.severity.name(), metadata.custom.controls.join(", "));
        let _ = writeln!(out, "| [{id}]({id}.md) | {severity} | {} | {controls} |", metadata.title);
    }
    out
}

fn code_list(items: &[String]) -> String {
    items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
}

fn files(out: &mut String, title: &str, files: &[(Cow<'static, str>, Cow<'static, str>)]) {
    if files.is_empty() || files.iter().map(|(_, text)| text.lines().count()).sum::<usize>() > MAX_EXAMPLE_LINES {
        return;
    }
    let _ = write!(out, "\n## {title}\n");
    for (name, text) in files {
        if files.len() > 1 {
            let _ = write!(out, "\n`{name}`:\n");
        }
        let language = match name.rsplit('.').next() {
            Some("tf") => "hcl",
            Some(ending @ ("yaml" | "json")) => ending,
            _ => "text",
        };
        let _ = write!(out, "\n```{language}\n{}\n```\n", text.trim_end());
    }
}
