"""A random attention as a module: see Case."""

import dataclasses
import re

import numpy as np
import oracle
from fuzz_cases import (
    COMBINES, DEPTHS, DTYPES, HAS_LSE, HAS_STATISTICS, NORMALIZERS, PARAMETERS, SCORES, SIZES,
    make_ordered_pattern, make_pattern, to_dtype,
)  # fmt: skip



@dataclasses.dataclass(frozen=True)
class Layout:
    """Axes of (batch, head, position, channel) in storage order; q, k, v, output maps."""

    axes: tuple
    maps: tuple = ()


LAYOUTS = (
    Layout((0, 1, 2, 3)),
    Layout((0, 2, 1, 3), ("b, q, h, d", "b, k, h, d", "b, k, h, e", "b, q, h, e")),
    Layout((0, 2, 3)),  # rank 3, one head
)
# Multiply-adds of one attention; keeps the interpreter under a few seconds.
BUDGET = 1.5e7


class Case:
    """`text` (a module with function @f), `args` for attn-run, `expected()` by the oracle."""

    def __init__(self, seed, index):
        self.rng = rng = np.random.default_rng([seed, index])
        self.dtype = str(rng.choice(DTYPES))
        self.acc = np.float64 if self.dtype == "f64" else np.float32
        self.acc_text = "f64" if self.dtype == "f64" else "f32"
        # Whether attn-reorder is forced on the case, and what came of it.
        self.reorders, self.reordered = index % 6 == 3, False
        self._sizes()
        self.args, self.types, self.names, self.prologue = [], [], [], []
        self.clauses, self.keywords = [], {}
        self._data()
        self._pattern()
        self._normalizer()
        if not self.reorders:
            self._per_batch()
        self._regions()
        self._maps()
        self._schedule()
        self._statistics()
        self.text = self._module()

    def chance(self, p):
        return self.rng.random() < p

    def _sizes(self):
        rng = self.rng
        while True:
            self.batch = int(rng.choice((1, 1, 2, 3)))
            self.kv_heads = int(rng.choice((1, 2, 3)))
            self.group = int(rng.choice((1, 1, 2, 4)))
            self.heads = self.kv_heads * self.group
            self.nq = int(rng.choice(SIZES))
            self.nk = self.nq if rng.random() < 0.6 or self.reorders else int(rng.choice(SIZES))
            self.dk = int(rng.choice(DEPTHS))
            self.dv = self.dk if rng.random() < 0.6 else int(rng.choice(DEPTHS))
            work = self.batch * self.heads * self.nq * self.nk * (self.dk + self.dv)
            if work <= BUDGET:
                return

    def add(self, name, array, text):
        """A function argument."""
        self.args.append(array)
        self.types.append(text)
        self.names.append(name)

    def _data(self):
        """q, k, v; batch and length are dynamic in half of the cases."""
        rng = self.rng
        self.dynamic = self.chance(0.5) and not self.reorders
        shapes = {
            "q": (self.batch, self.heads, self.nq, self.dk),
            "k": (self.batch, self.kv_heads, self.nk, self.dk),
            "v": (self.batch, self.kv_heads, self.nk, self.dv),
        }
        self.layout = LAYOUTS[0]
        if self.chance(0.2):
            self.layout = LAYOUTS[1 if self.heads > 1 else rng.integers(1, 3)]
        gain = 0.3 if self.dtype == "f16" else float(rng.choice((0.3, 1.0, 3.0)))
        for name, shape in shapes.items():
            stored, wide = to_dtype(gain * rng.standard_normal(shape), self.dtype)
            self.keywords[name] = wide
            self.add(name, self.arrange(stored), self.type(shape))

    def type(self, shape, element=None):
        """The type of a (batch, head, position, ..) array in the layout."""
        dims = list(map(str, shape))
        if self.dynamic:
            dims[0] = dims[2] = "?"
        dims = [dims[axis] for axis in self.layout.axes if axis < len(dims)]
        return f"tensor<{'x'.join(dims)}x{element or self.dtype}>"

    def arrange(self, array):
        """From (batch, head, position, channel) to the layout of the arguments."""
        array = array.transpose(*self.layout.axes, *set(range(4)) - set(self.layout.axes))
        return np.ascontiguousarray(array.reshape(array.shape[: len(self.layout.axes)]))

    def _pattern(self):
        if self.chance(0.2) and not self.reorders:
            return
        make = make_ordered_pattern if self.reorders else make_pattern
        made = make(self.rng, max(self.nq, self.nk))
        self.keywords["see"] = made.see
        operands = ""
        if made.operands:
            names = [self._index(f"p{i}", value) for i, value in enumerate(made.operands)]
            operands = f"[{', '.join(names)}]"
        self.clauses.append(f"pattern({made.text}){operands}")

    def _index(self, name, value):
        """An index that the compiler knows, or one that it does not."""
        if self.chance(0.5):
            self.prologue.append(f"%{name} = arith.constant {value} : index")
            return f"%{name}"
        self.add(f"{name}_t", np.array([value], np.int64), "tensor<1xi64>")
        self.prologue += [
            f"%{name}_0 = arith.constant 0 : index",
            f"%{name}_e = tensor.extract %{name}_t[%{name}_0] : tensor<1xi64>",
            f"%{name} = arith.index_cast %{name}_e : i64 to index",
        ]
        return f"%{name}"

    def _normalizer(self):
        name, text, params = NORMALIZERS[self.rng.integers(len(NORMALIZERS))]
        self.norm_name = name
        self.keywords["norm"] = oracle.normalizer(name, *params)
        self.lse = name in HAS_LSE and self.chance(0.4)
        if name != "softmax" or self.chance(0.5):
            self.clauses.append(f"normalizer(#attn.{name}{text})")
        if name in PARAMETERS:
            sink = self.rng.standard_normal(self.heads).astype(self.acc)
            kind = f"tensor<{self.heads}x{self.acc_text}>"
            self.add("sink", sink, kind)
            self.keywords["sink"] = sink.astype(np.float64)
            self.clauses.append(f"{PARAMETERS[name]}(%sink : {kind})")

    def _per_batch(self):
        """lengths, query lengths and the offset of the queries."""
        batch = "?" if self.dynamic else self.batch
        for clause, limit, p in (("lengths", self.nk, 0.25), ("query_lengths", self.nq, 0.1)):
            if self.chance(p):
                values = self.rng.integers(0, limit + 1, self.batch).astype(np.int64)
                kind = f"tensor<{batch}xi64>"
                self.add(clause, values, kind)
                self.keywords[clause] = values
                self.clauses.append(f"{clause}(%{clause} : {kind})")
        if self.chance(0.25):
            low = -self.nq if self.chance(0.2) else 0
            values = self.rng.integers(low, self.nk + 1, self.batch).astype(np.int64)
            if self.chance(0.5):
                kind = f"tensor<{batch}xi64>"
                self.add("q_offset", values, kind)
                self.clauses.append(f"q_offset(%q_offset : {kind})")
            else:
                values[:] = values[0]
                self.clauses.append(f"q_offset({self._index('offset', values[0])} : index)")
            self.keywords["q_offset"] = values
        if self.chance(0.15):
            self.keywords["empty_rows"] = "uniform"
            self.clauses.append("empty_rows(uniform)")

    def _regions(self):
        self.regions = ""
        if self.chance(0.4):
            scale = float(np.float32(self.rng.uniform(0.05, 0.5)))
            self.keywords["scale"] = scale
            self.clauses.insert(0, f"scale({scale!r})")
        small = self.batch * self.heads * self.nq * self.nk * self.dk < 2e6
        if small and self.chance(0.1):
            lines, self.keywords["combine"] = COMBINES[str(self.rng.choice(list(COMBINES)))]
            self._region("combine", "%x: T, %y: T, %b: index, %h: index, %i: index, %j: index, "
                         "%d_: index", lines)  # fmt: skip
        if self.chance(0.5) or self.norm_name == "exp":
            # A score of -inf times a value is no number where scores are weights, and
            # exponentials without a stabiliser are infinite from 88 on.
            names = [n for n in SCORES if n != "padding" or self.norm_name != "identity"]
            names = ["softcap"] if self.norm_name == "exp" else names
            lines, captures, function = SCORES[str(self.rng.choice(names))](self.rng, self)
            self.keywords["score"] = function
            for name, array in captures.items():
                dims = "x".join(map(str, array.shape))
                element = "i1" if array.dtype == bool else self.acc_text
                self.add(name, array, f"tensor<{dims}x{element}>")
            self._region("score", "%s: T, %b: index, %h: index, %i: index, %j: index", lines)

    def _region(self, keyword, header, lines):
        infinity = "0xFFF0000000000000" if self.acc_text == "f64" else "0xFF800000"
        body = "\n".join(f"      {line}" for line in [*lines, "attn.yield %r : T"])
        text = f" {keyword}({header}) {{\n{body}\n    }}".replace("NINF", infinity)
        self.regions += re.sub(r"\bT\b", self.acc_text, text)

    def _maps(self):
        self.maps = ""
        if self.layout.maps:
            maps = (f"affine_map<(b, h, q, k, d, e) -> ({m})>" for m in self.layout.maps)
            self.maps = f"maps([{', '.join(maps)}])"

    def _schedule(self):
        """Small tiles by hand in half of the cases."""
        self.tiles, self.schedule = None, ""
        if self.chance(0.5):
            q, k = int(self.rng.choice((1, 3, 8, 16, 24))), int(self.rng.choice((1, 4, 7, 16, 40)))
            self.tiles = (1, 1, q, k)
            self.schedule = (
                f'schedule(#attn.schedule<structure = "lane_query", tiles = [1, 1, {q}, {k}]>)'
            )

    def _statistics(self):
        """Which statistics are results too; of the normalisers that have them, in the plain layout."""
        self.statistics = []
        plain = self.layout is LAYOUTS[0] and not self.reorders
        plain = plain and self.norm_name in HAS_STATISTICS
        if plain and self.batch * self.heads * self.nq * self.nk < 4e5 and self.chance(0.2):
            # The entropy of negative weights is no number.
            kinds = ["column_mass", "weights"]
            if self.norm_name not in ("signed_softmax", "identity"):
                kinds.append("entropy")
            count = int(self.rng.integers(1, len(kinds) + 1))
            self.statistics = [str(kind) for kind in self.rng.permutation(kinds)[:count]]

    def _statistics_op(self):
        """The op's text and its results as (name, type)."""
        dims = {"entropy": (self.nq,), "column_mass": (self.nk,), "weights": (self.nq, self.nk)}
        results = []
        for kind in self.statistics:
            inner = "x".join("?" if self.dynamic else str(n) for n in dims[kind])
            outer = f"{'?' if self.dynamic else self.batch}x{self.heads}"
            results.append((f"%s_{kind}", f"tensor<{outer}x{inner}x{self.acc_text}>"))
        rows = self.type((self.batch, self.heads, self.nq), self.acc_text)
        lse = f"lse(%lse : {rows}) " if self.norm_name in HAS_LSE else ""
        clauses = " ".join(c for c in self.clauses if not c.startswith("empty_rows"))
        q, k = self.types[:2]
        return (
            f"    {', '.join(name for name, _ in results)} = attn.statistics"
            f"({', '.join(self.statistics)}) %q, %k {lse}{clauses}{self.regions}"
            f" : ({q}, {k}) -> ({', '.join(kind for _, kind in results)})\n"
        ), results

    def _module(self):
        q, k, v = self.types[:3]
        out = self.type((self.batch, self.heads, self.nq, self.dv))
        rows = self.type((self.batch, self.heads, self.nq), self.acc_text)
        statistics, more = self._statistics_op() if self.statistics else ("", [])
        with_lse = self.lse or (more and self.norm_name in HAS_LSE)
        results = [("%o", out), *([("%lse", rows)] if self.lse else []), *more]
        header = ", ".join(f"%{n}: {t}" for n, t in zip(self.names, self.types))
        clauses = [c for c in (*self.clauses, self.maps, self.schedule) if c]
        left, kinds = ("%o, %lse", f"({out}, {rows})") if with_lse else ("%o", out)
        names, types = (", ".join(part) for part in zip(*results))
        prologue = "".join(f"    {line}\n" for line in self.prologue)
        return (
            f"func.func @f({header}) -> ({types}) {{\n{prologue}"
            f"    {left} = attn.attention %q, %k, %v {' '.join(clauses)}{self.regions}"
            f" : ({q}, {k}, {v}) -> {kinds}\n"
            f"{statistics}    return {names} : {types}\n}}\n"
        )

    def expected(self):
        """Output, log-sum-exp and statistics, as far as asked for, in float64, in the layout of
        the arguments."""
        output, lse = oracle.attention(**self.keywords)
        outputs = [self.arrange(output)]
        if self.lse:
            outputs.append(self.arrange(lse[..., None])[..., 0])
        if self.statistics:
            keywords = {name: value for name, value in self.keywords.items() if name != "v"}
            found = oracle.statistics(**keywords)
            outputs += [found[kind] for kind in self.statistics]
        return outputs

    def __str__(self):
        return (
            f"{self.dtype} B{self.batch} H{self.heads}/{self.kv_heads} Nq{self.nq} Nk{self.nk} "
            f"Dk{self.dk} Dv{self.dv} axes{''.join(map(str, self.layout.axes))} {'dynamic ' if self.dynamic else ''}{' '.join(self.clauses)} "
            f"{'tiles ' + str(self.tiles) if self.tiles else ''}"
        )
