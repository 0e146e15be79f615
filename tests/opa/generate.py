#!/usr/bin/env python3
"""Writes golden.json: what OPA makes of each rule of rules.rego.

usage: generate.py   (needs the opa-golib-python-bindings package on PYTHONPATH)

OPA's engine is asked rule by rule. It is told to be strict here, so that a function that fails is an error; to policies it is
undefined, which is what is written down.
"""
import json
import os
import re

import opa_bindings

here = os.path.dirname(os.path.abspath(__file__))
lines = open(os.path.join(here, "rules.rego"), encoding="utf-8").read().split("\n")
context = json.load(open(os.path.join(here, "input.json"), encoding="utf-8"))
rules = [line for line in lines if re.match(r"\w+ contains ", line)]
helpers = [line for line in lines if line not in rules]
golden = {}
for rule in rules:
    name = rule.split()[0]
    engine = opa_bindings.OpaEngine()
    engine.add_data(context["data"])
    engine.add_policy("rules.rego", "\n".join(helpers + [rule]) + "\n")
    try:
        golden[name] = engine.eval_document("t." + name, context["input"])
    except opa_bindings.OpaError as error:
        if error.code != "eval_error":
            raise SystemExit(f"{name}: {error}")
        golden[name] = []
with open(os.path.join(here, "golden.json"), "w", encoding="utf-8") as out:
    json.dump(golden, out, indent=1, sort_keys=True, ensure_ascii=False)
    out.write("\n")
