"""Binary floating point in exact rationals: the oracle of the instruction fuzz.

A value is (kind, sign, magnitude): kind "num", "inf" or "nan", sign 0 or 1 and a
Fraction. Everything is computed exactly and rounded once.
"""

import dataclasses
import math
from fractions import Fraction


@dataclasses.dataclass(frozen=True)
class Format:
    exponent: int
    mantissa: int

    @property
    def width(self):
        return 1 + self.exponent + self.mantissa

    @property
    def lowest(self):
        """The exponent of the smallest normal number."""
        return 2 - (1 << (self.exponent - 1))

    @property
    def infinity(self):
        return ((1 << self.exponent) - 1) << self.mantissa

    @property
    def nan(self):
        return self.infinity | ((1 << self.mantissa) - 1)

    @property
    def sign(self):
        return 1 << (self.width - 1)


F16, BF16, F32, F64 = Format(5, 10), Format(8, 7), Format(8, 23), Format(11, 52)
NAN = ("nan", 0, Fraction(0))


def power(exponent):
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)


def decode(bits, fmt, ftz=False):
    sign = bits >> (fmt.width - 1) & 1
    field = bits >> fmt.mantissa & ((1 << fmt.exponent) - 1)
    low = bits & ((1 << fmt.mantissa) - 1)
    if field == (1 << fmt.exponent) - 1:
        return NAN if low else ("inf", sign, Fraction(0))
    if field == 0:
        return "num", sign, Fraction(0) if ftz else low * power(fmt.lowest - fmt.mantissa)
    return "num", sign, (low | 1 << fmt.mantissa) * power(fmt.lowest + field - 1 - fmt.mantissa)


def round_integer(magnitude, sign, mode):
    low = math.floor(magnitude)
    rest = magnitude - low
    if mode in ("rn", "rni"):
        return low + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2))
    if mode == "rna":
        return low + (rest >= Fraction(1, 2))
    if mode in ("rm", "rmi"):
        return low + (rest > 0 and sign)
    if mode in ("rp", "rpi"):
        return low + (rest > 0 and not sign)
    return low


def log2(magnitude):
    """floor(log2(magnitude)) of a positive Fraction."""
    guess = magnitude.numerator.bit_length() - magnitude.denominator.bit_length()
    return guess if magnitude >= power(guess) else guess - 1


def encode(value, fmt, mode="rn", ftz=False, sat=False, relu=False, satfinite=False):
    kind, sign, magnitude = value
    if kind == "nan":
        return 0 if sat else fmt.nan
    if sat:
        if sign or kind == "inf" or magnitude > 1:
            kind, sign, magnitude = "num", 0, Fraction(int(not sign))
    if relu and sign:
        kind, sign, magnitude = "num", 0, Fraction(0)
    top = sign << (fmt.width - 1)
    if kind == "inf":
        return top | (fmt.infinity - (1 if satfinite else 0))
    if magnitude == 0:
        return top
    exponent = max(log2(magnitude), fmt.lowest)
    bits = round_integer(magnitude / power(exponent - fmt.mantissa), sign, mode)
    bits += (exponent - fmt.lowest) << fmt.mantissa
    if bits >= fmt.infinity:
        away = mode in ("rn", "rna") or (mode == "rm" and sign) or (mode == "rp" and not sign)
        bits = fmt.infinity - (0 if away and not satfinite else 1)
    # What is subnormal after rounding is flushed.
    if ftz and bits < 1 << fmt.mantissa:
        bits = 0
    return top | bits


def signed(value):
    return -value[2] if value[1] else value[2]


def from_fraction(value, zero_sign=0):
    return "num", int(value < 0) if value else zero_sign, abs(value)


def negate(value):
    return value[0], 1 - value[1], value[2]


def mul(a, b):
    if "nan" in (a[0], b[0]):
        return NAN
    sign = a[1] ^ b[1]
    if "inf" in (a[0], b[0]):
        zero = any(x[0] == "num" and x[2] == 0 for x in (a, b))
        return NAN if zero else ("inf", sign, Fraction(0))
    return "num", sign, a[2] * b[2]


def add(a, b, mode):
    if "nan" in (a[0], b[0]):
        return NAN
    if a[0] == "inf" or b[0] == "inf":
        if a[0] == b[0] and a[1] != b[1]:
            return NAN
        return a if a[0] == "inf" else b
    total = signed(a) + signed(b)
    if total == 0 and a[1] == b[1]:
        return a[0], a[1], Fraction(0)
    return from_fraction(total, int(mode == "rm"))


def fma(a, b, c, mode):
    return add(mul(a, b), c, mode)


def div(a, b):
    if "nan" in (a[0], b[0]) or (a[0] == b[0] == "inf"):
        return NAN
    sign = a[1] ^ b[1]
    if a[0] == "inf":
        return "inf", sign, Fraction(0)
    if b[0] == "inf":
        return "num", sign, Fraction(0)
    if b[2] == 0:
        return NAN if a[2] == 0 else ("inf", sign, Fraction(0))
    return "num", sign, a[2] / b[2]


def sqrt(a):
    """Exact, or an odd value between two neighbours far finer than any format."""
    if a[0] == "nan" or (a[1] and (a[0] == "inf" or a[2])):
        return NAN
    if a[0] == "inf" or a[2] == 0:
        return a
    scale = 1400
    scaled = a[2] * power(scale)
    root = math.isqrt(math.floor(scaled))
    inexact = root * root != scaled
    return "num", 0, (2 * root + inexact) * power(-scale // 2 - 1)


def extreme(a, b, largest, nan):
    """min and max: one NaN loses unless `nan`; -0 is below +0."""
    if "nan" in (a[0], b[0]):
        return NAN if nan or a[0] == b[0] else b if a[0] == "nan" else a

    def order(x):
        size = (1, Fraction(0)) if x[0] == "inf" else (0, x[2])
        return (1, *size) if not x[1] else (0, -size[0], -size[1])

    return max(a, b, key=order) if largest else min(a, b, key=order)


def to_integer(value, low, high, mode, nan):
    if value[0] == "nan":
        return nan
    if value[0] == "inf":
        return low if value[1] else high
    whole = round_integer(value[2], value[1], mode)
    return min(max(-whole if value[1] else whole, low), high)
