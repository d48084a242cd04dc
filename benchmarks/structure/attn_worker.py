"""Runs one compiled function: `attn_worker.py LIBRARY ENTRY FOLDER`.

Reads a line for each run from stdin and answers with wall and processor time
in ms; arguments are FOLDER/arg*.npy, the result goes to FOLDER/attn.npy.
"""

import pathlib
import sys
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples" / "minilm"))
import runtime  # noqa: E402

library, entry, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
args = [np.load(p) for p in sorted(folder.glob("arg*.npy"))]
function = runtime.load(library, entry, [(4, np.float32)])
result = function(*args)
np.save(folder / "attn.npy", result[0] if isinstance(result, (list, tuple)) else result)
print("ready", flush=True)
for _ in sys.stdin:
    wall, used = time.perf_counter(), time.process_time()
    function(*args)
    print(1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - used), flush=True)
