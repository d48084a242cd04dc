"""A random context_pool as a module, with the same members as fuzz_module.Case."""

import numpy as np
import oracle
from fuzz_cases import DEPTHS, DTYPES, SIZES, to_dtype


class PoolCase:
    """`text` (a module with function @f), `args` for attn-run, `expected()` by the oracle."""

    norm_name, lse, tiles = "context_pool", False, None
    reorders = reordered = False

    def __init__(self, seed, index):
        rng = np.random.default_rng([seed, index])
        self.dtype = str(rng.choice(DTYPES))
        self.acc_text = "f64" if self.dtype == "f64" else "f32"
        batch, n = int(rng.choice((1, 2, 3))), int(rng.choice([s for s in SIZES if s < 600]))
        depth = int(rng.choice(DEPTHS))
        self.args, self.wide = [], []
        for shape in ((batch, n, depth), (batch, n), (batch, n)):
            values = rng.standard_normal(shape)
            stored, wide = to_dtype(np.abs(values) if len(self.args) == 2 else values, self.dtype)
            self.args.append(stored)
            self.wide.append(wide)
        self.options = {
            "weight_act": str(rng.choice(list(oracle.POOL_LOG_WEIGHT))),
            "size_act": str(rng.choice(list(oracle.POOL_SIZE))),
            "r": float(rng.uniform(0.05, 0.5)),
            "scale_by_n": bool(rng.random() < 0.7),
            "sigma_min": float(rng.choice((1e-3, 0.5))),
            "causal": bool(rng.random() < 0.5),
        }
        self.text = self._module((batch, n, depth), rng.random() < 0.5)

    def _module(self, shape, dynamic):
        batch, n = ("?", "?") if dynamic else shape[:2]
        types = [f"tensor<{batch}x{n}x{shape[2]}x{self.dtype}>"]
        types += 2 * [f"tensor<{batch}x{n}x{self.dtype}>"]
        o = self.options
        clauses = f"weight_act({o['weight_act']}) size_act({o['size_act']})"
        clauses += " causal" if o["causal"] else ""
        attributes = (f"{{r = {o['r']!r} : f64, scale_by_n = {str(o['scale_by_n']).lower()}, "
                      f"sigma_min = {o['sigma_min']!r} : f64}}")  # fmt: skip
        return (
            f"func.func @f(%x: {types[0]}, %w: {types[1]}, %s: {types[2]}) -> {types[0]} {{\n"
            f"  %o = attn.context_pool %x, %w, %s {clauses} {attributes}"
            f" : {', '.join(types)}\n  return %o : {types[0]}\n}}\n"
        )

    def expected(self):
        return [oracle.context_pool(*self.wide, **self.options)]

    def __str__(self):
        return f"context_pool {self.dtype} {self.args[0].shape} {self.options}"
