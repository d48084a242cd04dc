"""Context pooling beside PyTorch, and with a hard radius beside itself without one.

    python3 benchmarks/contextpool/run.py --python PYTHON-WITH-TORCH [--rounds R] [--json FILE]

f32, one sequence, N = 8192, C = 384, weights and sizes by a sigmoid. PyTorch runs
in a process of its own, eager and compiled, with the same threads and the same
arrays; it sleeps while others run. A round times each once; ratios are the
median over the rounds. The radius is chosen so that `--share` of all pairs lie
within it. Results are compared before anything is timed.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
R, RADIUS = 0.1, 3.0


def module(n, channels, r, attributes=""):
    x, logits = f"tensor<1x{n}x{channels}xf32>", f"tensor<1x{n}xf32>"
    return (
        f"func.func @f(%x: {x}, %w: {logits}, %s: {logits}) -> {x} {{\n"
        f"  %y = attn.context_pool %x, %w, %s {{r = {r!r} : f64{attributes}}}"
        f" : {x}, {logits}, {logits}\n  return %y : {x}\n}}\n"
    )


def reach_for(share, sizes):
    """The r with which that share of all pairs lies within RADIUS sizes."""
    n = sizes.shape[1]
    sigma = n / (1 + np.exp(-sizes[0].astype(np.float64)))
    i, low, high = np.arange(n), 0.0, 1.0
    for _ in range(40):
        r = (low + high) / 2
        steps = np.floor(RADIUS * r * sigma)
        pairs = np.minimum(i + steps, n - 1) - np.maximum(i - steps, 0) + 1
        low, high = (low, r) if pairs.sum() > share * n * n else (r, high)
    return low


class Torch:
    """A process that times one call whenever it is asked to."""

    def __init__(self, python, folder, mode, threads):
        worker = pathlib.Path(__file__).with_name("torch_worker.py")
        arrays = [folder / f"{name}.npy" for name in ("x", "w", "s")]
        self.process = subprocess.Popen(
            [python, worker, *map(str, arrays), str(R), str(threads), mode],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"},
        )  # fmt: skip
        assert self.process.stdout.readline().strip() == "ready"

    def time(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def attn(path, folder, args, *flags):
    arrays = [f"--arg={folder / name}.npy" for name in ("x", "w", "s")]
    return subprocess.run(
        [args.bin / "attn-run", path, "--entry=f", "--target=cpu", f"--threads={args.threads}",
         *arrays, *flags],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def bench(path, folder, args):
    return json.loads(attn(path, folder, args, "--bench=3").splitlines()[-1])["median_ms"]


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default="python3", help="one that has torch")
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build" / "bin")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--length", type=int, default=8192)
    parser.add_argument("--channels", type=int, default=384)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--json", type=pathlib.Path)
    return parser.parse_args()


def main():
    args = parse_args()
    rng = np.random.default_rng(1)
    n, channels = args.length, args.channels
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        shapes = {"x": (1, n, channels), "w": (1, n), "s": (1, n)}
        arrays = {k: rng.standard_normal(v).astype(np.float32) for k, v in shapes.items()}
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        r = reach_for(args.share, arrays["s"])
        modules = {
            "dense": module(n, channels, R),
            "radius": module(n, channels, r, f", radius = {RADIUS!r} : f64"),
        }
        for name, text in modules.items():
            (folder / f"{name}.mlir").write_text(text)
        attn(folder / "dense.mlir", folder, args, f"--out={folder / 'dense.npy'}")
        peers = {mode: Torch(args.python, folder, mode, args.threads)
                 for mode in ("eager", "compiled")}  # fmt: skip
        ours = np.load(folder / "dense.npy")
        for mode in peers:
            error = abs(np.load(folder / f"{mode}.npy") - ours).max()
            assert error < 1e-4, (mode, error)
        times = {name: [] for name in (*modules, *peers)}
        for _ in range(args.rounds):
            for name in modules:
                times[name].append(bench(folder / f"{name}.mlir", folder, args))
            for mode, peer in peers.items():
                times[mode].append(peer.time())
    ratios = {
        "eager / dense": ("eager", "dense"),
        "compiled / dense": ("compiled", "dense"),
        f"dense / radius of {args.share:.0%}": ("dense", "radius"),
    }
    report = {}
    for name, (slow, fast) in ratios.items():
        rounds = [a / b for a, b in zip(times[slow], times[fast])]
        report[name] = statistics.median(rounds)
        print(f"{name:24} {report[name]:6.2f}   rounds {min(rounds):.2f} .. {max(rounds):.2f}")
    if args.json:
        args.json.write_text(json.dumps({"ratios": report, "times_ms": times}, indent=1) + "\n")


if __name__ == "__main__":
    main()
