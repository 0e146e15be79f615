#!/usr/bin/env python3
"""Makes the golden files below this folder with the real Helm.

  HELM3=COMMAND HELM4=COMMAND generate.py [expressions|charts] [NAME]...

HELM3 and HELM4 name the programs (any Helm 3 but 3.18.0, which prints numbers otherwise, and any Helm 4). NAMEs limit
the work to some files or folders.

expressions/NAME.txt has a piece of a template on each line. A line of several actions with nothing but blanks
between them is as many pieces. Each is put into the chart beside, rendered with Helm 4, and written to NAME.jsonl as
{"in", "out"} or, if Helm refuses it, {"in", "error"}.

charts/NAME/ is a chart, or a folder that holds it as chart/; each NAME.args in it has arguments of `helm template`,
one on each line as --flag=value. What Helm 3 prints goes to NAME.helm3, what Helm 4 prints to NAME.helm4 if that is something else;
what Helm says when it refuses the chart goes to NAME.helm3.error and NAME.helm4.error.
"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
BLOCK = re.compile(r"\{\{-?\s*(if|with|range|end|else|define|block|template|break|continue|\$|/\*)|:=")
ACTION = re.compile(r"""\{\{(?:[^}"`]|"(?:[^"\\]|\\.)*"|`[^`]*`|\}(?!\}))*\}\}""")


def helm(version, chart, arguments, folder):
    name = [] if any(argument.startswith("--name-template") for argument in arguments) else ["release-name"]
    command = shlex.split(os.environ[f"HELM{version}"]) + ["template"] + name + [chart] + arguments
    if not any(argument.startswith("--kube-version") for argument in arguments):
        command += ["--kube-version", "v1.33.0"]
    # Nothing of this machine's has a part in what is printed.
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TZ": "UTC"}
    done = subprocess.run(command, capture_output=True, cwd=folder, env=environment)
    error = done.stderr.decode().split("Error: ", 1)[-1] if done.returncode else None
    return done.stdout.decode(), error


def pieces(text):
    for line in text.splitlines():
        actions = ACTION.findall(line)
        if line.startswith("# ") or not line:
            continue
        alone = "".join(actions) == line.replace("}} {{", "}}{{")
        yield from actions if alone and len(actions) > 1 and not BLOCK.search(line) else [line.replace("⏎", "\n")]


def expression(piece):
    with tempfile.TemporaryDirectory() as folder:
        chart = shutil.copytree(os.path.join(HERE, "expressions/chart"), os.path.join(folder, "chart"))
        with open(os.path.join(chart, "templates/_case.tpl"), "w", encoding="utf-8") as out:
            out.write(piece)
        with open(os.path.join(chart, "templates/out.yaml"), "w", encoding="utf-8") as out:
            out.write('text: {{ include "expressions/templates/_case.tpl" . | toJson }}')
        output, error = helm(4, "chart", [], folder)
    if error:
        # What is wrong, without the way there.
        error = " ".join(error.removesuffix("\n\nUse --debug flag to render out invalid YAML\n").split())
        return {"in": piece, "error": re.split(r"> ?: |\(expressions/templates/[^)]*\): |gotpl:\d+: ", error)[-1]}
    return {"in": piece, "out": json.loads(output.split("text: ", 1)[1])}


def expressions(names):
    folder = os.path.join(HERE, "expressions")
    for name in names or sorted(file[:-4] for file in os.listdir(folder) if file.endswith(".txt")):
        with open(os.path.join(folder, f"{name}.txt"), encoding="utf-8") as text:
            cases = list(pieces(text.read()))
        with ThreadPoolExecutor(2) as pool, open(os.path.join(folder, f"{name}.jsonl"), "w", encoding="utf-8") as out:
            for answer in pool.map(expression, cases):
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def write(path, text):
    if text is not None:
        # Line ends stay what they are.
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    elif os.path.exists(path):
        os.remove(path)


def charts(names):
    folder = os.path.join(HERE, "charts")
    for name in names or sorted(os.listdir(folder)):
        case = os.path.join(folder, name)
        chart = "chart" if os.path.isdir(os.path.join(case, "chart")) else "."
        for file in sorted(os.listdir(case)):
            if not file.endswith(".args"):
                continue
            with open(os.path.join(case, file), encoding="utf-8") as text:
                arguments = text.read().splitlines()
            golden = os.path.join(case, file[:-5])
            answers = {}
            for version in (3, 4):
                output, error = helm(version, chart, arguments, case)
                answers[version] = (None if error else output, error and error.replace(case + "/", ""))
                known = version == 4 and answers[4] == answers[3]
                write(f"{golden}.helm{version}", None if known else answers[version][0])
                write(f"{golden}.helm{version}.error", answers[version][1])


if __name__ == "__main__":
    what, names = sys.argv[1:2], sys.argv[2:]
    for part in what or ["expressions", "charts"]:
        {"expressions": expressions, "charts": charts}[part](names)
