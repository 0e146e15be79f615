//! What a user sees: the binary run over fixtures, its exact output and exit code. The cases are in `tests/cli/`.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once("```text\n").expect("an excerpt of the output");
    let (excerpt, _) = rest.split_once("```").expect("its end");
    let printed = include_str!("cli/sample.stdout");
    assert!(printed.contains(excerpt.trim_end()), "not printed over the sample repository:\n{excerpt}");
}

#[test]
fn the_binary_says_what_it_should() {
    let cases = trycmd::TestCases::new();
    // Nothing of the machine that the tests run on may show.
    cases.env("NO_COLOR", "1").env("COLUMNS", "100").env("SEAWORTHY_AS_OF", "2026-11-23");
    cases.case("tests/cli/*.toml");
    // The program's own newline and path habits are the same everywhere.
    cases.run();
}
