"""Random straight-line programs: their PTX and what every instruction must give."""

import random
import re
import struct

import exact
import fuzz_float
import fuzz_integer
import fuzz_warp

FORMS = [*fuzz_integer.forms(), *fuzz_float.forms(), *fuzz_warp.forms()]
BITS = {"b16": 16, "b32": 32, "b64": 64, "f16": 16, "bf16": 16, "f32": 32, "f64": 64, "f16x2": 32, "bf16x2": 32,
        "tf32": 32, "e4m3x2": 16, "e5m2x2": 16, "small": 32}  # fmt: skip
# Classes of registers that have values from the start.
ROOTS = ["b16", "b32", "b64", "small", "f16", "bf16", "f32", "f64", "f16x2", "bf16x2"]
START = 5
HEAD = """.version 8.6
.target sm_90
.address_size 64

.visible .entry fuzz(.param .u64 in, .param .u64 out)
{
"""


def random_float(rng, fmt):
    edge = [0, 1, fmt.infinity, fmt.infinity - 1, fmt.nan, 1 << fmt.mantissa, (1 << fmt.mantissa) - 1]
    one = ((1 << (fmt.exponent - 1)) - 1) << fmt.mantissa
    match rng.randrange(6):
        case 0:
            bits = rng.choice(edge)
        case 1:
            bits = rng.getrandbits(fmt.width)
        case 2:  # small whole numbers and halves: ties
            bits = exact.encode(("num", 0, rng.randrange(64) * exact.power(-1)), fmt)
        case 3:  # few bits in the mantissa
            bits = one + (rng.randrange(-4, 5) << fmt.mantissa) + (rng.getrandbits(3) << (fmt.mantissa - 3))
        case _:
            bits = one + (rng.randrange(-6, 7) << fmt.mantissa) + rng.getrandbits(fmt.mantissa)
    return bits & (fmt.sign - 1) | rng.getrandbits(1) * fmt.sign


def random_bits(rng, kind):
    if kind == "small":
        return rng.choice([rng.randrange(70), rng.randrange(32), rng.getrandbits(32)])
    if kind.endswith("x2"):
        return random_bits(rng, kind[:-2]) | random_bits(rng, kind[:-2]) << 16
    if kind in fuzz_float.FORMATS:
        return random_float(rng, fuzz_float.FORMATS[kind])
    width = BITS[kind]
    edge = [0, 1, (1 << width) - 1, 1 << (width - 1), (1 << (width - 1)) - 1, 255, 128]
    choice = rng.randrange(4)
    return rng.choice(edge) if choice == 0 else rng.getrandbits(width) >> rng.choice([0, 0, width // 2])


def literal(bits, kind):
    return {"f32": "0f%08X", "f64": "0d%016X"}.get(kind, "0x%X") % bits


class Program:
    """Instructions one after the other; each result goes to its own row of the output."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines, self.inputs, self.expected = [], [], []
        self.values = {}  # register -> 32 values
        self.pools = {kind: [] for kind in BITS} | {"pred": []}
        for kind in ROOTS:
            for _ in range(START):
                self.load(kind)
        for name in self.pools["b32"][:START]:
            self.predicate(name)

    def new(self, kind):
        name = f"%{kind}_{len(self.lines)}_{len(self.values)}"
        self.lines.append(f"  .reg .{'pred' if kind == 'pred' else f'b{BITS[kind]}'} {name};")
        return name

    def keep(self, name, kind, values):
        self.values[name] = values
        self.pools[kind].append(name)

    def load(self, kind):
        name = self.new(kind)
        at = len(self.inputs) * 256
        values = [random_bits(self.rng, kind) for _ in range(32)]
        self.inputs.append(values)
        self.lines.append(f"  ld.global.b{BITS[kind]} {name}, [%from+{at}];")
        self.keep(name, kind, values)

    def predicate(self, source):
        name = self.new("pred")
        self.lines.append(f"  setp.lt.s32 {name}, {source}, 1000;")
        self.keep(name, "pred", [int(fuzz_integer.signed(v, 32) < 1000) for v in self.values[source]])

    def operand(self, form, kind):
        """A register, now and then the same number for all lanes."""
        wide = kind in ("b32", "b64", "f32", "f64")
        if form.literals and not form.warp and not form.scratch and wide and self.rng.random() < 0.1:
            bits = random_bits(self.rng, kind)
            return literal(bits, kind), [bits] * 32
        pool = self.pools[kind]
        name = self.rng.choice(pool[:START] + pool[-12:])
        return name, self.values[name]

    def add(self, form):
        operands = [self.operand(form, kind) for kind in form.operands]
        columns = [values for _, values in operands]
        results = form.fn(*columns) if form.warp else [form.fn(*row) for row in zip(*columns)]
        name = self.new(form.result)
        guard = ""
        plain = not form.warp and not form.scratch and form.result != "pred" and self.pools[form.result]
        if plain and self.rng.random() < 0.15:
            before = self.rng.choice(self.pools[form.result])
            test = self.rng.choice(self.pools["pred"])
            no = self.rng.choice(["", "!"])
            self.lines.append(f"  mov.b{BITS[form.result]} {name}, {before};")
            guard = f"@{no}{test} "
            taken = [p != bool(no) for p in self.values[test]]
            results = [new if t else old for new, old, t in zip(results, self.values[before], taken)]
        names = {str(i): text for i, (text, _) in enumerate(operands, 1)} | {"0": name}
        for part in sorted(set(re.findall(r"\$([tuvwp])", form.text))):
            names[part] = self.new("pred" if part == "p" else form.scratch)
        self.lines.append(f"  {guard}" + re.sub(r"\$(\w)", lambda m: names[m[1]], form.text))
        self.store(name, form.result)
        self.expected.append((form, results))
        self.keep(name, form.result, results)

    def store(self, name, kind):
        at = len(self.expected) * 256
        if kind == "pred":
            number = self.new("b32")
            self.lines.append(f"  selp.b32 {number}, 1, 0, {name};")
            name, kind = number, "b32"
        self.lines.append(f"  st.global.b{BITS[kind]} [%to+{at}], {name};")

    def text(self):
        start = ["  .reg .b32 %lane;", "  .reg .b64 %from, %to, %offset;", "  mov.u32 %lane, %tid.x;",
                 "  mul.wide.u32 %offset, %lane, 8;", "  ld.param.u64 %from, [in];", "  ld.param.u64 %to, [out];",
                 "  add.u64 %from, %from, %offset;", "  add.u64 %to, %to, %offset;"]  # fmt: skip
        return HEAD + "\n".join(start + self.lines) + "\n  ret;\n}\n"

    def data(self):
        return b"".join(struct.pack("<32Q", *row) for row in self.inputs)


def nan(bits, kind):
    return exact.decode(bits, fuzz_float.FORMATS[kind])[0] == "nan"


def same(got, want, kind):
    """Which NaN comes out is not specified."""
    if kind.endswith("x2") and kind[:-2] in fuzz_float.FORMATS:
        return same(got & 0xFFFF, want & 0xFFFF, kind[:-2]) and same(got >> 16, want >> 16, kind[:-2])
    if kind == "tf32":
        kind = "f32"
    return got == want or (kind in fuzz_float.FORMATS and nan(got, kind) and nan(want, kind))
