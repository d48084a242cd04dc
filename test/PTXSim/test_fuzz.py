"""Random straight-line PTX against an oracle in Python that shares nothing with the simulator."""

import random

import numpy as np
import pytest
import sim
from fuzz_program import FORMS, Program, same

LENGTH = 120


def run(program, folder):
    ptx = folder / "fuzz.ptx"
    ptx.write_text(program.text())
    data = np.frombuffer(program.data(), np.int64)
    # The output starts as zeros: stores of fewer than eight bytes leave the rest.
    out = np.zeros((len(program.expected), 32), np.int64)
    result = sim.clean(ptx, "fuzz", 1, 32, [data, out], [1])
    return result.outs[1].view(np.uint64)


def examine(program, folder):
    wrong = []
    for row, (form, want) in zip(run(program, folder), program.expected, strict=True):
        for lane, (got, expected) in enumerate(zip(row.tolist(), want, strict=True)):
            if not same(got, expected, form.result):
                wrong.append(f"{form.text} lane {lane}: expected {expected:#x}, got {got:#x}")
                break
    assert not wrong, f"{len(wrong)} of {len(program.expected)}\n" + "\n".join(wrong[:40])


def every_form(seed):
    """Programs that have each form once, in random order."""
    forms = FORMS[:]
    random.Random(seed).shuffle(forms)
    for start in range(0, len(forms), LENGTH):
        program = Program(seed * 1000 + start)
        for form in forms[start : start + LENGTH]:
            program.add(form)
        yield program


@pytest.mark.parametrize("seed", range(3))
def test_every_form(seed, tmp_path):
    for program in every_form(seed):
        examine(program, tmp_path)


@pytest.mark.slow
def test_many_more(tmp_path):
    for seed in range(100, 115):
        for program in every_form(seed):
            examine(program, tmp_path)
