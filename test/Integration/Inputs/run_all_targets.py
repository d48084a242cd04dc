"""Runs every function of a module on every target and compares with the interpreter.

    run_all_targets.py module.mlir [target ..]

A line `// dims: 7,9,9  1,1,1` above a function gives the sizes for the ? of its
arguments, one run for each group. Arguments are random.
"""

import re
import subprocess
import sys


def runs(path):
    """(function, sizes) for each run of the module."""
    dims = [None]
    for line in open(path):
        if line.startswith("// dims:"):
            dims = line.removeprefix("// dims:").split()
        match = re.match(r"func\.func @(\w+)", line)
        if match:
            yield from ((match[1], sizes) for sizes in dims)
            dims = [None]


def main(path, *targets):
    failures = 0
    for name, sizes in runs(path):
        for target in targets or ("linalg", "cpu"):
            line = ["attn-run", path, f"--entry={name}", f"--target={target}",
                    "--random-args=1", "--compare=interpret"]  # fmt: skip
            if sizes:
                line.append(f"--dims={sizes}")
            done = subprocess.run(line, capture_output=True, text=True)
            if done.returncode:
                failures += 1
                print(f"FAIL: {' '.join(line)}\n{done.stdout}{done.stderr}")
    return failures


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
