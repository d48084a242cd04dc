"""How fast the simulator is, in the processor's time on one core; printed (pytest -s)."""

import resource

import corpus
import numpy as np
import pytest
import sim
import test_triton
from sim import Uninit

LOOP = """.version 8.0
.target sm_80
.address_size 64
.visible .entry loop(.param .u64 out, .param .u32 n)
{
  .reg .pred %p;
  .reg .b32 %r<8>;
  .reg .f32 %f<8>;
  .reg .b64 %rd<4>;
  ld.param.u64 %rd1, [out];
  ld.param.u32 %r1, [n];
  mov.u32 %r2, %tid.x;
  cvt.rn.f32.u32 %f1, %r2;
  mov.f32 %f2, 0f3F000000;
  mov.f32 %f3, 0f3E800000;
  mov.u32 %r3, 0;
  mov.u32 %r4, %r2;
again:
BODY
  add.u32 %r3, %r3, 1;
  setp.lt.u32 %p, %r3, %r1;
  @%p bra again;
  cvt.rn.f32.u32 %f4, %r4;
  add.f32 %f1, %f1, %f4;
  mul.wide.u32 %rd2, %r2, 4;
  add.u64 %rd1, %rd1, %rd2;
  st.global.f32 [%rd1], %f1;
  ret;
}
"""
SCALAR = """  fma.rn.f32 %f1, %f1, %f2, %f3;
  mad.lo.u32 %r4, %r4, 5, %r3;
  xor.b32 %r5, %r4, %r2;
  shr.u32 %r6, %r5, 3;
  add.u32 %r4, %r4, %r6;"""
ONE = "  mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r3, %r4, %r3, %r4}, {%r3, %r4}, {%f0, %f1, %f2, %f3};\n"
MMA = """.version 8.0
.target sm_80
.address_size 64
.visible .entry mma(.param .u64 out, .param .u32 n)
{
  .reg .pred %p;
  .reg .b32 %r<12>;
  .reg .f32 %f<4>;
  ld.param.u32 %r1, [n];
  mov.u32 %r2, 0;
  mov.b32 %r3, 0x3C003800;
  mov.b32 %r4, 0x38003C00;
  mov.f32 %f0, 0f00000000;
  mov.f32 %f1, 0f00000000;
  mov.f32 %f2, 0f00000000;
  mov.f32 %f3, 0f00000000;
again:
BODY
  add.u32 %r2, %r2, 1;
  setp.lt.u32 %p, %r2, %r1;
  @%p bra again;
  ret;
}
"""


def measure(*args, **kwargs):
    """The counts of a launch on one core, with the processor's time: that of a busy machine too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    result = sim.clean(*args, **kwargs, counts=True, flags=["--threads=1"])
    result.counts["seconds"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return result


def test_lane_instructions(tmp_path):
    ptx = tmp_path / "loop.ptx"
    ptx.write_text(LOOP.replace("BODY", SCALAR))
    data = measure(ptx, "loop", 1, 128, [Uninit(np.float32, (128,)), np.int32(100000)]).counts
    rate = data["lane_instructions"] / data["seconds"] / 1e6
    print(f"\n{rate:.0f} million lane instructions a second")
    assert rate > 20


def test_mma(tmp_path):
    ptx = tmp_path / "mma.ptx"
    ptx.write_text(MMA.replace("BODY", 16 * ONE))
    data = measure(ptx, "mma", 1, 32, ["null", np.int32(10000)]).counts
    each = data["seconds"] / data["mma"]["m16n8k16.f32.f16.f16.f32"]
    print(f"\n{each * 1e6:.2f} microseconds an m16n8k16")
    assert each < 2e-6


@pytest.mark.slow
@pytest.mark.parametrize("causal", [False, True], ids=["plain", "causal"])
def test_attention(causal):
    """Fused attention of Triton, 2 heads of 512 x 64 in f16, on one core."""
    rng = np.random.default_rng(1)
    q, k, v = rng.standard_normal((3, 2, 512, 64)).astype(np.float16)
    ptx, facts = corpus.triton(f"attention_{'causal' if causal else 'plain'}_64")
    args = [q, k, v, Uninit(np.float16, q.shape), Uninit(np.float32, (2, 512)), np.float32(0.125), np.int32(512)]
    result = measure(ptx, facts["entry"], "8,2", facts["block"], args + test_triton.SCRATCH, [3, 4],
                     shared=facts["shared"])  # fmt: skip
    want, lse = test_triton.attention(*(x.astype(np.float64) for x in (q, k, v)), 0.125, causal)
    sim.compare(result.outs[3], (want, 4e-3, 2e-3), "out")
    sim.compare(result.outs[4], (lse, 1e-4, 1e-4), "lse")
    data = result.counts
    print(f"\n{data['seconds']:.2f} s, {data['lane_instructions'] / data['seconds'] / 1e6:.0f} million lane instructions a second")
    assert data["seconds"] < 5
