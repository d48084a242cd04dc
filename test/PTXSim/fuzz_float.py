"""Floating-point instructions (those that are exact or correctly rounded) and conversions."""

from fractions import Fraction

import exact
from exact import BF16, F16, F32, F64, decode, encode
from fuzz_form import Form, signed, wrap

FORMATS = {"f16": F16, "bf16": BF16, "f32": F32, "f64": F64}
MODES = ("rn", "rz", "rm", "rp")
COMPARE = {"eq": lambda o: o == 0, "ne": lambda o: o != 0, "lt": lambda o: o < 0, "le": lambda o: o <= 0,
           "gt": lambda o: o > 0, "ge": lambda o: o >= 0}  # fmt: skip


def calculate(op, values, mode):
    match op, values:
        case "add", (a, b):
            return exact.add(a, b, mode)
        case "sub", (a, b):
            return exact.add(a, exact.negate(b), mode)
        case "mul", (a, b):
            return exact.mul(a, b)
        case "fma", (a, b, c):
            return exact.fma(a, b, c, mode)
        case "div", (a, b):
            return exact.div(a, b)
        case "rcp", (a,):
            return exact.div(("num", 0, Fraction(1)), a)
        case "sqrt", (a,):
            return exact.sqrt(a)
    raise AssertionError(op)


def compute(op, kind, mode="rn", ftz=False, sat=False, relu=False):
    """The instruction as a function on bits."""
    fmt = FORMATS[kind]

    def fn(*bits):
        value = calculate(op, tuple(decode(b, fmt, ftz) for b in bits), mode)
        return encode(value, fmt, mode, ftz, sat, relu)

    return fn


def packed(fn):
    """fn on the two halves of 32 bits."""
    return lambda *bits: fn(*(b & 0xFFFF for b in bits)) | fn(*(b >> 16 for b in bits)) << 16


ARITY = {"add": 2, "sub": 2, "mul": 2, "div": 2, "fma": 3, "rcp": 1, "sqrt": 1}
OPERANDS = ["", "$0, $1;", "$0, $1, $2;", "$0, $1, $2, $3;"]


def arithmetic():
    for op, arity in ARITY.items():
        for mode in MODES:
            for ftz in ("", ".ftz"):
                for sat in ("", ".sat") if op in ("add", "sub", "mul", "fma") else ("",):
                    yield Form(f"{op}.{mode}{ftz}{sat}.f32 {OPERANDS[arity]}", "f32", ["f32"] * arity,
                               compute(op, "f32", mode, bool(ftz), bool(sat)))  # fmt: skip
            yield Form(f"{op}.{mode}.f64 {OPERANDS[arity]}", "f64", ["f64"] * arity, compute(op, "f64", mode))
    for op in ("add", "sub", "mul", "fma"):
        arity = ARITY[op]
        rn = ".rn" if op == "fma" else ""
        for ftz in ("", ".ftz"):
            for last in ("", ".sat") + ((".relu",) if op == "fma" else ()):
                fn = compute(op, "f16", "rn", bool(ftz), last == ".sat", last == ".relu")
                yield Form(f"{op}{rn}{ftz}{last}.f16 {OPERANDS[arity]}", "f16", ["f16"] * arity, fn)
                yield Form(f"{op}{rn}{ftz}{last}.f16x2 {OPERANDS[arity]}", "f16x2", ["f16x2"] * arity, packed(fn))
        for relu in ("", ".relu") if op == "fma" else ("",):
            fn = compute(op, "bf16", relu=bool(relu))
            yield Form(f"{op}.rn{relu}.bf16 {OPERANDS[arity]}", "bf16", ["bf16"] * arity, fn)
            yield Form(f"{op}.rn{relu}.bf16x2 {OPERANDS[arity]}", "bf16x2", ["bf16x2"] * arity, packed(fn))


def flush(bits, fmt, ftz):
    return encode(decode(bits, fmt, ftz), fmt)


def extreme(fmt, largest, ftz, nan, xorsign):
    def fn(a, b):
        x, y = decode(a, fmt, ftz), decode(b, fmt, ftz)
        if xorsign:
            sign = (a ^ b) & fmt.sign
            value = exact.extreme((x[0], 0, x[2]), (y[0], 0, y[2]), largest, nan)
            return fmt.nan if value[0] == "nan" else encode(value, fmt) & ~fmt.sign | sign
        return encode(exact.extreme(x, y, largest, nan), fmt)

    return fn


def extremes():
    for kind, fmt in FORMATS.items():
        for name in ("min", "max"):
            for ftz in ("", ".ftz") if kind in ("f32", "f16") else ("",):
                for nan in ("", ".NaN") if kind != "f64" else ("",):
                    for xorsign in ("", ".xorsign.abs") if kind != "f64" else ("",):
                        fn = extreme(fmt, name == "max", bool(ftz), bool(nan), bool(xorsign))
                        text = f"{name}{ftz}{nan}{xorsign}.{kind}"
                        yield Form(f"{text} $0, $1, $2;", kind, [kind] * 2, fn)
                        if fmt.width == 16:
                            yield Form(f"{text}x2 $0, $1, $2;", f"{kind}x2", [f"{kind}x2"] * 2, packed(fn))


def signs():
    for kind, fmt in FORMATS.items():
        for ftz in ("", ".ftz") if kind in ("f32", "f16") else ("",):
            for op, fn in {"abs": lambda a, f, z: flush(a, f, z) & ~f.sign, "neg": lambda a, f, z: flush(a, f, z) ^ f.sign}.items():
                on = lambda a, fn=fn, f=fmt, z=bool(ftz): fn(a, f, z)  # noqa: E731
                yield Form(f"{op}{ftz}.{kind} $0, $1;", kind, [kind], on)
                if fmt.width == 16:
                    yield Form(f"{op}{ftz}.{kind}x2 $0, $1;", f"{kind}x2", [f"{kind}x2"], packed(on))
    for kind in ("f32", "f64"):
        fmt = FORMATS[kind]
        yield Form(f"copysign.{kind} $0, $1, $2;", kind, [kind] * 2, lambda a, b, f=fmt: b & ~f.sign | a & f.sign)
        tests = {"finite": lambda v, n: v[0] == "num", "infinite": lambda v, n: v[0] == "inf",
                 "number": lambda v, n: v[0] != "nan", "notanumber": lambda v, n: v[0] == "nan",
                 "normal": lambda v, n: v[0] == "num" and not 0 < v[2] < n,  # 0 too, as ptxas has it
                 "subnormal": lambda v, n: v[0] == "num" and 0 < v[2] < n}  # fmt: skip
        for name, test in tests.items():
            yield Form(f"testp.{name}.{kind} $0, $1;", "pred", [kind], lambda a, f=fmt, t=test: int(
                t(decode(a, f), exact.power(f.lowest))))  # fmt: skip
        yield Form(f"selp.{kind} $0, $1, $2, $3;", kind, [kind, kind, "pred"], lambda a, b, p: a if p else b)


def compare(fmt, name, ftz):
    def fn(a, b):
        x, y = decode(a, fmt, ftz), decode(b, fmt, ftz)
        unordered = "nan" in (x[0], y[0])
        if name in ("num", "nan"):
            return int(unordered == (name == "nan"))
        if unordered:
            return int(len(name) == 3)
        size = lambda v: (-1 if v[1] else 1) * (exact.power(5000) if v[0] == "inf" else v[2])  # noqa: E731
        difference = size(x) - size(y)
        return int(COMPARE[name[:2]](difference))

    return fn


def comparisons():
    names = [*COMPARE, *(name + "u" for name in COMPARE), "num", "nan"]
    for kind, fmt in FORMATS.items():
        for ftz in ("", ".ftz") if kind in ("f32", "f16") else ("",):
            for name in names:
                fn = compare(fmt, name, bool(ftz))
                yield Form(f"setp.{name}{ftz}.{kind} $0, $1, $2;", "pred", [kind] * 2, fn)
                if kind in ("f32", "f64"):
                    yield Form(f"set.{name}{ftz}.u32.{kind} $0, $1, $2;", "b32", [kind] * 2,
                               lambda a, b, f=fn: 0xFFFFFFFF * f(a, b))  # fmt: skip
                    yield Form(f"set.{name}{ftz}.f32.{kind} $0, $1, $2;", "f32", [kind] * 2,
                               lambda a, b, f=fn: 0x3F800000 * f(a, b))  # fmt: skip
                if kind == "f16":
                    yield Form(f"setp.{name}{ftz}.f16x2 $p|$0, $1, $2;", "pred", ["f16x2"] * 2,
                               lambda a, b, f=fn: f(a >> 16, b >> 16))  # fmt: skip
        if kind == "f32":
            yield Form("slct.f32.f32 $0, $1, $2, $3;", "f32", ["f32"] * 3,
                       lambda a, b, c: a if compare(F32, "ge", False)(c, 0) else b)  # fmt: skip


def convert(come, to, mode, **how):
    return lambda a: encode(decode(a, come, how.get("ftz_in", False)), to, mode, **{
        k: v for k, v in how.items() if k != "ftz_in"})  # fmt: skip


def between_floats():
    for to, come in (("f16", "f32"), ("f16", "f64"), ("f32", "f64")):
        for mode in MODES:
            for sat in ("", ".sat"):
                yield Form(f"cvt.{mode}{sat}.{to}.{come} $0, $1;", to, [come],
                           convert(FORMATS[come], FORMATS[to], mode, sat=bool(sat)))  # fmt: skip
    for mode in MODES:
        yield Form(f"cvt.{mode}.ftz.f32.f64 $0, $1;", "f32", ["f64"], convert(F64, F32, mode, ftz=True))
        yield Form(f"cvt.{mode}.ftz.f16.f32 $0, $1;", "f16", ["f32"], convert(F32, F16, mode, ftz_in=True))
    for to, come in (("f32", "f16"), ("f64", "f16"), ("f64", "f32"), ("f32", "bf16")):
        yield Form(f"cvt.{to}.{come} $0, $1;", to, [come], convert(FORMATS[come], FORMATS[to], "rn"))
    yield Form("cvt.sat.f32.f16 $0, $1;", "f32", ["f16"], convert(F16, F32, "rn", sat=True))
    for mode in ("rn", "rz"):
        for relu in ("", ".relu"):
            for satfinite in ("", ".satfinite"):
                how = {"relu": bool(relu), "satfinite": bool(satfinite)}
                for kind in ("f16", "bf16"):
                    fn = convert(F32, FORMATS[kind], mode, **how)
                    last = f"{mode}{relu}{satfinite}.{kind}"
                    yield Form(f"cvt.{last}.f32 $0, $1;", kind, ["f32"], fn)
                    yield Form(f"cvt.{last}x2.f32 $0, $1, $2;", f"{kind}x2", ["f32"] * 2,
                               lambda a, b, f=fn: f(a) << 16 | f(b))  # fmt: skip
    tf32 = exact.Format(8, 10)
    yield Form("cvt.rna.tf32.f32 $0, $1;", "tf32", ["f32"], lambda a: encode(decode(a, F32), tf32, "rna") << 13)
    for mode in ("rn", "rz"):
        for relu in ("", ".relu"):
            yield Form(f"cvt.{mode}{relu}.tf32.f32 $0, $1;", "tf32", ["f32"], lambda a, m=mode, r=bool(relu): encode(
                decode(a, F32), tf32, m, relu=r) << 13)  # fmt: skip
    for kind in ("f16", "f32", "f64"):
        for mode in ("rni", "rzi", "rmi", "rpi"):
            yield Form(f"cvt.{mode}.{kind}.{kind} $0, $1;", kind, [kind], whole(FORMATS[kind], mode))


def whole(fmt, mode):
    def fn(a):
        kind, sign, magnitude = decode(a, fmt)
        if kind != "num":
            return encode((kind, sign, magnitude), fmt)
        return encode((kind, sign, Fraction(exact.round_integer(magnitude, sign, mode))), fmt)

    return fn


# Eight bits: (format, largest finite pattern, pattern of NaN).
SMALL = {"e4m3": (exact.Format(4, 3), 0x7E, 0x7F), "e5m2": (exact.Format(5, 2), 0x7B, 0x7F)}


def encode8(value, name, relu):
    fmt, largest, nan = SMALL[name]
    if value[0] == "nan":
        return nan
    if relu and value[1]:
        return 0
    bits = largest
    if value[0] == "num":
        # One exponent bit more, so that nothing overflows while it is rounded.
        shifted = value[2] * exact.power(exact.Format(8, fmt.mantissa).lowest - fmt.lowest)
        bits = min(encode(("num", 0, shifted), exact.Format(8, fmt.mantissa)), largest)
    return value[1] << 7 | bits


def decode8(bits, name):
    fmt, largest, _ = SMALL[name]
    if name == "e5m2":
        return decode(bits, fmt)
    if bits & 127 == 127:
        return exact.NAN
    kind, sign, magnitude = decode(bits & 127, exact.Format(5, 3))
    return kind, bits >> 7, magnitude * exact.power(exact.Format(4, 3).lowest - exact.Format(5, 3).lowest)


def small_floats():
    for name in SMALL:
        for relu in ("", ".relu"):
            one = lambda a, f, n=name, r=bool(relu): encode8(decode(a, f), n, r)  # noqa: E731
            yield Form(f"cvt.rn.satfinite{relu}.{name}x2.f32 $0, $1, $2;", f"{name}x2", ["f32"] * 2,
                       lambda a, b, f=one: f(a, F32) << 8 | f(b, F32))  # fmt: skip
            yield Form(f"cvt.rn.satfinite{relu}.{name}x2.f16x2 $0, $1;", f"{name}x2", ["f16x2"],
                       lambda a, f=one: f(a >> 16, F16) << 8 | f(a & 0xFFFF, F16))  # fmt: skip
            back = lambda a, n=name, r=bool(relu): encode(decode8(a, n), F16, relu=r)  # noqa: E731
            yield Form(f"cvt.rn{relu}.f16x2.{name}x2 $0, $1;", "f16x2", ["b16"],
                       lambda a, f=back: f(a >> 8) << 16 | f(a & 255))  # fmt: skip


def with_integers():
    for kind, fmt in FORMATS.items():
        for to in ("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64"):
            width = int(to[1:])
            if kind == "bf16" and width == 8:
                continue  # registers of 8 bits only
            register = max(16, width)
            low, high = (-(1 << width - 1), (1 << width - 1) - 1) if to[0] == "s" else (0, (1 << width) - 1)
            nan = 0 if kind != "f64" and width < 64 else 1 << (width - 1)
            for mode in ("rni", "rzi", "rmi", "rpi"):
                for ftz in ("", ".ftz") if kind == "f32" else ("",):
                    def fn(a, f=fmt, low=low, high=high, m=mode, n=nan, z=bool(ftz), w=width, r=register, t=to):
                        value = exact.to_integer(decode(a, f, z), low, high, m, n)
                        return wrap(signed(value, w) if t[0] == "s" else value, r)

                    yield Form(f"cvt.{mode}{ftz}.{to}.{kind} $0, $1;", f"b{register}", [kind], fn)
            for mode in MODES:
                def back(a, f=fmt, m=mode, w=width, t=to):
                    value = Fraction(signed(a, w) if t[0] == "s" else wrap(a, w))
                    return encode(exact.from_fraction(value), f, m)

                yield Form(f"cvt.{mode}.{kind}.{to} $0, $1;", kind, [f"b{register}"], back)


def forms():
    for part in (arithmetic, extremes, signs, comparisons, between_floats, small_floats, with_integers):
        yield from part()
