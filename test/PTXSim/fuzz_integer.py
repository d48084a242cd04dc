"""Integer, bit, logic and selection instructions with what they must compute."""

from fuzz_form import Form, signed, wrap



def number(bits, kind):
    width = int(kind[1:])
    return signed(bits, width) if kind[0] == "s" else wrap(bits, width)


def on(kind, fn):
    """fn on numbers of one type, as a function on bits."""
    return lambda *bits: wrap(fn(*(number(b, kind) for b in bits)), int(kind[1:]))


def reg(kind):
    return f"b{kind[1:]}"


def truncate(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def clamp(value, kind):
    width = int(kind[1:])
    low, high = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if kind[0] == "s" else (0, (1 << width) - 1)
    return min(max(value, low), high)


def arithmetic():
    for width in (16, 32, 64):
        for kind in (f"s{width}", f"u{width}"):
            r = reg(kind)
            for op, fn in {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul.lo": lambda a, b: a * b,
                           "mul.hi": lambda a, b, w=width: a * b >> w, "min": min, "max": max}.items():  # fmt: skip
                yield Form(f"{op}.{kind} $0, $1, $2;", r, [r, r], on(kind, fn))
            for op, fn in {"mad.lo": lambda a, b, c: a * b + c, "sad": lambda a, b, c: c + abs(a - b),
                           "mad.hi": lambda a, b, c, w=width: (a * b >> w) + c}.items():  # fmt: skip
                yield Form(f"{op}.{kind} $0, $1, $2, $3;", r, [r, r, r], on(kind, fn))
            for op, fn in {"div": truncate, "rem": lambda a, b: a - b * truncate(a, b)}.items():
                # The result of a division by zero is not specified.
                text = f"or.{r} $t, $2, 1; {op}.{kind} $0, $1, $t;"
                yield Form(text, r, [r, r], on(kind, lambda a, b, fn=fn: fn(a, b | 1)), scratch=r)
            if width < 64:
                wide = f"b{2 * width}"
                product = lambda a, b, k=kind: wrap(number(a, k) * number(b, k), 2 * int(k[1:]))  # noqa: E731
                yield Form(f"mul.wide.{kind} $0, $1, $2;", wide, [r, r], product)
                yield Form(f"mad.wide.{kind} $0, $1, $2, $3;", wide, [r, r, wide],
                           lambda a, b, c, p=product, w=width: wrap(p(a, b) + c, 2 * w))  # fmt: skip
        r = f"b{width}"
        yield Form(f"abs.s{width} $0, $1;", r, [r], on(f"s{width}", abs))
        yield Form(f"neg.s{width} $0, $1;", r, [r], on(f"s{width}", lambda a: -a))
    for op, fn in {"add": lambda a, b: a + b, "sub": lambda a, b: a - b}.items():
        saturated = lambda a, b, fn=fn: wrap(clamp(fn(signed(a, 32), signed(b, 32)), "s32"), 32)  # noqa: E731
        yield Form(f"{op}.sat.s32 $0, $1, $2;", "b32", ["b32", "b32"], saturated)
    for kind in ("s32", "u32"):
        low24 = lambda a, k=kind: signed(a, 24) if k[0] == "s" else wrap(a, 24)  # noqa: E731
        for part, shift in (("lo", 0), ("hi", 16)):
            yield Form(f"mul24.{part}.{kind} $0, $1, $2;", "b32", ["b32"] * 2,
                       lambda a, b, f=low24, s=shift: wrap(f(a) * f(b) >> s, 32))  # fmt: skip
        yield Form(f"mad24.lo.{kind} $0, $1, $2, $3;", "b32", ["b32"] * 3,
                   lambda a, b, c, f=low24: wrap(f(a) * f(b) + c, 32))  # fmt: skip
    yield from carries()
    yield from dots()


def carries():
    split = "mov.b64 {$t, $u}, $1; mov.b64 {$v, $w}, $2; "
    for op, fn in {"add": lambda a, b: a + b, "sub": lambda a, b: a - b}.items():
        text = split + f"{op}.cc.u32 $t, $t, $v; {op}c.u32 $u, $u, $w; mov.b64 $0, {{$t, $u}};"
        yield Form(text, "b64", ["b64", "b64"], lambda a, b, fn=fn: wrap(fn(a, b), 64), scratch="b32")
    text = ("mov.b64 {$t, $u}, $3; mad.lo.cc.u32 $t, $1, $2, $t; madc.hi.u32 $u, $1, $2, $u; mov.b64 $0, {$t, $u};")
    yield Form(text, "b64", ["b32", "b32", "b64"], lambda a, b, c: wrap(a * b + c, 64), scratch="b32")
    # The carry out of an addition by itself.
    text = "add.cc.u32 $t, $1, $2; addc.u32 $0, 0, 0;"
    yield Form(text, "b32", ["b32", "b32"], lambda a, b: a + b >> 32, scratch="b32")


def lanes_of(bits, width, sign):
    parts = [bits >> i & ((1 << width) - 1) for i in range(0, 32, width)]
    return [signed(p, width) if sign else p for p in parts]


def differences(x, y, z, kinds, how):
    """vabsdiff4 of the types of d, a and b."""
    d, a, b = kinds
    parts = [abs(p - q) for p, q in zip(lanes_of(x, 8, a == "s"), lanes_of(y, 8, b == "s"))]
    if how == ".add":
        return wrap(z + sum(parts), 32)
    if how == ".sat":
        parts = [clamp(p, f"{d}8") for p in parts]
    return sum(wrap(p, 8) << 8 * i for i, p in enumerate(parts))


def dots():
    for kinds in ("uuu", "sss", "usu", "sus"):
        for how in ("", ".sat", ".add"):
            text = "vabsdiff4." + ".".join(f"{k}32" for k in kinds) + f"{how} $0, $1, $2, $3;"
            yield Form(text, "b32", ["b32"] * 3, lambda x, y, z, k=kinds, h=how: differences(x, y, z, k, h),
                       literals=False)  # fmt: skip
    for a in "su":
        for b in "su":
            yield Form(f"dp4a.{a}32.{b}32 $0, $1, $2, $3;", "b32", ["b32"] * 3, lambda x, y, z, a=a, b=b: wrap(
                z + sum(p * q for p, q in zip(lanes_of(x, 8, a == "s"), lanes_of(y, 8, b == "s"))), 32))  # fmt: skip
            for part, start in (("lo", 0), ("hi", 2)):
                yield Form(f"dp2a.{part}.{a}32.{b}32 $0, $1, $2, $3;", "b32", ["b32"] * 3,
                           lambda x, y, z, a=a, b=b, s=start: wrap(z + sum(p * q for p, q in zip(
                               lanes_of(x, 16, a == "s"), lanes_of(y, 8, b == "s")[s : s + 2])), 32))  # fmt: skip


def find(a, kind, shiftamt):
    width = int(kind[1:])
    if kind[0] == "s" and a >> (width - 1):
        a = ~a & ((1 << width) - 1)
    if a == 0:
        return 0xFFFFFFFF
    at = a.bit_length() - 1
    return width - 1 - at if shiftamt else at


def extract(a, b, c, kind):
    width = int(kind[1:])
    at, count = b & 255, c & 255
    sign = 0 if kind[0] == "u" or count == 0 else a >> min(at + count - 1, width - 1) & 1
    bits = [a >> at + i & 1 if i < count and at + i < width else sign for i in range(width)]
    return sum(bit << i for i, bit in enumerate(bits))


def insert(a, b, c, d, width):
    at, count = c & 255, d & 255
    for i in range(count):
        if at + i < width:
            b = b & ~(1 << (at + i)) | (a >> i & 1) << (at + i)
    return b


def extend(a, b, kind, mode):
    too_large = b >= 32 and mode == "clamp"
    b &= 31
    mask = 0 if too_large else wrap(-1 << b, 32)
    sign = kind == "s32" and b != 0 and not too_large and a >> (b - 1) & 1
    return a & ~mask & 0xFFFFFFFF | (mask if sign else 0)


def mask_of(a, b, mode):
    if mode == "clamp" and a >= 32:
        return 0
    start, count = a & 31, b & 31
    if start + count >= 32 or (mode == "clamp" and b >= 32):
        return wrap(-1 << start, 32)
    return wrap((1 << count) - 1 << start, 32)


def permute(a, b, c, mode):
    pair = [(b << 32 | a) >> 8 * i & 255 for i in range(8)]
    if mode == "":
        picks = [pair[c >> 4 * i & 7] for i in range(4)]
        picks = [(255 if p & 128 else 0) if c >> 4 * i & 8 else p for i, p in enumerate(picks)]
    else:
        n = c & 3
        order = {".f4e": [n, n + 1, n + 2, n + 3], ".b4e": [n, (n - 1) % 8, (n - 2) % 8, (n - 3) % 8], ".rc8": [n] * 4,
                 ".ecl": [max(n, i) for i in range(4)], ".ecr": [min(n, i) for i in range(4)],
                 ".rc16": [n % 2 * 2, n % 2 * 2 + 1] * 2}[mode]  # fmt: skip
        picks = [pair[i] for i in order]
    return sum(p << 8 * i for i, p in enumerate(picks))


def funnel(a, b, c, left, mode):
    n = min(c, 32) if mode == "clamp" else c & 31
    return wrap(((b << 32 | a) << n >> 32) if left else ((b << 32 | a) >> n), 32)


def bits():
    for width in (32, 64):
        r, mask = f"b{width}", (1 << width) - 1
        yield Form(f"popc.{r} $0, $1;", "b32", [r], int.bit_count)
        yield Form(f"clz.{r} $0, $1;", "b32", [r], lambda a, w=width: w - a.bit_length())
        yield Form(f"brev.{r} $0, $1;", r, [r], lambda a, w=width: int(f"{a:0{w}b}"[::-1], 2))
        yield Form(f"bfi.{r} $0, $1, $2, $3, $4;", r, [r, r, "small", "small"],
                   lambda a, b, c, d, w=width: insert(a, b, c, d, w))  # fmt: skip
        for kind in (f"u{width}", f"s{width}"):
            yield Form(f"bfe.{kind} $0, $1, $2, $3;", r, [r, "small", "small"],
                       lambda a, b, c, k=kind: extract(a, b, c, k))  # fmt: skip
            for shiftamt in (False, True):
                yield Form(f"bfind{'.shiftamt' * shiftamt}.{kind} $0, $1;", "b32", [r],
                           lambda a, k=kind, s=shiftamt: find(a, k, s))  # fmt: skip
    for width in (16, 32, 64):
        r, mask = f"b{width}", (1 << width) - 1
        for op, fn in {"and": int.__and__, "or": int.__or__, "xor": int.__xor__}.items():
            yield Form(f"{op}.{r} $0, $1, $2;", r, [r, r], fn)
        yield Form(f"not.{r} $0, $1;", r, [r], lambda a, m=mask: a ^ m)
        yield Form(f"cnot.{r} $0, $1;", r, [r], lambda a: int(a == 0))
        yield Form(f"shl.{r} $0, $1, $2;", r, [r, "small"], lambda a, n, m=mask: a << min(n, 64) & m)
        for kind in (r, f"u{width}", f"s{width}"):
            yield Form(f"shr.{kind} $0, $1, $2;", r, [r, "small"],
                       lambda a, n, k=kind, m=mask: number(a, k) >> min(n, 64) & m)  # fmt: skip
    for mode in ("clamp", "wrap"):
        for left in (False, True):
            yield Form(f"shf.{'l' if left else 'r'}.{mode}.b32 $0, $1, $2, $3;", "b32", ["b32", "b32", "small"],
                       lambda a, b, c, l=left, m=mode: funnel(a, b, c, l, m))  # fmt: skip
        for kind in ("s32", "u32"):
            yield Form(f"szext.{mode}.{kind} $0, $1, $2;", "b32", ["b32", "small"],
                       lambda a, b, k=kind, m=mode: extend(a, b, k, m))  # fmt: skip
        yield Form(f"bmsk.{mode}.b32 $0, $1, $2;", "b32", ["small", "small"], lambda a, b, m=mode: mask_of(a, b, m))
    for mode in ("", ".f4e", ".b4e", ".rc8", ".ecl", ".ecr", ".rc16"):
        yield Form(f"prmt.b32{mode} $0, $1, $2, $3;", "b32", ["b32"] * 3, lambda a, b, c, m=mode: permute(a, b, c, m))
    for table in (0x96, 0xE8, 0xCA, 0x1B, 0x80):
        yield Form(f"lop3.b32 $0, $1, $2, $3, {table};", "b32", ["b32"] * 3, lambda a, b, c, t=table: sum(
            (t >> (4 * (a >> i & 1) + 2 * (b >> i & 1) + (c >> i & 1)) & 1) << i for i in range(32)))  # fmt: skip


def conversions():
    for to in ("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64"):
        for come in ("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64"):
            d, s = (f"b{max(16, int(k[1:]))}" for k in (to, come))
            # A result narrower than its register is extended by its own sign.
            keep = lambda v, t=to, d=d: wrap(number(v, t), int(d[1:]))  # noqa: E731
            yield Form(f"cvt.{to}.{come} $0, $1;", d, [s], lambda a, k=keep, c=come: k(number(a, c)))
            fits = clamp(-1, come) == clamp(-1, to) and int(to[1:]) >= int(come[1:]) or (
                come[0] == "u" and int(to[1:]) > int(come[1:]))  # fmt: skip
            if not fits:
                yield Form(f"cvt.sat.{to}.{come} $0, $1;", d, [s],
                           lambda a, k=keep, c=come, t=to: k(clamp(number(a, c), t)))  # fmt: skip
    yield Form("mov.b32 {$t, $u}, $1; mov.b32 $0, {$u, $t};", "b32", ["b32"],
               lambda a: (a << 16 | a >> 16) & 0xFFFFFFFF, scratch="b16")  # fmt: skip
    yield Form("mov.b64 {$t, $u, $v, $w}, $1; mov.b64 $0, {$w, $t, $v, $u};", "b64", ["b64"], lambda a: sum(
        (a >> 16 * i & 0xFFFF) << 16 * j for j, i in enumerate((3, 0, 2, 1))), scratch="b16")  # fmt: skip


COMPARE = {"eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
           "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b}  # fmt: skip
UNSIGNED = {"lo": "lt", "ls": "le", "hi": "gt", "hs": "ge"}
JOIN = {"and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b}


def selections():
    for width in (16, 32, 64):
        r = f"b{width}"
        for kind in (f"s{width}", f"u{width}"):
            names = list(COMPARE) + (list(UNSIGNED) if kind[0] == "u" else [])
            for name in names:
                fn = lambda a, b, f=COMPARE[UNSIGNED.get(name, name)], k=kind: int(f(number(a, k), number(b, k)))  # noqa: E731
                yield Form(f"setp.{name}.{kind} $0, $1, $2;", "pred", [r, r], fn)
                for join, both in JOIN.items():
                    yield Form(f"setp.{name}.{join}.{kind} $0|$p, $1, $2, !$3;", "pred", [r, r, "pred"],
                               lambda a, b, c, f=fn, j=both: j(f(a, b), 1 - c))  # fmt: skip
                if width > 16:
                    yield Form(f"set.{name}.u32.{kind} $0, $1, $2;", "b32", [r, r], lambda a, b, f=fn: -f(a, b) & 0xFFFFFFFF)
        yield Form(f"selp.{r} $0, $1, $2, $3;", r, [r, r, "pred"], lambda a, b, p: a if p else b)
        yield Form(f"slct.{r}.s32 $0, $1, $2, $3;", r, [r, r, "b32"], lambda a, b, c: b if c >> 31 else a)
    for op, fn in JOIN.items():
        yield Form(f"{op}.pred $0, $1, $2;", "pred", ["pred", "pred"], fn)
    yield Form("not.pred $0, $1;", "pred", ["pred"], lambda a: 1 - a)


def forms():
    for part in (arithmetic, bits, conversions, selections):
        yield from part()
