#!/usr/bin/env python3
"""Compares what the bundled rules find here with what they find in OPA.

usage: SEAWORTHY_PAIRS=pairs.jsonl cargo test --test native -- --ignored
       tests/opa/compare.py EVALUATOR pairs.jsonl [RULE…]

EVALUATOR (or the environment variable OPA_EVAL) is a program that evaluates with OPA's own engine:

    EVALUATOR --policy PATH --policy PATH --rule data.path < inputs.jsonl > results.jsonl

Each line of its input is a document; each line of its output is {rule: {"value": …} or {"undefined": true} or {"error": text}}.
A rule may fail on an input. Where it fails here and there, that is the same; where it fails on one side alone, that is a
difference on a fixture, and none on a changed input, which no user would write. Ends with 1 if there are differences.
"""
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOWN = 5


def main():
    arguments = sys.argv[1:]
    evaluator = os.environ.get("OPA_EVAL") or (arguments and arguments.pop(0))
    if not evaluator or not arguments:
        sys.exit(__doc__)
    path, *only = arguments
    pairs = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            if not only or pair["rule"] in only:
                pairs[pair["rule"]].append(pair)
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda item: compare(evaluator, *item), pairs.items()))
    differences = [difference for result in results for difference in result["differences"]]
    for difference in differences[:SHOWN]:
        print(json.dumps(difference, indent=1)[:3000], "\n")
    total = {key: sum(result[key] for result in results) for key in ("fixtures", "changed", "found", "failed")}
    print(f"{len(pairs)} rules: {total['fixtures']} inputs from fixtures, {total['changed']} changed ones; {total['found']} "
          f"findings the same, {total['failed']} on which a rule fails; {len(differences)} differences")
    by_rule = defaultdict(int)
    for difference in differences:
        by_rule[difference["rule"]] += 1
    for rule, count in sorted(by_rule.items()):
        print(f"  {count} in {rule}")
    sys.exit(1 if differences else 0)


def compare(evaluator, rule, pairs):
    query = "data.seaworthy." + rule.replace("/", ".").replace("-", "_") + ".deny"
    command = [evaluator, "--policy", str(ROOT / "policies" / f"{rule}.rego"),
               "--policy", str(ROOT / "policies/lib"), "--rule", query]
    inputs = "".join(json.dumps(pair["input"]) + "\n" for pair in pairs)
    done = subprocess.run(command, input=inputs, capture_output=True, text=True, check=False)
    answers = [json.loads(line)[query] for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(pairs):
        sys.exit(f"{rule}: the evaluator failed\n{done.stderr}")
    result = {"fixtures": 0, "changed": 0, "found": 0, "failed": 0, "differences": []}
    for pair, answer in zip(pairs, answers):
        result["changed" if pair["changed"] else "fixtures"] += 1
        fails = "error" in pair or "error" in answer
        both_fail = "error" in pair and "error" in answer
        if both_fail or (fails and pair["changed"]):
            result["failed"] += 1
        elif fails or findings(pair["found"]) != findings(answer.get("value", [])):
            theirs = answer.get("value", answer)
            ours = pair.get("found", pair.get("error"))
            result["differences"].append({"rule": rule, "here": ours, "opa": theirs, "input": pair["input"]})
        else:
            result["found"] += len(pair["found"])
    return result


# A number where the rule expects a text, as `%s` writes it in OPA: only changed inputs have that.
NUMBER_AS_TEXT = re.compile(r"%!s\((?:int64|float64|json\.Number|int)=([^)]*)\)")


def findings(found):
    return sorted(NUMBER_AS_TEXT.sub(r"\1", json.dumps(finding, sort_keys=True)) for finding in found)


if __name__ == "__main__":
    main()
