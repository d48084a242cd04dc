"""The tools' answers to bad input: see README.md."""

import os
import pathlib
import re
import subprocess

import malformed_cases
import numpy as np
import pytest
import tools

CASES = (malformed_cases.OPT + malformed_cases.PATTERNS + malformed_cases.FLAGS
         + malformed_cases.COMPILE + malformed_cases.run_cases(np))  # fmt: skip
CRASH = re.compile(r"Stack dump|PLEASE submit|Assertion|Aborted|UNREACHABLE|LLVM ERROR|terminate called")
# MLIR's parser of enumerations adds "failed to parse" to the reason.
ERROR = re.compile(r"\berror:(?!.*failed to parse)|Unknown command line|for the --|^cannot open input")


def write(folder, name, content):
    path = folder / f"{name}.npy"
    if isinstance(content, tuple):  # an array and how many bytes of it
        np.save(path, content[0])
        path.write_bytes(path.read_bytes()[: content[1]])
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        np.save(path, content)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.tool}:{case.name}".replace(" ", "_"))
def test_malformed(case, tmp_path):
    if not (tools.BIN / case.tool).exists():
        pytest.skip(f"{case.tool} is not built")
    source = tmp_path / "input.mlir"
    source.write_text(case.module)
    for name, content in case.files.items():
        write(tmp_path, name, content)
    before = sorted(tmp_path.rglob("*"))
    names = {"in": source, "out": tmp_path / "output", "dir": tmp_path}
    args = [part.format(**names) for part in case.args.split()]
    done = subprocess.run(tools.command(case.tool, *args), capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, env={**os.environ, **case.env})  # fmt: skip
    shown = f"{' '.join(args)}\n{done.stdout}{done.stderr}"
    assert not CRASH.search(done.stderr), shown
    assert done.returncode == 1, f"exit status {done.returncode}: {shown}"
    assert case.says in done.stderr, shown
    assert done.stdout.strip() in ("", "module {\n}"), shown
    errors = [line for line in done.stderr.splitlines() if ERROR.search(line)]
    assert len(errors) == 1, f"{len(errors)} errors: {shown}"
    assert sorted(tmp_path.rglob("*")) == before, f"something was written: {shown}"


def test_enough_cases():
    assert len(CASES) >= 100 and len({(c.tool, c.name) for c in CASES}) == len(CASES)
    assert pathlib.Path(malformed_cases.__file__).exists()
