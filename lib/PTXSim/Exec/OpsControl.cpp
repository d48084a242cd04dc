//===- OpsControl.cpp - branches, calls, returns --------------------------===//

#include "BlockRun.h"
#include "Handlers.h"
#include "llvm/Support/FormatVariadic.h"

using namespace ptxsim;

void ptxsim::runBranch(Warp &warp, const Op &op, uint32_t mask) {
  warp.branch(op, mask, op.target);
}

void ptxsim::runIndexedBranch(Warp &warp, const Op &op, uint32_t mask) {
  uint32_t row = *warp.code.srcs(op);
  warp.checkDefined(op, row, mask);
  const Function &function = warp.code.module->functions[op.function];
  const std::vector<uint32_t> &table = function.branchTables[op.offset];
  uint64_t index[kLanes];
  std::copy_n(warp.read(row), kLanes, index);
  // Lanes that agree go together; the last group keeps the split.
  uint32_t left = mask;
  while (left) {
    unsigned lane = llvm::countr_zero(left);
    uint32_t value = index[lane], same = 0;
    for (unsigned i = lane; i < kLanes; ++i)
      if (left >> i & 1 && uint32_t(index[i]) == value)
        same |= 1u << i;
    left &= ~same;
    if (value >= table.size()) {
      warp.report(ReportKind::BadJump, op, lane,
                  llvm::formatv("expected an index below {0}, got {1}",
                                table.size(), value)
                      .str());
      value = 0;
    }
    warp.branch(op, same, warp.code.begins[op.function] + table[value]);
  }
}

static bool findCallee(Warp &warp, const Op &op, uint32_t mask,
                       uint32_t &callee) {
  if (op.target != kNone) {
    callee = op.target;
    return true;
  }
  uint32_t row = *warp.code.srcs(op);
  warp.checkDefined(op, row, mask);
  unsigned lane = llvm::countr_zero(mask);
  uint64_t address = warp.read(row)[lane];
  callee = address - kCodeWindow;
  if (address >= kCodeWindow && callee < warp.code.begins.size() &&
      warp.code.begins[callee] != kNone)
    return true;
  warp.report(
      ReportKind::BadJump, op, lane,
      llvm::formatv("expected the address of a function, got {0:x}", address)
          .str());
  return false;
}

/// Copies what the .param variable of a call holds to the formal parameter, or
/// the formal result to the variable of the call.
static void copyParam(Warp &warp, uint32_t mask, uint64_t from, uint64_t to,
                      uint64_t size) {
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1 && size) {
      std::memcpy(warp.params.at(lane, to), warp.params.at(lane, from), size);
      std::memcpy(warp.params.flags(lane, to), warp.params.flags(lane, from),
                  size);
    }
}

static llvm::ArrayRef<Operand> listOf(const Operand &operand) {
  return operand.kind == Operand::Vector
             ? llvm::ArrayRef<Operand>(operand.elements)
             : llvm::ArrayRef<Operand>();
}

static void passArguments(Warp &warp, const Op &op, const Frame &caller,
                          const Function &callee, uint32_t mask) {
  const Module &module = *warp.code.module;
  llvm::ArrayRef<Operand> actuals = listOf(op.instruction->operands[2]);
  for (size_t i = 0; i < actuals.size() && i < callee.params.size(); ++i) {
    const Parameter &formal = callee.params[i];
    if (actuals[i].kind == Operand::Symbol && formal.variable != kNone) {
      const Variable &to = module.variables[formal.variable];
      const Variable &from = module.variables[actuals[i].index];
      copyParam(warp, mask, caller.param + from.offset,
                warp.frame.param + to.offset, std::min(from.size, to.size));
    }
  }
}

/// The .func ABI of nvcc and NVPTX passes all in .param space; lower() refuses
/// parameters in registers.
void ptxsim::runCall(Warp &warp, const Op &op, uint32_t mask) {
  uint32_t callee = kNone;
  if (!findCallee(warp, op, mask, callee))
    return;
  if (op.target == kNone) {
    // Only the lanes that agree with the first go now; the rest tries again.
    const uint64_t *target = warp.read(*warp.code.srcs(op));
    uint32_t same = 0;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (mask >> lane & 1 && target[lane] == kCodeWindow + callee)
        same |= 1u << lane;
    if (same != mask) {
      warp.repeat(mask & ~same);
      mask = same;
    }
  }
  if (uint32_t others = warp.split().mask & ~mask)
    warp.detach(others);
  Frame caller = warp.frame;
  warp.enter(callee, warp.indexOfOp(op));
  passArguments(warp, op, caller, warp.code.module->functions[callee], mask);
}

void ptxsim::runReturn(Warp &warp, const Op &op, uint32_t mask) {
  if (warp.split().stack.empty()) {
    warp.exit(mask);
    return;
  }
  warp.branch(op, mask, warp.code.epilogues[warp.frame.function]);
}

/// Where a function's lanes meet before they go back.
void ptxsim::runEpilogue(Warp &warp, const Op &op, uint32_t mask) {
  if (warp.split().stack.empty()) {
    warp.exit(mask);
    return;
  }
  const Module &module = *warp.code.module;
  const Function &callee = module.functions[warp.frame.function];
  Frame left = warp.frame;
  const Op &call = warp.code.ops[warp.split().stack.back().op];
  warp.leave();
  llvm::ArrayRef<Operand> results = listOf(call.instruction->operands[0]);
  for (size_t i = 0; i < results.size() && i < callee.results.size(); ++i) {
    if (results[i].kind != Operand::Symbol ||
        callee.results[i].variable == kNone)
      continue;
    const Variable &from = module.variables[callee.results[i].variable];
    const Variable &to = module.variables[results[i].index];
    copyParam(warp, mask, left.param + from.offset,
              warp.frame.param + to.offset, std::min(from.size, to.size));
  }
}

void ptxsim::runExit(Warp &warp, const Op &op, uint32_t mask) {
  warp.exit(mask);
}

void ptxsim::runTrap(Warp &warp, const Op &op, uint32_t mask) {
  warp.report(ReportKind::Trap, op, llvm::countr_zero(mask),
              "expected the kernel to end, got a trap");
  warp.exit(mask);
}
