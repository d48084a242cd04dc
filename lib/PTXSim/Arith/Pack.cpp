//===- Pack.cpp - mov between a register and its parts --------------------===//

#include "Find.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

/// d = {a, b, ..}, a in the low bits. The variant: parts, and bits of each.
static void packParts(KernelArgs &args, uint32_t variant) {
  unsigned parts = variant >> 8, width = variant & 0xff;
  uint64_t mask = (1ull << width) - 1;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    uint64_t whole = 0;
    for (unsigned i = 0; i < parts; ++i)
      whole |= (args.src[i][lane] & mask) << i * width;
    args.dst[0][lane] = whole;
  }
}
/// {a, b, ..} = s
static void unpackParts(KernelArgs &args, uint32_t variant) {
  unsigned parts = variant >> 8, width = variant & 0xff;
  uint64_t mask = (1ull << width) - 1;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    uint64_t whole = args.src[0][lane];
    for (unsigned i = 0; i < parts; ++i)
      args.dst[i][lane] = whole >> i * width & mask;
  }
}

Kernel ptxsim::findPackKernel(const Instruction &inst) {
  if (inst.op != Opcode::Mov || inst.operands.size() < 2)
    return {};
  unsigned width = bitWidth(inst.type());
  for (unsigned side : {0, 1}) {
    const Operand &operand = inst.operands[side];
    unsigned parts = unsigned(operand.elements.size());
    if (operand.kind != Operand::Vector || parts < 2 || width > 64)
      continue;
    return {side ? packParts : unpackParts, parts << 8 | width / parts};
  }
  return {};
}
