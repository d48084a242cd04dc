"""Instructions in which the lanes of a warp meet; all 32 take part."""

from fuzz_form import Form, signed, wrap

LANES = range(32)


def source(mode, lane, b, c):
    """The lane that shfl reads, and whether it lies in the segment."""
    limit, segment, b = c & 31, c >> 8 & 31, b & 31
    highest = lane & segment | limit & ~segment & 31
    if mode == "up":
        at, inside = lane - b, lane - b >= highest
    elif mode == "down":
        at, inside = lane + b, lane + b <= highest
    elif mode == "bfly":
        at, inside = lane ^ b, lane ^ b <= highest
    else:
        at = lane & segment | b & ~segment & 31
        inside = at <= highest
    return (at if inside else lane), int(inside)


def shuffles():
    for mode in ("up", "down", "bfly", "idx"):
        for c in (0x1F, 0, 0x181F, 0x1C03, 0x1000):
            def value(a, b, m=mode, c=c):
                return [a[source(m, i, b[i], c)[0]] for i in LANES]

            def inside(a, b, m=mode, c=c):
                return [source(m, i, b[i], c)[1] for i in LANES]

            yield Form(f"shfl.sync.{mode}.b32 $0, $1, $2, {c}, -1;", "b32", ["b32", "small"], value, warp=True)
            text = f"shfl.sync.{mode}.b32 $t|$0, $1, $2, {c}, -1;"
            yield Form(text, "pred", ["b32", "small"], inside, scratch="b32", warp=True)


def matches():
    for width in (32, 64):
        r = f"b{width}"
        # Few different values, so that lanes do match.
        narrow = f"and.{r} $t, $1, 3; "
        low = lambda a: [v & 3 for v in a]  # noqa: E731
        yield Form(narrow + f"match.any.sync.{r} $0, $t, -1;", "b32", [r], lambda a: [
            sum((v & 3 == w & 3) << i for i, v in enumerate(a)) for w in a], scratch=r, warp=True)  # fmt: skip
        for spread in (0, 3):
            text = f"and.{r} $t, $1, {spread}; match.all.sync.{r} $0|$p, $t, -1;"
            yield Form(text, "b32", [r], lambda a, s=spread: [
                0xFFFFFFFF if len({v & s for v in a}) == 1 else 0] * 32, scratch=r, warp=True)  # fmt: skip
        text = narrow + f"match.all.sync.{r} $u|$0, $t, -1;"
        if width == 32:
            yield Form(text, "pred", [r], lambda a: [int(len(set(low(a))) == 1)] * 32, scratch=r, warp=True)


def votes():
    yield Form("vote.sync.all.pred $0, $1, -1;", "pred", ["pred"], lambda a: [int(all(a))] * 32, warp=True)
    yield Form("vote.sync.any.pred $0, !$1, -1;", "pred", ["pred"], lambda a: [int(not all(a))] * 32, warp=True)
    yield Form("vote.sync.uni.pred $0, $1, -1;", "pred", ["pred"], lambda a: [int(len(set(a)) == 1)] * 32, warp=True)
    yield Form("vote.sync.ballot.b32 $0, $1, -1;", "b32", ["pred"],
               lambda a: [sum(p << i for i, p in enumerate(a))] * 32, warp=True)  # fmt: skip
    yield Form("activemask.b32 $0;", "b32", [], lambda: [0xFFFFFFFF] * 32, warp=True)


def reductions():
    for kind in ("u32", "s32"):
        number = lambda v, k=kind: signed(v, 32) if k[0] == "s" else v  # noqa: E731
        for op, fn in {"add": sum, "min": min, "max": max}.items():
            yield Form(f"redux.sync.{op}.{kind} $0, $1, -1;", "b32", ["b32"], lambda a, f=fn, n=number: [
                wrap(f([n(v) for v in a]), 32)] * 32, warp=True)  # fmt: skip
    for op, fn in {"and": int.__and__, "or": int.__or__, "xor": int.__xor__}.items():
        def fold(a, fn=fn):
            total = a[0]
            for v in a[1:]:
                total = fn(total, v)
            return [total] * 32

        yield Form(f"redux.sync.{op}.b32 $0, $1, -1;", "b32", ["b32"], fold, warp=True)


def forms():
    for part in (shuffles, matches, votes, reductions):
        yield from part()
