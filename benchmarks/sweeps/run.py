#!/usr/bin/env python3
"""Normalisers of several passes: error, sweeps, time and memory, in one table.

For each normaliser and case, on --target=cpu in f32: the largest error against
the NumPy oracle of test/python over the largest output, the sweeps that were
made (`attn-run --sweeps`), the time beside that of softmax in the same round,
and how far anonymous memory is above that of softmax. Absolute times are no
results.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "python"))
import oracle  # noqa: E402

NORMALIZERS = {
    "softmax": ("softmax",), "sinkhorn<3>": ("sinkhorn", 3), "sinkhorn<4>": ("sinkhorn", 4),
    "column_softmax": ("column_softmax",), "slot": ("slot",), "sparsemax": ("sparsemax",),
    "entmax15": ("entmax15",),
}  # fmt: skip
# name: (heads, queries, keys, head size, pattern)
CASES = {
    "self": (4, 1000, 1000, 64, "full"), "causal": (4, 1000, 1000, 64, "causal"),
    "cross": (4, 7, 1000, 64, "full"), "small": (8, 100, 100, 16, "full"),
}  # fmt: skip


def module(normalizer, case):
    heads, _, _, dim, pattern = case
    kind = f"tensor<1x{heads}x?x{dim}xf32>"
    return f"""func.func @f(%q: {kind}, %k: {kind}, %v: {kind}) -> {kind} {{
      %o = attn.attention %q, %k, %v pattern(#attn.{pattern}) normalizer(#attn.{normalizer})
        : ({kind}, {kind}, {kind}) -> {kind}
      return %o : {kind}
    }}"""


def attn_run(folder, options, *flags):
    line = [pathlib.Path(options.bin) / "attn-run", folder / "m.mlir", "--entry=f", "--target=cpu"]
    line += [f"--arg={folder / name}.npy" for name in "qkv"]
    return subprocess.run([*line, *flags], check=True, capture_output=True, text=True).stdout


def measure(name, case, options):
    heads, nq, nk, dim, pattern = case
    rng = np.random.default_rng([41, nq, nk, dim])
    shapes = {"q": (1, heads, nq, dim), "k": (1, heads, nk, dim), "v": (1, heads, nk, dim)}
    data = {n: rng.standard_normal(s).astype(np.float32) for n, s in shapes.items()}
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "m.mlir").write_text(module(name, case))
        for argument, array in data.items():
            np.save(folder / f"{argument}.npy", array)
        told = attn_run(folder, options, "--sweeps", f"--out={folder / 'o.npy'}")
        got = np.load(folder / "o.npy")
        report = json.loads(attn_run(folder, options, "--bench=5", "--threads=1"))
    want, _ = oracle.attention(*data.values(), see=oracle.pattern(pattern),
                               norm=oracle.normalizer(*NORMALIZERS[name]))  # fmt: skip
    counts = told.split("sweeps:")[1].split()
    sweeps = int(counts[0]) if counts[0].isdigit() else 1
    return np.abs(got - want).max() / np.abs(want).max(), sweeps, report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=os.environ.get("ATTN_BIN", "build/bin"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print("| Case | Normaliser | Error | Sweeps | Time / softmax | MiB above softmax |\n|---|---|---|---|---|---|")
    for label, case in CASES.items():
        rounds = []
        for _ in range(options.rounds):
            rounds.append({name: measure(name, case, options) for name in NORMALIZERS})
        for name in NORMALIZERS:
            error, sweeps, _ = rounds[0][name]
            ratio = statistics.median(r[name][2]["median_ms"] / r["softmax"][2]["median_ms"] for r in rounds)
            memory = statistics.median(r[name][2]["rss_anon_mib"] - r["softmax"][2]["rss_anon_mib"] for r in rounds)
            print(f"| {label} | {name} | {error:.1e} | {sweeps} | {ratio:.1f} | {memory:.1f} |", flush=True)


if __name__ == "__main__":
    main()
