#!/usr/bin/env python3
"""Speed of attention on one thread, as fractions and ratios of one run.

Interleaves, in rounds, the loaded FMA rate of a core (fma_peak.cpp, compiled
here with the host's C++ compiler) and `attn-run --bench` of the functions in
attention.mlir, and prints medians over the rounds as one JSON line:

  dense_fraction   useful GFLOP/s of dense 1x8x2048x64 f32 over the FMA rate
  causal_speedup   dense time over causal time, N = 4096
  window_speedup   dense time over the time of a window of 255 keys, N = 8192
  alibi_cost       ALiBi time over dense time, N = 2048

Absolute times are not results: they depend on the machine and the moment.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# What is timed: (entry, length, repeats within a round).
CASES = [("dense", 2048, 5), ("alibi", 2048, 5), ("dense", 4096, 2),
         ("causal", 4096, 2), ("dense", 8192, 1), ("window", 8192, 2)]


def bench(attn_run, entry, length, repeats):
    """One process of attn-run; returns its JSON line."""
    out = subprocess.run(
        [attn_run, HERE / "attention.mlir", f"--entry={entry}", "--target=cpu",
         "--threads=1", "--random-args=1", f"--dims={length}",
         f"--bench={repeats}"],
        check=True, capture_output=True, text=True).stdout
    return json.loads(out.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default="build/bin", help="folder of attn-run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cxx", default="c++")
    options = parser.parse_args()
    attn_run = pathlib.Path(options.bin) / "attn-run"

    peaks, times, rates = [], {case[:2]: [] for case in CASES}, []
    with tempfile.TemporaryDirectory() as folder:
        peak = pathlib.Path(folder) / "fma_peak"
        subprocess.run([options.cxx, "-O3", "-march=native", "-o", peak,
                        HERE / "fma_peak.cpp"], check=True)
        for number in range(options.rounds):
            print(f"round {number + 1}/{options.rounds}", file=sys.stderr)
            for entry, length, repeats in CASES:
                out = subprocess.run([peak, "200"], check=True, text=True,
                                     capture_output=True).stdout
                peaks.append(float(out))
                report = bench(attn_run, entry, length, repeats)
                times[entry, length].append(report["median_ms"])
                if (entry, length) == ("dense", 2048):
                    rates.append(report["gflops"])

    median = {case: statistics.median(values) for case, values in times.items()}
    print(json.dumps({
        "rounds": options.rounds,
        "fma_gflops": round(statistics.median(peaks), 1),
        "dense_gflops": round(statistics.median(rates), 1),
        "dense_fraction": round(statistics.median(rates) /
                                statistics.median(peaks), 3),
        "causal_speedup": round(median["dense", 4096] /
                                median["causal", 4096], 2),
        "window_speedup": round(median["dense", 8192] /
                                median["window", 8192], 2),
        "alibi_cost": round(median["alibi", 2048] / median["dense", 2048], 2),
    }))


if __name__ == "__main__":
    main()
