"""Runs ptx-sim, the command line of the PTX simulator, for the tests."""

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = pathlib.Path(os.environ.get("ATTN_BIN", ROOT / "build" / "bin")) / "ptx-sim"
SEEDS = range(5)
NAMES = {"float16": "f16", "float32": "f32", "float64": "f64", "int8": "i8", "int16": "i16", "int32": "i32",
         "int64": "i64", "uint8": "i8", "uint16": "i16", "uint32": "i32", "uint64": "i64"}  # fmt: skip
REPORT = re.compile(r"^[^\s:][^:]*:(\d+): ([a-z-]+): (.*)$", re.M)


@dataclasses.dataclass
class Uninit:
    """A buffer whose bytes nobody has written yet."""

    dtype: type
    shape: tuple


@dataclasses.dataclass
class Report:
    line: int
    kind: str
    text: str


@dataclasses.dataclass
class Result:
    status: int
    reports: list
    outs: dict
    counts: dict
    text: str


def spell(value, folder, name):
    """An argument as the command line takes it; arrays go through files."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return "bytes:" + value.hex()
    if isinstance(value, Uninit):
        return f"uninit:{NAMES[np.dtype(value.dtype).name]}:{'x'.join(map(str, value.shape))}"
    if isinstance(value, np.ndarray):
        path = folder / f"{name}.npy"
        np.save(path, value)
        return str(path)
    return f"{NAMES[value.dtype.name]}:{value.item()!r}"


def run(ptx, entry, grid, block, args, outs=(), shared=0, seed=0, counts=False, timeout=120, flags=()):
    """One launch. outs: positions of the arguments to read back."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        line = [str(TOOL), str(ptx), f"--entry={entry}", f"--grid={grid}", f"--block={block}", f"--shared={shared}",
                f"--seed={seed}", *flags]  # fmt: skip
        line += [f"--arg={spell(value, folder, f'arg{i}')}" for i, value in enumerate(args)]
        line += [f"--out={i}:{folder / f'out{i}.npy'}" for i in outs]
        if counts:
            line.append(f"--counts={folder / 'counts.json'}")
        done = subprocess.run(line, capture_output=True, text=True, timeout=timeout)
        reports = [Report(int(at), kind, text) for at, kind, text in REPORT.findall(done.stderr)]
        text = f"{' '.join(line)}\n{done.stdout}{done.stderr}"
        # A crash is never an answer.
        assert done.returncode in (0, 1, 2), text
        found = {}
        for i in outs:
            if not (folder / f"out{i}.npy").exists():
                continue  # not launched
            array = np.load(folder / f"out{i}.npy")
            want = args[i].dtype
            found[i] = array.view(want) if array.dtype != want else array
        data = json.loads((folder / "counts.json").read_text()) if (folder / "counts.json").exists() else {}
        return Result(done.returncode, reports, found, data, text)


def clean(*args, **kwargs):
    """A launch that must end without any report."""
    result = run(*args, **kwargs)
    assert result.status == 0 and not result.reports, result.text[-4000:]
    return result


def check(ptx, entry, grid, block, args, expected, shared=0, seeds=SEEDS):
    """expected: argument -> array, or (array, relative, absolute tolerance).

    All seeds must agree with it; without a tolerance, bit for bit.
    """
    for seed in seeds:
        result = clean(ptx, entry, grid, block, args, list(expected), shared=shared, seed=seed)
        for i, want in expected.items():
            compare(result.outs[i], want, f"argument {i}, seed {seed}")
    return result


def compare(got, want, what):
    if isinstance(want, tuple):
        want, relative, absolute = want
        got, want = np.asarray(got, np.float64), np.asarray(want, np.float64)
        np.testing.assert_allclose(got.reshape(want.shape), want, rtol=relative, atol=absolute, err_msg=what)
    else:
        np.testing.assert_array_equal(got.reshape(want.shape), want, err_msg=what)


def to_bf16(values):
    """The bits of values rounded to bf16, nearest even."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32).astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def from_bf16(bits):
    return (bits.astype(np.uint32) << 16).view(np.float32)
