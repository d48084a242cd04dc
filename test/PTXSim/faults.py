"""Kernels with seeded faults: faults/*.ptx.

The comments of such a file say how to launch it and which edits break it:

    //> entry grid block [--flag ...] argument ...       in the header
    //@ label                                            names the next line
    //! name: delete -> kind at label                    comments the next line out
    //! name: old -> new : kind at label                 replaces in the next line

`kind` may list alternatives (a|b), `label` too (a or b); `here` is the edited
line. An edit changes no other line, so that line numbers stay.
"""

import dataclasses
import pathlib
import re
import zlib

import numpy as np
from sim import Uninit

FOLDER = pathlib.Path(__file__).resolve().parent / "faults"
TYPES = {"f16": np.float16, "f32": np.float32, "i32": np.int32}


@dataclasses.dataclass
class Fault:
    name: str
    line: int  # to edit, from 1
    old: str | None  # None: the line goes
    new: str
    kinds: list
    lines: list  # where it may be reported

    def apply(self, text):
        lines = text.split("\n")
        at = self.line - 1
        if self.old is None:
            lines[at] = "// " + lines[at]
        else:
            assert self.old in lines[at], f"{self.name}: '{self.old}' is not in '{lines[at]}'"
            lines[at] = lines[at].replace(self.old, self.new, 1)
        return "\n".join(lines)


@dataclasses.dataclass
class Kernel:
    path: pathlib.Path
    text: str
    entry: str
    grid: str
    block: str
    flags: list
    args: list
    faults: list


def argument(text, salt):
    kind, _, rest = text.partition(":")
    if kind not in ("in", "uninit", "zeros"):
        return text
    dtype, shape = rest.split(":")
    shape = tuple(map(int, shape.split("x")))
    if kind == "uninit":
        return Uninit(TYPES[dtype], shape)
    if kind == "zeros":
        return np.zeros(shape, TYPES[dtype])
    rng = np.random.default_rng(zlib.crc32(salt.encode()))
    return rng.integers(0, 16, shape).astype(TYPES.get(dtype, np.int32))


def code_lines(lines):
    """For each line, the next one that is not only a comment."""
    nexts, after = {}, None
    for i in range(len(lines), 0, -1):
        if not lines[i - 1].lstrip().startswith("//"):
            after = i
        nexts[i] = after
    return nexts


def parse(path):
    text = path.read_text()
    lines = text.split("\n")
    nexts = code_lines(lines)
    labels, pending, launch = {}, [], None
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if line.startswith("//>"):
            launch = line[3:].split()
        elif line.startswith("//@"):
            labels[line[3:].strip()] = nexts[number]
        elif line.startswith("//!"):
            name, edit = line[3:].strip().split(": ", 1)
            if edit.startswith("delete -> "):
                old, new, expected = None, "", edit.removeprefix("delete -> ")
            else:
                edit, expected = edit.rsplit(" : ", 1)
                old, new = edit.split(" -> ")
            pending.append((name, nexts[number], old, new, expected))
    faults = []
    for name, at, old, new, expected in pending:
        kinds, places = re.fullmatch(r"(\S+) (?:at )?(.*)", expected).groups()
        where = [at if place == "here" else labels[place] for place in places.split(" or ")]
        faults.append(Fault(name, at, old, new, kinds.split("|"), where))
    flags = [word for word in launch if word.startswith("--")]
    entry, grid, block, *args = [word for word in launch if not word.startswith("--")]
    args = [argument(arg, f"{path.stem}{i}") for i, arg in enumerate(args)]
    return Kernel(path, text, entry, grid, block, flags, args, faults)


def kernels():
    return [parse(path) for path in sorted(FOLDER.glob("*.ptx"))]
