"""Random attention modules on every target, against each other and the oracle.

    python3 test/python/fuzz.py [--seconds S] [--seed N] [--targets linalg,cpu]
    python3 test/python/fuzz.py --seed N --only INDEX [--keep DIR]

The interpreter must agree with the NumPy oracle up to rounding to the output's
type; every target must agree with the interpreter by the tolerance rule of
attn-run --compare. A failure prints its reason and the one line that repeats
it; the exit status is 1. The tools come from $ATTN_BIN or build/bin.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import tools
from fuzz_cases import from_dtype
from fuzz_module import Case
from fuzz_pool import PoolCase

EPSILON = {"f64": 2.0**-52, "f32": 2.0**-23, "f16": 2.0**-10, "bf16": 2.0**-7}
TIMEOUT = 120


def disagreement(got, want, dtype):
    """Why `got` is no rounding of `want` to dtype, or None."""
    if got.shape != want.shape:
        return f"shape {got.shape} instead of {want.shape}"
    finite = np.isfinite(want)
    if not np.array_equal(got[~finite], want[~finite], equal_nan=True):
        return "infinities or NaN differ"
    if not finite.any():
        return None
    error = np.abs(got[finite] - want[finite])
    # float64 is summed in other orders: leave it a few hundred ulp.
    bound = (512 if dtype == "f64" else 2) * EPSILON[dtype] * np.abs(want[finite]).max() + 1e-12
    if dtype == "f16":
        bound = max(bound, 2.0**-24)
    worst = error.max()
    if worst <= bound:
        return None
    return f"error {worst:.3e}, bound {bound:.3e}"


def result_kinds(case):
    """The element types of a case's results."""
    return [case.dtype] + [case.acc_text] * (case.lse + len(case.statistics))


def run_target(case, target, folder, *flags):
    """Results in float64, or the text of what went wrong."""
    try:
        outs = tools.attn_run(
            folder / "case.mlir", "f", target, case.args, len(result_kinds(case)), folder, *flags,
            timeout=TIMEOUT,
        )  # fmt: skip
    except AssertionError as error:
        lines = str(error).splitlines()
        return next((line for line in lines[1:] if line.strip()), lines[0])
    except subprocess.TimeoutExpired:
        return f"no answer in {TIMEOUT} s"
    return [from_dtype(out, kind) for out, kind in zip(outs, result_kinds(case))]


def reorder(case, path):
    """Puts queries and keys in another order where the pattern offers one."""
    done = tools.run("attn-opt", path, "--attn-reorder=force")
    case.reordered = "#attn.reordered" in done.stdout
    path.write_text(done.stdout)


def check(case, targets, folder):
    """Yields (target, reason) for each disagreement."""
    (folder / "case.mlir").write_text(case.text)
    if case.reorders:
        reorder(case, folder / "case.mlir")
    expected = case.expected()
    names = ["output", "lse"][: 1 + case.lse] + list(case.statistics)
    got = run_target(case, "interpret", folder)
    if isinstance(got, str):
        yield "interpret", got
        return
    for name, g, w, kind in zip(names, got, expected, result_kinds(case)):
        reason = disagreement(g, w, kind)
        if reason:
            yield "interpret", f"{name} against the oracle: {reason}"
    for target in targets:
        got = run_target(case, target, folder, "--compare=interpret")
        if isinstance(got, str):
            yield target, got


def fuzz_one(seed, index, targets, keep=None):
    """The number of disagreements of one case, each of them printed."""
    case = (PoolCase if index % 20 == 19 else Case)(seed, index)
    failures = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for target, reason in check(case, targets, folder):
            failures += 1
            print(f"FAIL {target}: {reason}\n  {case}")
            print(f"  repeat: python3 test/python/fuzz.py --seed {seed} --only {index} "
                  f"--targets {','.join(targets)}", flush=True)  # fmt: skip
    return failures, case


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="run this case alone")
    parser.add_argument("--keep", help="leave the module and arrays here (with --only)")
    parser.add_argument("--targets", default="linalg,cpu")
    parser.add_argument("--max-failures", type=int, default=10)
    return parser.parse_args()


def main():
    options = parse_args()
    targets = [t for t in options.targets.split(",") if t]
    if options.only is not None:
        failures, case = fuzz_one(options.seed, options.only, targets, options.keep)
        print(f"{case}\n{failures} disagreements")
        sys.exit(1 if failures else 0)
    end, told, index, failures = time.monotonic() + options.seconds, time.monotonic(), 0, 0
    seen = collections.Counter()
    while time.monotonic() < end and failures < options.max_failures:
        found, case = fuzz_one(options.seed, index, targets)
        failures += found
        index += 1
        seen.update(["reordered"] * case.reordered)
        seen.update(case.statistics)
        seen.update([case.dtype, case.norm_name, "tiles" if case.tiles else "own tiles"])
        if time.monotonic() - told > 15:
            print(f"{index} cases, {failures} disagreements", flush=True)
            told = time.monotonic()
    print(json.dumps({"cases": index, "disagreements": failures, "seed": options.seed,
                      "targets": ["interpret", *targets], "covered": dict(sorted(seen.items()))}))  # fmt: skip
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
