//===- ArithSpeedTest.cpp - how long kernels take -------------------------===//

#include "ArithTest.h"
#include <chrono>

using namespace ptxsim;
using namespace ptxsim::test;

// Printed, not judged: machines differ.
TEST(ArithSpeed, Kernels) {
  for (const char *text :
       {"mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32",
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32",
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32",
        "mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64",
        "mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32",
        "fma.rn.f32",
        "fma.rn.f64",
        "add.f32",
        "add.s32",
        "mad.lo.s32",
        "mul.rz.f32",
        "fma.rn.f16x2",
        "fma.rn.bf16x2",
        "ex2.approx.ftz.f32",
        "tanh.approx.f32",
        "sin.approx.f32",
        "cvt.rn.f16x2.f32",
        "cvt.rzi.s32.f32",
        "setp.lt.f32",
        "lop3.b32",
        "prmt.b32",
        "max.f32",
        "div.full.f32",
        "shfl.sync.bfly.b32",
        "cvt.s64.s32"}) {
    Kernel kernel = kernelOf(text);
    Operands random(2);
    Warp warp;
    for (auto &lanes : warp.src)
      for (uint64_t &lane : lanes)
        lane = (random.bits(64) & 0xbfffbfffbfffbfff);
    double best = 1;
    for (int round = 0; round < 20; ++round) {
      auto start = std::chrono::steady_clock::now();
      for (int n = 0; n < 200; ++n)
        warp.run(kernel);
      std::chrono::duration<double> time =
          std::chrono::steady_clock::now() - start;
      best = std::min(best, time.count() / 200);
    }
    printf("%8.1f ns  %s\n", best * 1e9, text);
  }
}
