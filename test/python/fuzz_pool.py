"""A random context_pool as a module, with the same members as fuzz_module.Case."""

import numpy as np
import oracle
from fuzz_cases import DEPTHS, DTYPES, SIZES, to_dtype

GRIDS = ((1, 1), (1, 7), (5, 1), (3, 4), (7, 9), (16, 17), (20, 13), (23, 23))


class PoolCase:
    """`text` (a module with function @f), `args` for attn-run, `expected()` by the oracle."""

    norm_name, lse, tiles, statistics = "context_pool", False, None, ()
    reorders = reordered = False

    def __init__(self, seed, index):
        rng = np.random.default_rng([seed, index])
        self.dtype = str(rng.choice(DTYPES))
        self.acc_text = "f64" if self.dtype == "f64" else "f32"
        self.batch = int(rng.choice((1, 2, 3)))
        grid = rng.random() < 0.35
        if grid:
            self.shape = GRIDS[rng.integers(len(GRIDS))]
        else:
            self.shape = (int(rng.choice([s for s in SIZES if s < 600])),)
        self.groups = int(rng.choice((0, 0, 1, 2, 3)))
        self.channels = int(rng.choice(DEPTHS)) * max(1, self.groups)
        self.options = {
            "weight_act": str(rng.choice(list(oracle.POOL_LOG_WEIGHT))),
            "size_act": str(rng.choice(list(oracle.POOL_SIZE))),
            "norm": str(rng.choice(("weight_sum", "weight_sum", "length", "none"))),
            "r": float(rng.uniform(0.05, 0.5)),
            "scale_by_n": bool(rng.random() < 0.7),
            "sigma_min": float(rng.choice((1e-3, 0.5))),
            "causal": bool(not grid and rng.random() < 0.5),
            "radius": float(rng.choice((np.inf, np.inf, 0.0, 1.0, 2.5, 4.0))),
        }
        self.lengths = None
        if not grid and rng.random() < 0.3:
            self.lengths = rng.integers(-1, self.shape[0] + 3, self.batch).astype(np.int32)
        self._draw(rng)
        self.text = self._module(rng.random() < 0.5)

    def _draw(self, rng):
        positions = (self.batch, *self.shape) + ((self.groups,) if self.groups else ())
        self.args, self.wide = [], []
        for shape in ((self.batch, *self.shape, self.channels), positions, positions):
            values = rng.standard_normal(shape)
            stored, wide = to_dtype(np.abs(values) if len(self.args) == 2 else values, self.dtype)
            self.args.append(stored)
            self.wide.append(wide)
        # A pair at the border of the radius may fall on either side of it.
        if np.isfinite(self.options["radius"]) and self._has_close_pair():
            self.options["radius"] = 0.0
        if self.lengths is not None:
            self.args.append(self.lengths)

    def _has_close_pair(self):
        o = self.options
        border = o["radius"] ** 2 * (1 + 2.0**-16)
        sizes = oracle.POOL_SIZE[o["size_act"]](self.wide[2])
        sizes = sizes.reshape(self.batch, int(np.prod(self.shape)), -1)
        for b in range(self.batch):
            extents = self.shape
            if self.lengths is not None:
                extents = (min(max(int(self.lengths[b]), 0), self.shape[0]),)
            count = int(np.prod(extents))
            for g in range(sizes.shape[2]):
                scale = [o["r"] * (extent if o["scale_by_n"] else 1) for extent in extents]
                sigmas = [np.maximum(s * sizes[b, :count, g], o["sigma_min"]) for s in scale]
                squares = oracle.pool_squares(extents, sigmas)
                if (np.abs(squares - border) <= 4e-6 * border).any():
                    return True
        return False

    def _module(self, dynamic):
        batch, *positions = len((self.batch, *self.shape)) * "?" if dynamic else (
            self.batch, *self.shape)  # fmt: skip
        leading = "x".join(map(str, (batch, *positions)))
        logits = f"tensor<{leading}{f'x{self.groups}' if self.groups else ''}x{self.dtype}>"
        types = [f"tensor<{leading}x{self.channels}x{self.dtype}>", logits, logits]
        o = self.options
        clauses = f"weight_act({o['weight_act']}) size_act({o['size_act']}) norm({o['norm']})"
        arguments = f"%x: {types[0]}, %w: {types[1]}, %s: {types[2]}"
        if self.lengths is not None:
            clauses += f" lengths(%l : tensor<{batch}xi32>)"
            arguments += f", %l: tensor<{batch}xi32>"
        clauses += " causal" if o["causal"] else ""
        attributes = (f"r = {o['r']!r} : f64, scale_by_n = {str(o['scale_by_n']).lower()}, "
                      f"sigma_min = {o['sigma_min']!r} : f64")  # fmt: skip
        if np.isfinite(o["radius"]):
            attributes += f", radius = {o['radius']!r} : f64"
        return (
            f"func.func @f({arguments}) -> {types[0]} {{\n"
            f"  %o = attn.context_pool %x, %w, %s {clauses} {{{attributes}}}"
            f" : {', '.join(types)}\n  return %o : {types[0]}\n}}\n"
        )

    def expected(self):
        return [oracle.context_pool(*self.wide, **self.options, lengths=self.lengths)]

    def __str__(self):
        return f"context_pool {self.dtype} {self.args[0].shape} {self.options}"
