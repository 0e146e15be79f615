use std::path::PathBuf;

use super::*;
use crate::{Path, Sources, Step, Value};

fn parsed(text: &str) -> (Sources, std::sync::Arc<SourceFile>, Stream) {
    let sources = Sources::default();
    let file = sources.add(PathBuf::from("a.yaml"), "a.yaml".into(), text.into());
    let stream = parse(&file);
    (sources, file, stream)
}

/// The tree with the text of every span, which is what positions are for.
fn outline(text: &str) -> String {
    let (_, file, stream) = parsed(text);
    let mut out = String::new();
    for document in &stream.documents {
        match &document.root {
            Some(root) => draw(root, &file, 0, &mut out),
            None => out.push_str("broken\n"),
        }
        for problem in &document.problems {
            let other = problem.other.as_ref().map(|(span, _)| format!(" and {:?}", &file.text()[span.range()]));
            let at = &file.text()[problem.span.range()];
            out.push_str(&format!("! {} at {at:?}{}\n", problem.message, other.unwrap_or_default()));
        }
        out.push_str("---\n");
    }
    out
}

fn draw(node: &Node, file: &SourceFile, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let text = &file.text()[node.span.range()];
    match &node.value {
        Value::Map(map) => {
            for entry in map {
                let from = entry.value.origin.as_ref().map(|origin| format!(" <- {}", origin.what)).unwrap_or_default();
                out.push_str(&format!("{pad}{} ({:?}):{from}\n", entry.key, &file.text()[entry.key_span.range()]));
                draw(&entry.value, file, depth + 1, out);
            }
        }
        Value::List(items) => {
            for item in items {
                out.push_str(&format!("{pad}-\n"));
                draw(item, file, depth + 1, out);
            }
        }
        value => out.push_str(&format!("{pad}{value:?} {text:?}\n")),
    }
}

#[test]
fn every_key_and_value_has_its_text() {
    insta::assert_snapshot!(outline(
        "\u{feff}a: 1\r\nb:\r\n  - ä: 'x y'\r\n    c: [1, {d: yes}]\r\n  - |\r\n    two\r\n    lines\r\ne:\r\n"
    ));
}

#[test]
fn a_broken_document_costs_itself_only() {
    insta::assert_snapshot!(outline("a: 1\n---\nb: [1, 2\n---\nc: 3\n"));
}

#[test]
fn an_anchor_is_read_where_it_is_used() {
    insta::assert_snapshot!(outline(
        "base: &b {x: 1, y: 2}\nuse: *b\nmerged:\n  <<: *b\n  y: 3\nlist:\n  <<: [*b, {z: 4}]\n"
    ));
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    insta::assert_snapshot!(outline(
        "a: 1\nb: 2\na: 3\n---\n<<: 5\n---\na: &a [*a]\n---\n? [x]\n: 1\n---\nkey: *nowhere\n"
    ));
}

#[test]
fn json_is_read_too() {
    insta::assert_snapshot!(outline(
        "{\n\t\"kind\": \"Pod\",\n\t\"list\": [1, true, null, \"a\\u0062\\/\"],\n\t\"yes\": \"yes\"\n}\n"
    ));
}

#[test]
fn aliases_cannot_exhaust_memory() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let previous = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{previous}]\n"));
    }
    let (_, _, stream) = parsed(&text);
    assert!(stream.documents[0].root.is_none());
    assert!(stream.documents[0].problems[0].message.contains("aliases expand to more than"));
}

#[test]
fn deep_nesting_is_refused() {
    for text in
        ["[".repeat(5000), "- ".repeat(5000), (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()]
    {
        let (_, _, stream) = parsed(&text);
        assert!(stream.documents.iter().all(|document| document.root.is_none()), "{}", &text[..20]);
    }
}

#[test]
fn comments_that_speak_to_the_program_are_kept() {
    let (_, file, stream) =
        parsed("# seaworthy:ignore[a/b]\na: 1 # seaworthy:ignore[c/d]\n# other\nb: 'x # seaworthy:no'\n");
    let comments: Vec<&str> = stream.comments.iter().map(|span| &file.text()[span.range()]).collect();
    assert_eq!(comments, ["# seaworthy:ignore[a/b]", "# seaworthy:ignore[c/d]"]);
}

#[test]
fn a_path_leads_to_the_line_to_edit() {
    let text = "kind: Deployment\napiVersion: apps/v1\nspec:\n  template:\n    containers:\n    - name: web\n      image: nginx\n      args: [\n        a]\n    - image: other\n";
    let (sources, file, stream) = parsed(text);
    let root = stream.documents[0].root.as_ref().unwrap();
    let cases: [(&[Step], &str); 6] = [
        (&["spec".into(), "template".into(), "containers".into(), Step::Index(0), "image".into()], "image: nginx"),
        (&["spec".into(), "template".into(), "containers".into(), Step::Index(0), "args".into()], "args"),
        (
            &["spec".into(), "template".into(), "containers".into(), Step::Index(0), "ports".into(), "x".into()],
            "name: web",
        ),
        (&["spec".into(), "template".into(), "containers".into(), Step::Index(1), "name".into()], "image: other"),
        (&["spec".into(), "template".into(), "hostNetwork".into()], "template"),
        (&["metadata".into(), "labels".into()], "kind: Deployment"),
    ];
    for (steps, expected) in cases {
        let path = Path(steps.to_vec());
        let place = crate::locate(root, &path, |span| sources.get(span.file));
        assert_eq!(&file.text()[place.span.range()], expected, "{path}");
    }
}

#[test]
fn a_fault_at_the_end_does_not_cut_a_character() {
    let (_, file, stream) = parsed("%é");
    let span = stream.documents[0].problems[0].span;
    assert_eq!(file.text().get(span.range()), Some("é"));
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(text in "[ \\-:\\[\\]{}&*!|>'\"%@#a\\n\\t,?<é\u{feff}]{0,200}") {
        let (_, file, stream) = parsed(&text);
        for document in &stream.documents {
            for span in document.problems.iter().map(|problem| problem.span).chain(stream.comments.iter().copied()) {
                proptest::prop_assert!(file.text().get(span.range()).is_some());
            }
            if let Some(root) = &document.root {
                draw(root, &file, 0, &mut String::new());
            }
        }
    }
}
