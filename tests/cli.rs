//! What a user sees: the binary run over fixtures, its exact output and exit code. The cases are in `tests/cli/`.

#[test]
fn the_binary_says_what_it_should() {
    let cases = trycmd::TestCases::new();
    // Nothing of the machine that the tests run on may show.
    cases.env("NO_COLOR", "1").env("COLUMNS", "100").env("SEAWORTHY_AS_OF", "2026-11-23");
    cases.case("tests/cli/*.toml");
    // The program's own newline and path habits are the same everywhere.
    cases.run();
}
