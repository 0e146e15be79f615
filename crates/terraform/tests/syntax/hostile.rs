//! Texts that are meant to hurt: deep, long, never closed. Each is read in time, on the stack of a worker thread, and
//! without a panic.

use std::time::{Duration, Instant};

use seaworthy_terraform::syntax::{self, Parsed, Snippet};

/// What a thread of the pool has.
const STACK: usize = 2 * 1024 * 1024;

fn read(name: &str, text: String) -> Parsed {
    let name = name.to_owned();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let file = super::source(std::path::Path::new(&name), text);
        syntax::parse(&file)
    });
    thread.expect("a thread").join().expect("no panic")
}

/// Texts of about `size` bytes, each with the name of its file.
fn texts(size: usize) -> Vec<(&'static str, String)> {
    let fill = |unit: &str| unit.repeat(size / unit.len());
    let numbered = |unit: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        let mut number = 0;
        while text.len() < size {
            text.push_str(&unit(number));
            number += 1;
        }
        text
    };
    vec![
        ("brackets.tf", format!("a = {}", fill("["))),
        ("parens.tf", format!("a = {}1{}", "(".repeat(size / 2), ")".repeat(size / 2))),
        ("braces.tf", format!("a = {}", fill("{a="))),
        ("open_lines.tfvars", fill("a = ((((\n")),
        ("sequences.tf", format!("a = \"{}", fill("${\""))),
        ("sequences_alone.tf", fill("\"${")),
        ("directives.tf", format!("a = \"{}\"", fill("%{if a}"))),
        (
            "for_directives.tf",
            format!("a = \"{}{}\"", "%{for x in y}".repeat(size / 24), "%{endfor}".repeat(size / 24)),
        ),
        ("heredocs.tf", fill("a = <<EOT\n")),
        ("heredocs_named.tf", numbered(&|number| format!("a{number} = <<EOT{number}\n"))),
        ("heredocs_ended_late.tf", format!("{}E\n", fill("b {\na = <<E\n"))),
        ("blocks.tf", fill("resource \"a\" \"b\" {\n")),
        ("blocks_in_line.tf", fill("a { ")),
        ("labels.tf", fill("a ")),
        ("comments.tf", fill("a /* ")),
        ("comments_lines.tf", fill("# seaworthy:ignore[a/b]\n")),
        ("newlines.tf", format!("a b\n{}{{", fill("\n"))),
        ("chain.tf", format!("a = b{}", fill(".c"))),
        ("splats.tf", format!("a = b{}", fill("[*]"))),
        ("attribute_splats.tf", format!("a = b{}", fill(".*.c"))),
        ("indexes.tf", format!("a = b{}", fill("[0]"))),
        ("indexes_nested.tf", format!("a = {}", fill("b["))),
        ("sums.tf", format!("a = 1{}", fill(" + 1"))),
        ("sums_of_sums.tf", format!("a = {}1{}", "(".repeat(200), format!("{})", " + 1".repeat(400)).repeat(200))),
        ("minus.tf", format!("a = {}1", fill("-"))),
        ("not.tf", format!("a = {}1", fill("!"))),
        ("conditionals.tf", format!("a = b{}", fill(" ? c : d"))),
        ("conditionals_inside.tf", format!("a = {}", fill("b ? "))),
        ("calls.tf", format!("a = {}", fill("f("))),
        ("for.tf", format!("a = {}", fill("[for x in "))),
        ("functions.tf", format!("a = f{}", fill("::f"))),
        ("keys.tf", format!("a = {{\n{}}}", numbered(&|number| format!("key{number} = 1\n")))),
        ("arguments.tf", numbered(&|number| format!("key{number} = 1\n"))),
        ("duplicates.tf", fill("a = 1\n")),
        ("errors.tf", fill("a a\n")),
        ("errors_blocks.tf", fill("resource \"a\" \"b\" {\n  x = = 1\n}\n")),
        ("errors_open.tf", fill("resource \"a\" \"b\" {\n  x = [\n")),
        ("string.tf", format!("a = \"{}\"", fill("\\n"))),
        ("dollars.tf", format!("a = \"{}\"", fill("$"))),
        ("escapes.tf", format!("a = \"{}\"", fill("$${"))),
        ("quotes.tf", fill("\"")),
        ("indented.tf", format!("a = <<-E\n{}E\n", fill("   x ${y}\n"))),
        ("number.tf", format!("a = {}", fill("1.e1"))),
        ("identifier.tf", fill("é")),
        ("word.tf", fill("a")),
        ("nothing.tf", fill("\0")),
        ("closing.tf", fill("}\n")),
        ("brackets.tf.json", fill("[")),
        ("objects.tf.json", fill("{\"a\":")),
        ("string.tf.json", format!("{{\"locals\": {{\"a\": \"{}\"}}}}", fill("\\u00e9${x}"))),
        ("resources.tf.json", format!("{{{}\"locals\": 1}}", fill("\"locals\": {\"a\": \"${b\"},"))),
        ("keys.tf.json", format!("{{{}\"a\": 1}}", numbered(&|number| format!("\"a{number}\": 1,")))),
        ("nested.tf.json", format!("{{\"dynamic\": {}}}", fill("["))),
    ]
}

#[test]
fn hostile_texts_are_read_in_time() {
    // A debug build is slower than what users have; a quadratic one would take minutes.
    let (size, limit) = if cfg!(debug_assertions) { (200_000, 4) } else { (1_000_000, 1) };
    for (name, text) in texts(size) {
        let start = Instant::now();
        let parsed = read(name, text);
        let (errors, time) = (parsed.diagnostics.len(), start.elapsed());
        drop(parsed);
        assert!(time < Duration::from_secs(limit), "{name} took {time:?}");
        assert!(errors <= 51, "{name} has {errors} errors");
    }
}

#[test]
fn hostile_templates_are_read_in_time() {
    for unit in ["${\"", "%{if a}", "%{ for a in b }${a}%{ endfor }", "${", "a\r", "$", "\n", "%{if a}%{else}"] {
        let text = unit.repeat(200_000 / unit.len());
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
            let file = super::source(std::path::Path::new("a.tftpl"), text);
            let start = Instant::now();
            let failed = syntax::parse_template(Snippet::file(&file)).is_err();
            (failed, start.elapsed())
        });
        let (_, time) = thread.expect("a thread").join().expect("no panic");
        assert!(time < Duration::from_secs(4), "{unit} took {time:?}");
    }
}

/// The deepest tree that is accepted, in every direction at once.
#[test]
fn the_limits_hold_what_they_promise() {
    let nested = |depth: usize| format!("a = {}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read("a.tf", nested(syntax::MAX_NESTING - 1)).diagnostics.is_empty());
    assert!(!read("a.tf", nested(syntax::MAX_NESTING)).diagnostics.is_empty());
    let long = |links: usize| format!("a = 1{}", " + 1".repeat(links));
    assert!(read("a.tf", long(syntax::MAX_HEIGHT - 1)).diagnostics.is_empty());
    assert!(!read("a.tf", long(syntax::MAX_HEIGHT)).diagnostics.is_empty());
}
