//! Policies that would exhaust the process end with an error that says so.

use std::fmt::Write as _;

use regorus::Value;
use seaworthy::policy::probe::{self, Native};

fn native(rules: &str) -> Native {
    // As much stack as a thread gets that evaluates rules.
    let policy = format!("package test\n\n{rules}");
    let input = Value::from_json_str(r#"{"x": {"n": 1, "many": [0,1,2,3,4,5,6,7,8,9]}}"#).expect("an input");
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || probe::native(&policy, &input));
    thread.expect("a thread").join().expect("no panic")
}

#[test]
fn recursion_is_refused() {
    let cases = [
        "deny contains f(1)\n\nf(x) := f(x)",
        "deny contains f(1)\n\nf(x) := g(x)\n\ng(x) := f(x)",
        "deny contains a\n\na := b\n\nb := a",
        "deny contains 1 if count(deny) == 0",
    ];
    for case in cases {
        let Native::NotModelled(what) = native(case) else { panic!("{case}") };
        assert!(what.contains("refers to itself"), "{what}");
    }
}

#[test]
fn long_rows_of_rules_end() {
    let mut rules = String::from("deny contains f0(1)\n\n");
    for number in 0..3000 {
        let _ = writeln!(rules, "f{number}(x) := f{}(x)\n", number + 1);
    }
    rules.push_str("f3000(x) := x\n");
    let Native::Limit(what) = native(&rules) else { panic!("ended") };
    assert!(what.contains("within each other"), "{what}");
}

#[test]
fn deep_nesting_is_evaluated_or_refused_within_the_stack() {
    // Within each function, calls stand as deep in each other as the parser allows.
    let nested = |number: usize| format!("{}x{}", format!("f{number}(").repeat(12), ")".repeat(12));
    let mut rules = format!("deny contains x if {{\n\tx := {}\n}}\n\n", nested(0).replace('x', "1"));
    for number in 0..38 {
        let _ = writeln!(rules, "f{number}(x) := [[[[[[[[f{}(x)]]]]]]]]\n", number + 1);
    }
    rules.push_str("f38(x) := x\n");
    assert!(matches!(native(&rules), Native::Limit(_) | Native::Verdict(..)));
}

#[test]
fn long_evaluations_end() {
    let loops: String = (0..9).map(|number| format!("\tsome x{number} in input.x.many\n")).collect();
    let Native::Limit(what) = native(&format!("deny contains 1 if {{\n{loops}\tx0 + x8 < 0\n}}\n")) else {
        panic!("ended")
    };
    assert!(what.contains("steps"), "{what}");
    let Native::Limit(what) = native("deny contains 1 if count(numbers.range(0, 1e12)) == 0") else { panic!("ended") };
    assert!(what.contains("range"), "{what}");
}
