//! The documentation of the lints, from what they say of themselves.

use std::fmt::Write as _;

use super::{About, LINTS};

/// All lints as Markdown.
#[must_use]
pub fn document() -> String {
    let mut out = String::from(INTRODUCTION);
    for lint in LINTS {
        let about = match lint.about {
            About::Every => "all policies",
            About::Ours => "policies in the dialect of the bundled rules",
        };
        let _ = write!(
            out,
            "\n### {}\n\n{}. {} {}\n\n*{}, {about}*\n",
            lint.id,
            lint.title,
            lint.why,
            lint.remedy,
            lint.severity.name()
        );
    }
    out
}

const INTRODUCTION: &str = "\
# Lints for policies

`seaworthy lint [DIR…]` looks over policies: for what they say that they hardly mean, for what another engine takes in another
way, and for headers that refer to nothing. Without a folder it takes `policies`, or else the working folder. `--fixtures` sees
which fixtures rules have, too, and which lines these reach. Its reports and exit codes are those of `check`: `--format
terminal|json|sarif`, `--min-severity`, `--fail-on`.

It looks at every `.rego` file aside from `*_test.rego`. Some lints are about [the dialect of the bundled rules](writing-rules.md)
alone; of policies in other dialects, as Conftest's, only the others are asked.

A comment accepts what a lint sees, at the line or above it, with the reason:

```rego
# seaworthy:lint-ignore[regex-constant] -- the pattern is the team's to set
regex.match(input.params.pattern, name)
```

## The lints
";
