"""Runs attn's tools for the tests and the fuzzer."""

import os
import pathlib
import subprocess

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("ATTN_BIN", ROOT / "build" / "bin"))


def available():
    return (BIN / "attn-run").exists() and (BIN / "attn-opt").exists()


def command(tool, *args):
    return [str(BIN / tool), *map(str, args)]


def run(tool, *args, timeout=300):
    """The finished process; an exit status other than 0 fails with its output."""
    line = command(tool, *args)
    done = subprocess.run(line, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, f"{' '.join(line)}\n{done.stdout}{done.stderr}"
    return done


def attn_run(module, entry, target, args, results, folder, *flags, timeout=300):
    """Calls `entry` on NumPy arrays through .npy files and returns its results."""
    line = [module, f"--entry={entry}", f"--target={target}", *flags]
    for i, array in enumerate(args):
        path = folder / f"arg{i}.npy"
        np.save(path, array)
        line.append(f"--arg={path}")
    outs = [folder / f"{target}{i}.npy" for i in range(results)]
    run("attn-run", *line, *(f"--out={path}" for path in outs), timeout=timeout)
    return [np.load(path) for path in outs]
