"""Attention with structure between its parts, beside PyTorch.

    python run.py --bin build/bin --torch-python PYTHON [--rounds N]

DAPE V2 (causal, 1 x 3 convolutions that mix all heads) and talking heads, 1 x
12 x 2048 x 64 in f32, two threads. Every peer runs in a process of its own, one
run each a round; what is printed are medians over the rounds of ratios within
one. Wall time answers for a quiet machine; where others work on it too, the
ratio of processor times is the steadier one.
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

HERE = pathlib.Path(__file__).resolve().parent
BARS = {"dape_v2": 4.0, "talking_heads": 2.0}
MODES = ("eager", "compiled")


def start(command):
    env = dict(os.environ, OMP_NUM_THREADS="2", KMP_BLOCKTIME="0")
    worker = subprocess.Popen([*map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True, env=env)  # fmt: skip
    line = worker.stdout.readline().strip()
    if line != "ready":
        sys.exit(f"expected a worker that is ready, got '{line}'")
    return worker


def run(worker):
    worker.stdin.write("\n")
    worker.stdin.flush()
    return [float(x) for x in worker.stdout.readline().split()]


def measure(name, options, folder):
    library = folder / f"{name}.so"
    subprocess.run([options.bin / "attn-compile", HERE / f"{name}.mlir", "--target=cpu",
                    "--emit=shared", "-o", library], check=True)  # fmt: skip
    workers = {mode: start([options.torch_python, HERE / "torch_worker.py", name, folder, mode])
               for mode in MODES}  # fmt: skip
    workers["attn"] = start([sys.executable, HERE / "attn_worker.py", library, name, folder])
    got, want = np.load(folder / "attn.npy"), np.load(folder / "torch.npy")
    rounds = [{peer: run(worker) for peer, worker in workers.items()} for _ in range(options.rounds)]
    for worker in workers.values():
        worker.stdin.close()
        worker.wait()
    result = {"module": name, "bar": BARS[name],
              "error": float(np.abs(got - want).max() / np.abs(want).max())}  # fmt: skip
    for i, clock in enumerate(("wall", "processor")):
        for mode in MODES:
            ratios = [r[mode][i] / r["attn"][i] for r in rounds]
            result[f"{mode}_over_attn_{clock}"] = round(statistics.median(ratios), 2)
        result[f"attn_{clock}_ms"] = round(min(r["attn"][i] for r in rounds), 1)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--bin", type=pathlib.Path, default=HERE.parents[1] / "build" / "bin")
    parser.add_argument("--torch-python", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=BARS)
    options = parser.parse_args()
    for name in [options.only] if options.only else BARS:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(name, options, pathlib.Path(folder))), flush=True)


if __name__ == "__main__":
    main()
