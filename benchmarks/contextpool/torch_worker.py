"""Times context pooling in PyTorch, for run.py: one line in, one time in ms out.

    python torch_worker.py x.npy weights.npy sizes.npy r threads eager|compiled
"""

import sys
import time

import numpy as np
import torch


def pool(x, weight, size, place, reach):
    sigma = reach * torch.sigmoid(size)
    d = place[None, :] - place[:, None]
    a = torch.sigmoid(weight)[:, None, :] * torch.exp(-(d**2) / (2 * sigma[:, :, None] ** 2))
    return torch.matmul(a / a.sum(-1, keepdim=True), x)


def main():
    *paths, r, threads, mode = sys.argv[1:]
    torch.set_num_threads(int(threads))
    x, weight, size = (torch.from_numpy(np.load(path)) for path in paths)
    place = torch.arange(x.shape[1], dtype=x.dtype)
    run = torch.compile(pool) if mode == "compiled" else pool
    arguments = (x, weight, size, place, float(r) * x.shape[1])
    with torch.no_grad():
        np.save(paths[0].replace("x.npy", f"{mode}.npy"), run(*arguments).numpy())
        print("ready", flush=True)
        for _ in sys.stdin:
            start = time.perf_counter()
            run(*arguments)
            print(1e3 * (time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
