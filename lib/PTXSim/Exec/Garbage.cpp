//===- Garbage.cpp - which results depend on memory nobody wrote ----------===//

#include "BlockRun.h"
#include "Handlers.h"

using namespace ptxsim;

/// Instructions that move whole lanes about: they take the garbage along as
/// they take the data.
static void moveGarbage(Warp &warp, const Op &op, uint32_t mask,
                        uint32_t *dirty) {
  const uint32_t *srcs = warp.code.srcs(op);
  KernelArgs args;
  args.active = mask;
  uint64_t source[kLanes], result[kLanes];
  uint32_t defined = warp.definedLanes(srcs[0]);
  for (unsigned lane = 0; lane < kLanes; ++lane)
    source[lane] = defined >> lane & 1 ? 0 : 0xffffffff;
  args.src[0] = source;
  for (unsigned i = 1; i < op.numSrcs; ++i)
    args.src[i] = warp.read(srcs[i]);
  args.dst[0] = result;
  op.kernel(args);
  for (unsigned lane = 0; lane < kLanes; ++lane)
    dirty[0] |= uint32_t(result[lane] != 0) << lane;
}

/// A row of the product depends on a row of A and of C, a column on a column of
/// B and of C. Of the m16 shapes every other register of A, and the second half
/// of those of C and D, belongs to the rows from 8 on.
static void multiplyGarbage(Warp &warp, const Op &op, uint32_t *dirty) {
  const std::vector<Operand> &operands = op.instruction->operands;
  unsigned numA = operands[1].elements.size();
  unsigned numB = operands[2].elements.size();
  const uint32_t *a = warp.code.srcs(op), *b = a + numA, *c = b + numB;
  bool isTall =
      spelling(op.instruction->mod(ModGroup::Shape)).starts_with("m16");
  uint32_t rows[2] = {}, columns = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    for (unsigned i = 0; i < numA; ++i)
      if (!(warp.definedLanes(a[i]) >> lane & 1))
        rows[isTall ? i & 1 : 0] |= 1u << lane / 4;
    for (unsigned i = 0; i < numB; ++i)
      if (!(warp.definedLanes(b[i]) >> lane & 1))
        columns |= 1u << lane / 4;
  }
  for (unsigned i = 0; i < op.numDsts; ++i)
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      unsigned half = isTall && i >= op.numDsts / 2u;
      bool isPacked = isTall && op.numDsts == 2;
      unsigned column = lane % 4 * 2 + (isPacked ? 0 : i & 1);
      bool isDirty = rows[half] >> lane / 4 & 1 || columns >> column & 1 ||
                     (isPacked && columns >> (column + 1) & 1) ||
                     !(warp.definedLanes(c[i]) >> lane & 1);
      dirty[i] |= uint32_t(isDirty) << lane;
    }
}

/// mma.m8n8k4 of f16 has four products side by side, in a layout of its own.
static bool hasCommonLayout(const Op &op) {
  const Instruction &instruction = *op.instruction;
  return instruction.operands[3].elements.size() == op.numDsts &&
         !(instruction.has(Mod::M8N8K4) && instruction.type(1) == Type::F16);
}

void ptxsim::spreadGarbage(Warp &warp, const Op &op, uint32_t mask,
                           uint32_t lanes, uint32_t *dirty) {
  switch (op.instruction->op) {
  case Opcode::Mma:
    if (hasCommonLayout(op))
      return multiplyGarbage(warp, op, dirty);
    std::fill_n(dirty, op.numDsts, ~0u);
    return;
  case Opcode::Shfl:
  case Opcode::Movmatrix:
    return moveGarbage(warp, op, mask, dirty);
  case Opcode::Vote:
  case Opcode::Match:
  case Opcode::Redux:
    std::fill_n(dirty, op.numDsts, ~0u);
    return;
  default:
    std::fill_n(dirty, op.numDsts, lanes);
  }
}
