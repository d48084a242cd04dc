"""Bad input and what the error must say. A case is one line of the table."""

import dataclasses

T = "tensor<1x2x4x8xf32>"
GOOD = f"""func.func @f(%q: {T}, %k: {T}, %v: {T}) -> {T} {{
  %o = attn.attention %q, %k, %v : ({T}, {T}, {T}) -> {T}
  return %o : {T}
}}
"""
CALLED = """func.func @f(%q: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %o = attn.attention %q, %q, %q : (tensor<2x4x8xf32>, tensor<2x4x8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}
"""


HUGE = """func.func @h(%a: tensor<?x?xf32>) -> tensor<?x?xf32> {
  return %a : tensor<?x?xf32>
}
"""


@dataclasses.dataclass
class Case:
    """`{in}`, `{out}`, `{dir}` in args are the input, the output, a folder."""

    name: str
    tool: str
    args: str
    says: str
    module: str = GOOD
    files: dict = dataclasses.field(default_factory=dict)  # name -> array or bytes
    env: dict = dataclasses.field(default_factory=dict)  # over the environment of the test


def attention(q=T, k=T, v=T, o=T, clause="", extra=""):
    return (
        f"func.func @f(%q: {q}, %k: {k}, %v: {v}{extra}) {{\n"
        f"  %o = attn.attention %q, %k, %v {clause} : ({q}, {k}, {v}) -> {o}\n  return\n}}\n"
    )


def region(body, arguments="%s: f32, %b: index, %h: index, %i: index, %j: index"):
    return attention(clause=f"score({arguments}) {{\n{body}\n}}")


def opt(name, says, module):
    return Case(name, "attn-opt", "{in} -o {out}", says, module)


OPT = [
    opt("not mlir", "custom op 'this' is unknown", "this is no module"),
    opt("truncated", "expected", GOOD[:120]),
    opt("unknown op", "custom op 'attn.atention' is unknown", GOOD.replace("attn.attention", "attn.atention")),
    opt("unknown pattern", "unknown attribute `casual`", attention(clause="pattern(#attn.casual)")),
    opt("pattern is no pattern", "invalid kind of attribute", attention(clause="pattern(#attn.softmax)")),
    opt("unknown clause", "expected", attention(clause="patern(#attn.causal)")),
    opt("clauses out of order", "expected", attention(clause="pattern(#attn.causal) scale(0.5)")),
    opt("two operands", "expected 1 operand (value) or 3 (query, key, value), got 2",
        GOOD.replace("%q, %k, %v :", "%q, %k :")),
    opt("integers", "must be ranked tensor of", attention(*["tensor<1x2x4x8xi32>"] * 4)),
    opt("unranked", "must be ranked tensor of", attention(q="tensor<*xf32>")),
    opt("head sizes", "expected equal query and key head sizes, got 8 and 9", attention(k="tensor<1x2x4x9xf32>")),
    opt("numbers of keys", "expected equal numbers of keys, got 4 and 5", attention(v="tensor<1x2x5x8xf32>")),
    opt("head groups", "multiple of the key head count, got 2 and 3",
        attention(k="tensor<1x3x4x8xf32>", v="tensor<1x3x4x8xf32>")),
    opt("mixed types", "expected one element type in query, key and value", attention(k="tensor<1x2x4x8xf16>")),
    opt("dynamic head size", "expected a static", attention(*["tensor<1x2x4x?xf32>"] * 4)),
    opt("pattern operand missing", "expected 1 operands for the pattern, got 0",
        attention(clause="pattern(#attn.prefix<?>)")),
    opt("negative window", "expected left of at least 0, got -3",
        attention(clause="pattern(#attn.window<left = -3, right = 0>)")),
    opt("set text", "expected an affine set such as", attention(clause='pattern(#attn.set<"q > k">)')),
    opt("set with a product", "expected", attention(clause='pattern(#attn.set<"(q, k) : (q * k >= 0)">)')),
    opt("sink missing", "expected 1 parameters for the normalizer, got 0",
        attention(clause="normalizer(#attn.softmax_sink)")),
    opt("power", "expected p from 1 to 8, got 0", attention(clause="normalizer(#attn.relu_pow<0>)")),
    opt("lengths", "expected lengths with one value a batch entry (1)",
        attention(clause="lengths(%l : tensor<7xi32>)", extra=", %l: tensor<7xi32>")),
    opt("empty rows", "expected", attention(clause="empty_rows(mean)")),
    opt("maps", "expected 4 indexing maps, got 1", attention(clause="maps([affine_map<(b,h,q,k,d,e)->(b,h,q,d)>])")),
    opt("schedule", "expected 4 tile sizes", attention(clause='schedule(<structure = "s", tiles = [1]>)')),
    opt("region arguments", "expected score arguments of types", region("attn.yield %s : f32", "%s: f32")),
    opt("region without yield", "expected the score region to end with attn.yield", region("")),
    opt("region result", "expected the score region to yield",
        region("%t = arith.extf %s : f32 to f64\nattn.yield %t : f64")),
    opt("region op", "is not allowed in a score region", region("%t = tensor.empty() : tensor<4xf32>\nattn.yield %s : f32")),
    opt("undefined value", "use of undeclared SSA value name", region("attn.yield %nothing : f32")),
]  # fmt: skip

def pattern(name, says, text, extra="", operands=""):
    return opt(name, says, attention(clause=f"pattern({text}){operands}", extra=extra))


PATTERNS = [
    pattern("block of nothing", "expected size of at least 1, got 0", "#attn.block_local<0>"),
    pattern("rate of nothing", "expected rate of at least 1, got 0", "#attn.dilated<rate = 0, width = 2>"),
    pattern("stride missing", "expected", "#attn.strided<local = 2>"),
    pattern("summary beyond the block", "expected summary of at most the block 4, got 5",
            "#attn.fixed<block = 4, summary = 5>"),
    pattern("no position", "expected at least 1 position, got 0", "#attn.global<[]>"),
    pattern("even kernel", "expected an odd kernel, got 4", "#attn.neighborhood<grid = [8], kernel = [4]>"),
    pattern("kernel beyond the grid", "expected kernel times dilation of at most", "#attn.neighborhood<grid = [8], kernel = [9]>"),
    pattern("four axes", "expected a grid of 1 to 3 axes, got 4", "#attn.swin<grid = [2, 2, 2, 2], window = [1, 1, 1, 1]>"),
    pattern("shift beyond the window", "expected a shift below the window 2", "#attn.swin<grid = [4], window = [2], shift = [2]>"),
    pattern("union of nothing", "expected at least 1 pattern, got 0", "#attn.union<[]>"),
    pattern("parameter beyond 32 bits", "expected n of at most 2147483647", "#attn.prefix<9223372036854775807>"),
    pattern("parameter beyond 64 bits", "", "#attn.prefix<99999999999999999999999>"),
    pattern("fraction as parameter", "expected", "#attn.prefix<1.5>"),
    pattern("set over keys", "expected a set over (q, k) or (h, q, k)", '#attn.set<"(k) : (k >= 0)">'),
    pattern("pattern never closed", "unbalanced", "#attn.union<[#attn.causal"),
    pattern("operand of another type", "", "#attn.prefix<?>", ", %n: i32", "[%n]"),
    pattern("operand too many", "expected 0 operands for the pattern, got 1", "#attn.causal", ", %n: index", "[%n]"),
    opt("split beyond the limit", "expected key_split of at most 1024, got 4294967295",
        attention(clause='schedule(<structure = "s", tiles = [1, 1, 8, 8], key_split = 4294967295>)')),
    opt("scale of infinity", "expected a finite scale", attention(clause="scale(0x7FF0000000000000)")),
    Case("structure of no target", "attn-opt", "{in} --attn-choose-schedule -o {out}", "nowhere",
         attention(clause='schedule(<structure = "nowhere", tiles = [1, 1, 8, 8]>)')),
    Case("call that stays", "attn-compile", "{in} --emit=obj -o {out}", "expected no call of a public function that is left",
         "func.func @f() -> index {\n  %r = call @f() : () -> index\n  return %r : index\n}\n"),
    Case("no stage of the pipeline", "attn-opt", "{in} --attn-cpu-pipeline=to=nowhere -o {out}", "expected a stage of"),
    Case("picture without a folder", "attn-explain", "{in} --svg={dir}/no/such.svg", "cannot write"),
    Case("reduce without a test", "attn-reduce", "{in} --attn-reduction -o {out}", "expected a program as option 'test', got none"),
    Case("reduce what is not interesting", "attn-reduce", "{in} --attn-reduction=test=/bin/true -o {out}",
         "expected an input that the test finds interesting"),
    Case("reduce no module", "attn-reduce", "{in} --attn-reduction=test=/bin/false -o {out}", "custom op 'this' is unknown",
         "this is no module"),
]  # fmt: skip

FLAGS = [
    Case(f"{tool}: unknown flag", tool, "{in} --frobnicate", "frobnicate")
    for tool in ("attn-opt", "attn-compile", "attn-run", "attn-explain")
] + [
    Case(f"{tool}: missing input", tool, "{dir}/nothing.mlir" + (" --entry=f" if tool == "attn-run" else ""),
         "nothing.mlir")
    for tool in ("attn-opt", "attn-compile", "attn-run", "attn-explain")
]  # fmt: skip

COMPILE = [
    Case("unknown target", "attn-compile", "{in} --target=tpu -o {out}", "tpu"),
    Case("unknown emit", "attn-compile", "{in} --emit=exe -o {out}", "exe"),
    Case("unknown cpu", "attn-compile", "{in} --cpu=z80 -o {out}", "z80"),
    Case("unknown stage", "attn-compile", "{in} --print-after-stage=end -o {out}", "end"),
    Case("stages reversed", "attn-compile", "{in} --start-from-stage=tiled --print-after-stage=graph -o {out}", "graph"),
    Case("stage and code", "attn-compile", "{in} --print-after-stage=graph --emit=obj -o {out}",
         "expected --emit=mlir with --print-after-stage, got 'obj'"),
    Case("unwritable output", "attn-compile", "{in} --emit=obj -o {dir}/no/such/folder/o", "folder"),
    Case("output is a folder", "attn-compile", "{in} --emit=obj -o {dir}", ""),
    Case("no linker", "attn-compile", "{in} --emit=shared -o {out}", "expected clang or a C compiler on PATH",
         env={"PATH": "/nowhere"}),
    *(
        Case(f"{emit} of {element}", "attn-compile", f"{{in}} --emit={emit} -o {{out}}", "of 1, 8, 16, 32 or 64 bits, got 'tensor<4x" + element,
             f"func.func @f(%a: tensor<4x{element}>) -> tensor<4x{element}> {{\n  return %a : tensor<4x{element}>\n}}\n")
        for emit in ("header", "obj") for element in ("i7", "complex<f32>")
    ),
    Case("compile invalid", "attn-compile", "{in} -o {out}", "expected equal numbers of keys",
         attention(v="tensor<1x2x5x8xf32>")),
    Case("explain unknown target", "attn-explain", "{in} --target=tpu", "tpu"),
    Case("explain negative size", "attn-explain", "{in} --size=-4", "-4"),
    Case("explain word as size", "attn-explain", "{in} --size=many", "many"),
    Case("explain invalid", "attn-explain", "{in}", "expected equal numbers of keys",
         attention(v="tensor<1x2x5x8xf32>")),
]  # fmt: skip


def run(name, says, args, **kwargs):
    return Case(name, "attn-run", "{in} " + args, says, CALLED + HUGE, **kwargs)


def run_cases(np):
    """Cases with .npy files; needs numpy."""
    good = np.ones((2, 4, 8), np.float32)
    arg = "--arg={dir}/a.npy --target=interpret --out={out}"
    header = b"\x93NUMPY\x01\x00"
    return [
        run("missing entry", "expected", "--entry=g " + arg, files={"a": good}),
        run("no entry given", "expected", arg, files={"a": good}),
        run("run unknown target", "tpu", "--entry=f --target=tpu --arg={dir}/a.npy", files={"a": good}),
        run("argument missing", "expected 1 --arg for 'f', got 0", "--entry=f --target=interpret"),
        run("argument too many", "expected 1 --arg for 'f', got 2", "--entry=f --arg={dir}/a.npy " + arg, files={"a": good}),
        run("result too many", "expected 1 --out for 'f', got 2", "--entry=f --out={dir}/p.npy " + arg, files={"a": good}),
        run("dtype", "expected", "--entry=f " + arg, files={"a": good.astype(np.float64)}),
        run("dtype of text", "expected", "--entry=f " + arg, files={"a": np.array(["a"] * 4)}),
        run("big endian", "expected", "--entry=f " + arg, files={"a": good.astype(">f4")}),
        run("shape", "expected tensor<2x4x8xf32>, got shape (2, 4, 9)", "--entry=f " + arg,
            files={"a": np.ones((2, 4, 9), np.float32)}),
        run("rank", "expected tensor<2x4x8xf32>, got shape (64)", "--entry=f " + arg, files={"a": good.ravel()}),
        run("empty file", "expected", "--entry=f " + arg, files={"a": b""}),
        run("no npy", "expected", "--entry=f " + arg, files={"a": b"hello, this is not an array at all"}),
        run("header cut off", "expected", "--entry=f " + arg, files={"a": header + b"\xff\xff{'descr'"}),
        run("header is nonsense", "expected", "--entry=f " + arg, files={"a": header + b"\x08\x00nonsense"}),
        run("data cut off", "expected", "--entry=f " + arg, files={"a": (good, -17)}),
        run("huge header", "expected", "--entry=f " + arg,
            files={"a": header + b"\x50\x00" + b"{'descr': '<f4', 'fortran_order': False, 'shape': (2,4,99999999999999999), }\n".ljust(80)}),
        run("missing file", "a.npy", "--entry=f " + arg),
        run("unwritable result", "folder", "--entry=f --arg={dir}/a.npy --target=interpret --out={dir}/no/folder/o.npy",
            files={"a": good}),
        run("huge sizes", "expected memory for a tensor of 99999999999x99999999999 x f32",
            "--entry=h --random-args=1 --dims=99999999999"),
        run("too many sizes", "expected at most 2 --dims", "--entry=h --random-args=1 --dims=3,4,5"),
        Case("one file for two results", "attn-run",
             "{in} --entry=two --random-args=1 --out={dir}/o.npy --out={dir}/o.npy", "twice",
             "func.func @two(%a: f32) -> (f32, f32) {\n  return %a, %a : f32, f32\n}"),
        run("word as seed", "many", "--entry=f --random-args=many"),
        run("more threads than there can be", "at most 1024", "--entry=f --random-args=1 --threads=100000"),
        Case("entry that nothing can call", "attn-run", "{in} --entry=f --random-args=1", "expected --entry of",
             CALLED.replace("@f", "private @f")),
        run("word as threads", "many", "--entry=f --random-args=1 --threads=many"),
        run("compare with what", "torch", "--entry=f --random-args=1 --compare=torch"),
    ]  # fmt: skip
