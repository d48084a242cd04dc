//===- Video.cpp - bytes of a register, four at a time --------------------===//

#include "Find.h"
#include "Lanewise.h"
#include "attn/PTXSim/Module.h"
#include <algorithm>
#include <cstdlib>

using namespace ptxsim;

static constexpr uint32_t SignedD = 1, SignedA = 2, SignedB = 4, Saturates = 8,
                          Accumulates = 16;

static int byteOf(uint64_t lane, unsigned i, bool isSigned) {
  uint8_t byte = uint8_t(lane >> 8 * i);
  return isSigned ? int8_t(byte) : byte;
}

/// vabsdiff4: |a - b| of each byte, as bytes or added to c.
static void absoluteDifference4(KernelArgs &args, uint32_t variant) {
  int min = variant & SignedD ? -128 : 0, max = variant & SignedD ? 127 : 255;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    uint32_t bytes = 0, sum = uint32_t(args.src[2][lane]);
    for (unsigned i = 0; i < 4; ++i) {
      int t = std::abs(byteOf(args.src[0][lane], i, variant & SignedA) -
                       byteOf(args.src[1][lane], i, variant & SignedB));
      if (variant & Saturates)
        t = std::clamp(t, min, max);
      bytes |= uint32_t(t & 0xff) << 8 * i;
      sum += uint32_t(t);
    }
    args.dst[0][lane] = variant & Accumulates ? sum : bytes;
  }
}

Kernel ptxsim::findVideoKernel(const Instruction &inst) {
  if (inst.op != Opcode::Vabsdiff4)
    return {};
  return {absoluteDifference4, (inst.type(0) == Type::S32 ? SignedD : 0) |
                                   (inst.type(1) == Type::S32 ? SignedA : 0) |
                                   (inst.type(2) == Type::S32 ? SignedB : 0) |
                                   (inst.has(Mod::Sat) ? Saturates : 0) |
                                   (inst.has(Mod::OpAdd) ? Accumulates : 0)};
}
