"""Compiles a transformer and a ConvNet with context pooling by attn, and checks them.

    python demo.py [--bin ../../build/bin] [--work ../../build/contextpool]

Needs numpy. The exit status is 1 if a pool or an attention was not recognised,
or a result is not that of reference.py.
"""

import argparse
import ctypes
import pathlib
import re
import subprocess
import sys

import numpy as np
import reference
from shapes import HERE, draw, load

sys.path.insert(0, str(HERE.parent / "minilm"))
from runtime import Function  # noqa: E402

# The attentions of a model: its own and its pools.
RAISED = {"transformer": 4, "convnet": 2}
TOLERANCE = 2e-5


def run_tool(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def run(model, bins, work):
    """Whether the compiled model is right and all of it was raised."""
    module, library = HERE / f"{model}.mlir", work / f"{model}.so"
    raised = run_tool(bins / "attn-opt", "--attn-raise", module)
    count = len(re.findall(r"\battn\.attention\b", raised))
    run_tool(bins / "attn-compile", module, "--target=cpu", "--emit=shared", "-o", library)
    arrays = draw(model, load(model))
    function = Function(ctypes.CDLL(str(library)), model, [(2, np.float32)])
    (got,) = function(*arrays.values())
    wide = {name: array.astype(np.float64) for name, array in arrays.items()}
    want = reference.MODELS[model](wide.pop("input"), wide)
    error = abs(got - want).max() / abs(want).max()
    print(f"{model}: {count} of {RAISED[model]} raised, relative error {error:.1e}")
    return count == RAISED[model] and error <= TOLERANCE


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = HERE.parents[1]
    parser.add_argument("--bin", type=pathlib.Path, default=root / "build" / "bin")
    parser.add_argument("--work", type=pathlib.Path, default=root / "build" / "contextpool")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    results = [run(model, options.bin, options.work) for model in RAISED]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
