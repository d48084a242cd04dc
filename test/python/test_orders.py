"""Attention whose queries and keys are read in another order, in place.

Sizes that windows, patches and rates do not divide, on every target, against the
interpreter by the tolerance rule.
"""

import dataclasses

import pytest
import tools


@dataclasses.dataclass
class Shape:
    q: tuple
    k: tuple = None
    dtype: str = "f32"
    maps: str = ""
    lse: bool = False
    normalizer: str = ""

    def module(self, pattern):
        k = self.k or self.q
        q_type = f"tensor<{'x'.join(map(str, self.q))}x{self.dtype}>"
        k_type = f"tensor<{'x'.join(map(str, k))}x{self.dtype}>"
        names, types = "%o", q_type
        if self.lse:
            names, types = "%o, %l", f"{q_type}, tensor<{'x'.join(map(str, self.q[:-1]))}xf32>"
        return (
            f"func.func @f(%q: {q_type}, %k: {k_type}, %v: {k_type}) -> ({types}) {{\n"
            f"  {names} = attn.attention %q, %k, %v pattern(#attn.{pattern}) {self.normalizer} {self.maps}\n"
            f"    : ({q_type}, {k_type}, {k_type}) -> ({types})\n"
            f"  return {names} : {types}\n}}\n"
        )


BSHD = (
    "maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>, affine_map<(b, h, q, k, d, e) -> (b, k, h, d)>, "
    "affine_map<(b, h, q, k, d, e) -> (b, k, h, e)>, affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>])"
)  # fmt: skip
PLANE = (
    "maps([affine_map<(b, h, q, k, d, e) -> (q, d)>, affine_map<(b, h, q, k, d, e) -> (k, d)>, "
    "affine_map<(b, h, q, k, d, e) -> (k, e)>, affine_map<(b, h, q, k, d, e) -> (q, e)>])"
)  # fmt: skip

CASES = {
    "dilated": ("dilated<rate = 4, width = 5>", Shape((1, 2, 64, 16))),
    "dilated uneven": ("dilated<rate = 4, width = 5>", Shape((2, 2, 67, 16), lse=True)),
    "dilated, long classes": ("dilated<rate = 2, width = 40>", Shape((1, 1, 515, 8))),
    "dilated, one key a class": ("dilated<rate = 7, width = 3>", Shape((1, 1, 9, 8))),
    "dilated, more classes than keys": ("dilated<rate = 9, width = 3>", Shape((1, 2, 5, 8))),
    "dilated, grouped": ("dilated<rate = 3, width = 4>", Shape((2, 4, 50, 16), (2, 2, 50, 16))),
    "dilated, plane": ("dilated<rate = 3, width = 4>", Shape((50, 16), maps=PLANE)),
    "strided": ("strided<stride = 8, local = 4>", Shape((1, 2, 80, 16), lse=True)),
    "strided uneven": ("strided<stride = 7, local = 9>", Shape((2, 2, 75, 16))),
    "strided, grouped, f16": ("strided<stride = 7, local = 9>", Shape((1, 4, 75, 16), (1, 2, 75, 16), "f16")),
    "fixed uneven": ("fixed<block = 12, summary = 3>", Shape((1, 2, 75, 16), lse=True)),
    "fixed, one block": ("fixed<block = 43, summary = 35>", Shape((1, 2, 17, 16))),
    "swin": ("swin<grid = [9, 10], window = [4, 4], shift = [1, 3]>", Shape((1, 2, 90, 16), lse=True)),
    "swin, long windows": ("swin<grid = [19, 30], window = [12, 13], shift = [5, 6]>", Shape((1, 1, 570, 8))),
    "swin, BSHD": ("swin<grid = [9, 10], window = [4, 4], shift = [1, 3]>", Shape((2, 90, 3, 16), maps=BSHD)),
    "swin, grouped, bf16": (
        "swin<grid = [9, 10], window = [4, 4], shift = [1, 3]>",
        Shape((1, 4, 90, 16), (1, 2, 90, 16), "bf16"),
    ),
    "swin, 1-D": ("swin<grid = [50], window = [8], shift = [3]>", Shape((1, 2, 50, 16))),
    "swin, 3-D": ("swin<grid = [5, 6, 7], window = [2, 4, 3], shift = [1, 0, 2]>", Shape((1, 1, 210, 8))),
    "neighborhood": ("neighborhood<grid = [11, 18], kernel = [3, 5]>", Shape((1, 2, 198, 16), lse=True)),
    "neighborhood, dilated": (
        "neighborhood<grid = [13, 19], kernel = [3, 5], dilation = [2, 3]>",
        Shape((1, 2, 247, 16)),
    ),
    "neighborhood, 3-D, dilated": (
        "neighborhood<grid = [5, 7, 6], kernel = [3, 3, 3], dilation = [1, 2, 2]>",
        Shape((1, 1, 210, 8)),
    ),
    "neighborhood, 1-D, grouped": (
        "neighborhood<grid = [150], kernel = [9], dilation = [2]>",
        Shape((2, 4, 150, 16), (2, 2, 150, 16)),
    ),
    "union": ("union<[#attn.dilated<rate = 5, width = 4>, #attn.global<[0, 3]>]>", Shape((1, 2, 72, 16))),
    "softmax of no maximum": ("dilated<rate = 4, width = 5>", Shape((1, 2, 67, 16), normalizer="normalizer(#attn.sigmoid)")),
}  # fmt: skip


@pytest.mark.parametrize("target", ["linalg", "cpu"])
@pytest.mark.parametrize("name", CASES)
def test_order(name, target, tmp_path):
    pattern, shape = CASES[name]
    path = tmp_path / "natural.mlir"
    path.write_text(shape.module(pattern))
    ordered = tmp_path / "ordered.mlir"
    ordered.write_text(tools.run("attn-opt", path, "--attn-reorder=force").stdout)
    assert "#attn.reordered" in ordered.read_text()
    tools.run(
        "attn-run", ordered, "--entry=f", f"--target={target}", "--random-args=3", "--compare=interpret"
    )
