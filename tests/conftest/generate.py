"""Writes what the real programs make of our files: hcl2json (as @cdktf/hcl2json has it, from npm) of hcl/, and OPA of policies/.

usage: HCL2JSON=folder-with-node_modules python3 generate.py

OPA comes as the Python module opa_bindings. Cases in Rego v0, and those that read `data`, are left out: it takes neither.
"""
import glob
import json
import os
import re
import subprocess

import opa_bindings
import yaml

here = os.path.dirname(os.path.abspath(__file__))
CONVERT = ("const {parse}=require('@cdktf/hcl2json');const fs=require('fs');"
           "parse('a.tf',fs.readFileSync(process.argv[1],'utf8')).then(v=>console.log(JSON.stringify(v)))")


def hcl(path):
    out = subprocess.run(["node", "-e", CONVERT, path], cwd=os.environ["HCL2JSON"], capture_output=True, check=True)
    return json.loads(out.stdout)


def documents(path):
    text = open(path, encoding="utf-8").read()
    if path.endswith((".tf", ".tfvars")):
        return [hcl(path)]
    if path.endswith(".json"):
        value = json.loads(text)
        return value if isinstance(value, list) else [value]
    return [it for it in yaml.safe_load_all(text) if it is not None]


def ask(engine, rule, document):
    try:
        return engine.eval_document("main." + rule, document)
    except Exception as error:
        if "undefined" in str(error):
            return []
        raise


def write(path, value):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(value, out, indent=1, sort_keys=True, ensure_ascii=False)
        out.write("\n")


for path in sorted(glob.glob(here + "/hcl/*.tf*")):
    if not path.endswith(".json"):
        write(path + ".json", hcl(path))

for case in sorted(glob.glob(here + "/policies/*/")):
    sources = sorted(glob.glob(case + "policy/**/*.rego", recursive=True))
    texts = {source: open(source, encoding="utf-8").read() for source in sources}
    if any("[msg]" in text or "data.where" in text for text in texts.values()):
        continue
    engine = opa_bindings.OpaEngine()
    rules = set()
    for source, text in texts.items():
        # There is no file that a policy could ask for.
        engine.add_policy(source, text)
        if "package main\n" in text:
            rules.update(re.findall(r"^((?:deny|warn|violation)\w*) ", text, re.M))
    found = {}
    for path in sorted(glob.glob(case + "*.*")):
        if path.endswith("expected.json"):
            continue
        messages = []
        for document in documents(path):
            # As Conftest's documentation has it: by the rule's name without its first word.
            excepted = {name for names in ask(engine, "exception", document) for name in names}
            for rule in sorted(rules):
                if rule.partition("_")[2] in excepted:
                    continue
                value = ask(engine, rule, document)
                messages += [it if isinstance(it, str) else it.get("msg") for it in value]
        found[os.path.basename(path)] = sorted(messages)
    write(case + "expected.json", found)
