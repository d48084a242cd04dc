"""The compiled encoder behind the same protocol as torch_worker.py."""

import os
import sys
import time

import numpy as np


def main():
    path, threads, example, library = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4]
    os.environ["OMP_NUM_THREADS"] = threads
    sys.path.insert(0, example)
    import runtime

    data = np.load(path)
    function = runtime.load(library, "encode", [(2, np.float32)])
    weights = [runtime.DLTensor.of(data[f"weight{i}"]) for i in range(int(data["weights"]))]
    batches = [(data[f"ids{i}"], data[f"mask{i}"]) for i in range(int(data["batches"]))]

    def run():
        return [function(ids, mask, *weights)[0] for ids, mask in batches]

    print("ready attn", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "run":
            start = time.perf_counter()
            run()
            print(time.perf_counter() - start, flush=True)
        elif words[0] == "save":
            np.savez(words[1], *run())
            print("saved", flush=True)


if __name__ == "__main__":
    main()
