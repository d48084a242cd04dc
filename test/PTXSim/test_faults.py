"""Seeded faults are reported with their kind and line, the sound kernels not at all."""

import faults
import numpy as np
import pytest
import sim

KERNELS = faults.kernels()
FAULTS = [pytest.param(kernel, fault, id=f"{kernel.path.stem}-{fault.name}") for kernel in KERNELS for fault in kernel.faults]


def launch(kernel, ptx, seed=0):
    outs = [i for i, arg in enumerate(kernel.args) if isinstance(arg, (np.ndarray, sim.Uninit))]
    return sim.run(ptx, kernel.entry, kernel.grid, kernel.block, kernel.args, outs, seed=seed, flags=kernel.flags)


def want(name, a):
    """What the sound kernel computes, from its arguments."""
    return {
        "counters": lambda: {1: np.bincount(a[0], minlength=16)},
        "matrix": lambda: {2: a[0].astype(np.float32) @ a[1].astype(np.float32).T},
        "pipeline": lambda: {1: a[0]},
        "reverse": lambda: {1: a[0].reshape(2, 128)[:, ::-1].reshape(256)},
        "stack": lambda: {1: a[0] % 8 + np.arange(32) + np.array([2, 3, 5, 7])[a[0] % 4]},
        "tail": lambda: {2: np.float32(2.5) * a[0] + a[1]},
        "tree": lambda: {1: a[0].sum(keepdims=True)},
        "warp": lambda: {1: exchanged(a[0])},
    }[name]()


def exchanged(x):
    lanes = np.arange(32)
    x = x + x[lanes ^ 16]
    x = x + x[lanes ^ 1]
    return x[lanes ^ 1]


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.path.stem)
def test_sound(kernel):
    expected = want(kernel.entry, kernel.args)
    for seed in sim.SEEDS:
        result = launch(kernel, kernel.path, seed)
        assert result.status == 0 and not result.reports, result.text
        for i, array in expected.items():
            sim.compare(result.outs[i], array, f"argument {i}, seed {seed}")


@pytest.mark.parametrize(("kernel", "fault"), FAULTS)
def test_fault(kernel, fault, tmp_path):
    ptx = tmp_path / kernel.path.name
    ptx.write_text(fault.apply(kernel.text))
    for seed in (0, 1):
        result = launch(kernel, ptx, seed)
        assert result.status == 1 and result.reports, result.text
        first = result.reports[0]
        assert first.kind in fault.kinds and first.line in fault.lines, result.text
