"""Compiles the kernels of kernels.py to PTX for sm_80; needs no GPU.

    python compile.py FOLDER

For each kernel: NAME.ptx and NAME.json (entry, warps, shared bytes).
"""

import json
import os
import pathlib
import sys

import kernels
import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource

ALIGNED = [["tt.divisibility", 16]]


def compile_to(folder, name, kernel, types, constants, warps=4, stages=3):
    """types: a Triton type per run-time argument, '/16' marking a multiple of 16."""
    names = [argument for argument in kernel.arg_names if argument not in constants]
    signature = {argument: kind.split("/")[0] for argument, kind in zip(names, types, strict=True)}
    attributes = {(kernel.arg_names.index(argument),): ALIGNED for argument, kind in zip(names, types) if "/" in kind}
    signature |= {argument: "constexpr" for argument in constants}
    source = ASTSource(fn=kernel, signature=signature, constexprs=constants, attrs=attributes)
    done = triton.compile(source, target=GPUTarget("cuda", 80, 32),
                          options={"num_warps": warps, "num_stages": stages})  # fmt: skip
    (folder / f"{name}.ptx").write_text(done.asm["ptx"])
    facts = {"entry": done.metadata.name, "block": 32 * warps, "shared": done.metadata.shared}
    (folder / f"{name}.json").write_text(json.dumps(facts))


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("TRITON_CACHE_DIR", str(folder / "cache"))
    compile_to(folder, "add", kernels.add, ["*fp32/16", "*fp32/16", "*fp32/16", "i32"], {"BLOCK": 1024})
    compile_to(folder, "softmax", kernels.softmax, ["*fp32/16", "*fp32/16", "i32/16", "i32"], {"BLOCK": 1024})
    compile_to(folder, "layer_norm", kernels.layer_norm,
               ["*fp16/16", "*fp16/16", "*fp16/16", "*fp16/16", "*fp32/16", "*fp32/16", "i32/16", "fp32"],
               {"BLOCK": 512})  # fmt: skip
    for kind in ("fp16", "bf16"):
        pointers = [f"*{kind}/16"] * 3
        compile_to(folder, f"matmul_{kind}", kernels.matmul, pointers + ["i32"] + ["i32/16"] * 5,
                   {"BM": 64, "BN": 64, "BK": 32})  # fmt: skip
    compile_to(folder, "matmul_ragged", kernels.matmul, ["*fp16/16"] * 3 + ["i32"] * 6,
               {"BM": 32, "BN": 32, "BK": 32})  # fmt: skip
    for size in (64, 128):
        for causal in (False, True):
            name = f"attention_{'causal' if causal else 'plain'}_{size}"
            compile_to(folder, name, kernels.attention, ["*fp16/16"] * 4 + ["*fp32/16", "fp32", "i32/16"],
                       {"D": size, "CAUSAL": causal, "BM": 64, "BN": 64}, stages=2)  # fmt: skip


if __name__ == "__main__":
    main()
