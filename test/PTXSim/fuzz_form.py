"""What the instruction fuzz knows of a form of instruction."""

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass
class Form:
    """text: $0 is the result, $1.. the operands, $t $u $v $w scratch registers, $p a predicate.

    fn: bits of the operands in one lane to the bits of the result; with `warp`,
    lists of 32 of them to a list. "small" operands are b32 that are often small.
    """

    text: str
    result: str
    operands: list
    fn: Callable
    scratch: str = ""
    warp: bool = False
    literals: bool = True  # operands may be numbers


def signed(bits, width):
    bits &= (1 << width) - 1
    return bits - (1 << width) if bits >> (width - 1) else bits


def wrap(value, width):
    return value & ((1 << width) - 1)
