#!/usr/bin/env python3
"""Makes the golden files of this folder with the real terraform.

  TERRAFORM_ORACLE=COMMAND generate.py [--all OUT_DIR]

COMMAND reads expressions, one JSON string per line, and prints one line of JSON for each: {"value", "type"},
{"unknown", "known"} or {"error"}. This folder is given to it as what is in scope (`--locals`).

Each line of a golden file is {"hcl", "case", "expect"}. Of each function only so many cases are kept; --all writes
every case there is to another folder, to look for differences.
"""
import argparse
import json
import os
import random
import shlex
import subprocess
import sys

sys.dont_write_bytecode = True
import cases  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = {"functions": 40, "operators": 90, "conditionals": 500, "access": 300, "templates": 200}


def evaluate(expressions):
    command = shlex.split(os.environ["TERRAFORM_ORACLE"]) + ["--full", "--json-input", "--locals", HERE]
    given = "\n".join(map(json.dumps, expressions))
    answers = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(answers) == len(expressions), (len(answers), len(expressions))
    # Numbers keep all their digits: as texts in an object of their own.
    number = lambda digits: {"number": digits}  # noqa: E731
    return [json.loads(answer, parse_int=number, parse_float=number) for answer in answers]


def kind(case):
    code = case.code
    if isinstance(code, dict):
        return code.get("call") or code.get("op") or ""
    return ""


def choose(made, limit):
    """At most so many cases of each function or operator, evenly at random; those it is given first come first."""
    by_kind = {}
    for case in {case.hcl: case for case in made}.values():
        by_kind.setdefault(kind(case), []).append(case)
    draw = random.Random(7)
    return [case for group in by_kind.values() for case in (group if len(group) <= limit else draw.sample(group, limit))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", metavar="OUT_DIR")
    options = parser.parse_args()
    for name, made in cases.groups().items():
        made = choose(made, 10**9 if options.all else KEPT[name])
        answers = evaluate([case.hcl for case in made])
        further = [probe for case, answer in zip(made, answers) if answer.get("unknown") is True for probe in cases.probes(case)]
        further = choose(further, 10**9 if options.all else 150)
        made, answers = made + further, answers + evaluate([probe.hcl for probe in further])
        with open(os.path.join(options.all or HERE, f"{name}.jsonl"), "w", encoding="utf-8") as out:
            for case, answer in zip(made, answers):
                line = {"hcl": case.hcl, "case": case.code, "expect": answer}
                out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
