#!/usr/bin/env python3
"""Writes golden.json: what OPA makes of the constraints in policies/ and the resources in manifests/.

usage: generate.py   (needs PyYAML and the opa-golib-python-bindings package on PYTHONPATH)

The constraints have no `match`, so that each is evaluated on each resource; matching.yaml is about `match`. OPA's engine reads
today's syntax only, so policies of the old one are rewritten, head by head.
"""
import glob
import json
import os
import re

import opa_bindings
import yaml

here = os.path.dirname(os.path.abspath(__file__))
HELPERS = {"re_match": lambda pattern, text: bool(re.search(pattern, text)), "any": lambda values: True in values}


def documents(folder):
    for path in sorted(glob.glob(os.path.join(here, folder, "*.yaml"))):
        yield from (document for document in yaml.safe_load_all(open(path, encoding="utf-8")) if document)


def modern(text):
    """Rewrites the heads of the old syntax, of which each stands at the beginning of a line."""
    lines = []
    for line in text.split("\n"):
        partial = re.match(r"(\w+)\[(.+)\] \{(.*)$", line)
        valued = re.match(r"(\w+\(.*?\)) = (.+?) \{(.*)$", line)
        plain = re.match(r"(\w+\(.*?\)) \{(.*)$", line)
        if partial:
            line = f"{partial[1]} contains {partial[2]} if {{{partial[3]}"
        elif valued:
            line = f"{valued[1]} := {valued[2]} if {{{valued[3]}"
        elif plain:
            line = f"{plain[1]} if {{{plain[2]}"
        lines.append(re.sub(r"\b(re_match|any)\(", r"old.\1(", line))
    return "\n".join(lines)


def with_defaults(value, schema):
    if isinstance(value, dict):
        for name, of in schema.get("properties", {}).items():
            if name not in value and "default" in of:
                value[name] = of["default"]
            if name in value:
                with_defaults(value[name], of)
    elif isinstance(value, list):
        for item in value:
            with_defaults(item, schema.get("items", {}))
    return value


resources = list(documents("manifests"))
namespaces = {r["metadata"]["name"]: r for r in resources if r["kind"] == "Namespace"}
inventory = {"cluster": {}, "namespace": {}}
for r in resources:
    metadata = r["metadata"]
    place = inventory["namespace"].setdefault(metadata["namespace"], {}) if "namespace" in metadata else inventory["cluster"]
    place.setdefault(r["apiVersion"], {}).setdefault(r["kind"], {})[metadata["name"]] = r


def review(r):
    group, _, version = r["apiVersion"].rpartition("/")
    metadata = r["metadata"]
    request = {
        "uid": "",
        "kind": {"group": group, "version": version, "kind": r["kind"]},
        "resource": {"group": "", "version": "", "resource": ""},
        "name": metadata["name"],
        "operation": "CREATE",
        "userInfo": {},
        "object": r,
        "oldObject": None,
        "options": None,
        "namespaceObject": namespaces.get(metadata.get("namespace")),
    }
    if "namespace" in metadata:
        request["namespace"] = metadata["namespace"]
    return request


templates = {}
constraints = []
for document in documents("policies"):
    if document["kind"] != "ConstraintTemplate":
        constraints.append(document)
        continue
    target = document["spec"]["targets"][0]
    source = target["code"][0]["source"] if "code" in target else {"rego": modern(target["rego"]), "libs": [modern(lib) for lib in target.get("libs", [])]}
    engine = opa_bindings.OpaEngine()
    engine.add_data({"inventory": inventory})
    for name, function in HELPERS.items():
        engine.register_function("old." + name, function)
    engine.add_policy("template.rego", source["rego"])
    for number, lib in enumerate(source.get("libs", [])):
        engine.add_policy(f"lib_{number}.rego", lib)
    crd = document["spec"]["crd"]["spec"]
    package = re.search(r"^package (\S+)", source["rego"], re.M)[1]
    templates[crd["names"]["kind"]] = (engine, package, crd.get("validation", {}).get("openAPIV3Schema", {}))

golden = {}
for constraint in constraints:
    engine, package, schema = templates[constraint["kind"]]
    parameters = with_defaults(constraint["spec"].get("parameters", {}), schema)
    rule = f"gatekeeper/{constraint['kind'].lower()}/{constraint['metadata']['name']}"
    for r in resources:
        metadata = r["metadata"]
        name = "/".join(metadata[key] for key in ("namespace", "name") if key in metadata)
        found = engine.eval_document(f"{package}.violation", {"review": review(r), "parameters": parameters})
        messages = sorted(violation["msg"] for violation in found)
        if messages:
            golden.setdefault(rule, {})[f"{r['kind']} {name}"] = messages
with open(os.path.join(here, "golden.json"), "w", encoding="utf-8") as out:
    json.dump(golden, out, indent=1, sort_keys=True, ensure_ascii=False)
    out.write("\n")
