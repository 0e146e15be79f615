#!/usr/bin/env python3
"""Writes down what the real kustomize makes of the cases in this folder.

    tests/kustomize/generate.py [CASE...]     # needs `kubectl` (made with kustomize 5.8) and `helm3` on PATH

A case is a text file: first what it is about, then its files, each below a line `-- path --`. Built is the folder `overlay`, if
the case has one, otherwise the folder of the case. What comes of it stands at the end, below `== built ==` or `== refused ==`.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
RESULT = re.compile(r"^== (?:built|refused) ==\n.*", re.M | re.S)
# Nothing is fetched: what is remote is refused at once.
OFFLINE = {"GIT_ALLOW_PROTOCOL": "none", "HTTPS_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1"}


def build(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        parts = re.split(r"^-- (.+) --\n", text, flags=re.M)[1:]
        for name, content in zip(parts[::2], parts[1::2]):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        target = root / "overlay" if (root / "overlay").is_dir() else root
        command = ["kubectl", "kustomize", str(target), "--enable-helm", "--helm-command", "helm3"]
        environment = {**os.environ, **OFFLINE, "HOME": folder}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        if done.returncode == 0:
            return "== built ==\n" + done.stdout
        errors = [line for line in done.stderr.splitlines() if not line.startswith("# Warning")]
        reason = re.sub(r"&{0x[0-9a-f]+", "&{0x0", "\n".join(errors).replace(str(root), "/case"))
        return f"== refused ==\n{reason}\n"


def main() -> None:
    names = sys.argv[1:]
    cases = [HERE / f"{name}.txt" for name in names] or sorted(HERE.glob("*/*.txt"))
    for case in cases:
        text = RESULT.sub("", case.read_text())
        case.write_text(text + build(text))


main()
