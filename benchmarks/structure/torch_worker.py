"""Runs one module in PyTorch: `torch_worker.py MODULE FOLDER eager|compiled`.

As attn_worker.py; writes the arguments and PyTorch's result first.
"""

import pathlib
import sys
import time

import numpy as np
import torch
from modules import MODULES, inputs

name, folder, mode = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
torch.set_num_threads(2)
args = inputs(name)
for i, arg in enumerate(args):
    np.save(folder / f"arg{i}.npy", arg.numpy())
module = MODULES[name]()
function = torch.compile(module) if mode == "compiled" else module
with torch.no_grad():
    if mode == "eager":
        np.save(folder / "torch.npy", module(*args).numpy())
    function(*args)
    function(*args)
    print("ready", flush=True)
    for _ in sys.stdin:
        wall, used = time.perf_counter(), time.process_time()
        function(*args)
        print(1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - used), flush=True)
