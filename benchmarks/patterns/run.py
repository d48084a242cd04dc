"""Time of sparse patterns over dense time, beside the tiles that must be visited.

    python3 benchmarks/patterns/run.py [--rounds R] [--threads T] [--json FILE]

f32, one head, N = 8192 (8100 on grids), D = 64. Tiles of 64 x 64 pairs are
counted by enumerating pairs in NumPy, with the orders of queries and keys that
attn-reorder is known to use written out here once more. Dense and sparse runs
alternate; a ratio is the median over the rounds. The bar is
1.3 * tiles / all tiles + 1 %.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "python"))
import oracle  # noqa: E402

N, SIDE, DEPTH, TILE = 8192, 90, 64, 64
GRID = SIDE * SIDE


def natural(n):
    return np.arange(n)


def remainders(r):
    def order(n):
        i = np.arange(n)
        return i % r * (-(-n // r)) + i // r

    return order


def patches(n):
    y, x = np.divmod(np.arange(n), SIDE)
    across = -(-SIDE // 8)
    return ((y // 8 * across + x // 8) * 8 + y % 8) * 8 + x % 8


def strips(n):
    y, x = np.divmod(np.arange(n), SIDE)
    return (x // 8 * (-(-SIDE // 8) * 8) + y) * 8 + x % 8


def windows(n):
    y, x = (c + 4 for c in np.divmod(np.arange(n), SIDE))
    across = -(-(SIDE + 4) // 8)
    return ((y // 8 * across + x // 8) * 8 + y % 8) * 8 + x % 8


P = oracle.pattern
STRIDED, FIXED = P("strided", 128, 128), P("fixed", 128, 8)
BAND, BLOCK = P("window", 128, 0), P("block_local", 128)


def both(a, b):
    return P("intersect", a, b)


def without(a, b):
    return both(a, P("complement", b))


# name -> (attribute, length, parts: (pattern, order of queries, order of keys))
CASES = {
    "causal": ("causal", N, [(P("causal"), natural, natural)]),
    "window 256": ("window<left = 256, right = 0>", N, [(P("window", 256, 0), natural, natural)]),
    "prefix 1024": ("prefix<1024>", N, [(P("prefix", 1024), natural, natural)]),
    "block_local 512": ("block_local<512>", N, [(P("block_local", 512), natural, natural)]),
    "strided 128 128": (
        "strided<stride = 128, local = 128>", N,
        [(both(STRIDED, BAND), natural, natural),
         (without(STRIDED, BAND), remainders(128), remainders(128))],
    ),
    "fixed 128 8": (
        "fixed<block = 128, summary = 8>", N,
        [(both(FIXED, BLOCK), natural, natural), (without(FIXED, BLOCK), natural, remainders(128))],
    ),
    "dilated 4 256": (
        "dilated<rate = 4, width = 256>", N,
        [(P("dilated", 4, 256), remainders(4), remainders(4))],
    ),
    "neighborhood 13x13": (
        f"neighborhood<grid = [{SIDE}, {SIDE}], kernel = [13, 13]>", GRID,
        [(P("neighborhood", (SIDE, SIDE), (13, 13), (1, 1)), patches, strips)],
    ),
    "swin 8": (
        f"swin<grid = [{SIDE}, {SIDE}], window = [8, 8], shift = [4, 4]>", GRID,
        [(P("swin", (SIDE, SIDE), (8, 8), (4, 4)), windows, windows)],
    ),
}  # fmt: skip


def count_tiles(n, parts):
    """Tiles with a visible pair, over all parts."""
    total, extent, k = 0, oracle.Extent(n, n, 0), np.arange(n)
    for see, order_q, order_k in parts:
        at_q, at_k = order_q(n) // TILE, order_k(n) // TILE
        touched = np.zeros((at_q.max() + 1, at_k.max() + 1), bool)
        for first in range(0, n, 256):
            q = np.arange(first, min(n, first + 256))
            rows, columns = np.nonzero(see(0, q[:, None], k[None, :], extent))
            touched[at_q[q[rows]], at_k[columns]] = True
        total += int(touched.sum())
    return total


def module(pattern, n):
    clause = f" pattern(#attn.{pattern})" if pattern else ""
    t = f"tensor<1x1x{n}x{DEPTH}xf32>"
    return (
        f"func.func @f(%q: {t}, %k: {t}, %v: {t}) -> {t} {{\n"
        f"  %o = attn.attention %q, %k, %v{clause} : ({t}, {t}, {t}) -> {t}\n"
        f"  return %o : {t}\n}}\n"
    )


def bench(path, args):
    done = subprocess.run(
        [ROOT / "build/bin/attn-run", path, "--entry=f", "--target=cpu", "--random-args=1",
         f"--bench={args.repeats}", f"--threads={args.threads}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])["median_ms"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", help="patterns whose name contains this")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    table = []
    print(f"{'pattern':20} {'tiles':>7} {'of all':>7} {'bar':>7} {'time / dense':>12}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for name, (pattern, n, parts) in CASES.items():
            if args.only and args.only not in name:
                continue
            (folder / "sparse.mlir").write_text(module(pattern, n))
            (folder / "dense.mlir").write_text(module("", n))
            ratios = []
            for _ in range(args.rounds):
                dense = bench(folder / "dense.mlir", args)
                ratios.append(bench(folder / "sparse.mlir", args) / dense)
            tiles = count_tiles(n, parts)
            share = tiles / (-(-n // TILE)) ** 2
            row = {"pattern": name, "tiles": tiles, "share": share, "bar": 1.3 * share + 0.01,
                   "ratio": statistics.median(ratios), "rounds": ratios}  # fmt: skip
            table.append(row)
            verdict = "" if row["ratio"] <= row["bar"] else "  over the bar"
            print(f"{name:20} {tiles:7} {share:7.2%} {row['bar']:7.2%} {row['ratio']:12.2%}{verdict}",
                  flush=True)  # fmt: skip
    if args.json:
        args.json.write_text(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
