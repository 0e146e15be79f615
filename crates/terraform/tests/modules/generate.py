#!/usr/bin/env python3
"""Makes `plan.json` of every folder here with the real terraform.

  TERRAFORM_ORACLE=COMMAND generate.py [CASE]...

COMMAND plans the folder that it is given, with providers that accept everything, and prints
{"resources": {address: {"values", "unknown"}}, "outputs": {name: the same}}.
"""
import json
import os
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
for case in sys.argv[1:] or sorted(os.listdir(HERE)):
    folder = os.path.join(HERE, case)
    if not os.path.isdir(folder):
        continue
    command = shlex.split(os.environ["TERRAFORM_ORACLE"]) + ["--brief", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{case}: {done.stderr}")
    with open(os.path.join(folder, "plan.json"), "w", encoding="utf-8") as out:
        json.dump(json.loads(done.stdout), out, indent=1, sort_keys=True, ensure_ascii=False)
        out.write("\n")
