//===- ConvertAttnToCPU.cpp - tile ops to vector code ---------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {
#define GEN_PASS_DEF_CONVERTATTNTOCPU
#include "attn/Target/CPU/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::cpu;

namespace {
class ConvertAttnToCPUPass
    : public attn::impl::ConvertAttnToCPUBase<ConvertAttnToCPUPass> {
public:
  using ConvertAttnToCPUBase::ConvertAttnToCPUBase;

  void runOnOperation() override {
    KernelMachine machine;
    machine.vectorBits = vectorBits;
    machine.vectorRegisters = vectorRegisters;
    machine.l1Bytes = l1Bytes;
    machine.l2Bytes = l2Bytes;
    SmallVector<OnlineAttentionOp> folds;
    SmallVector<FinalizeOp> ends;
    getOperation()->walk([&](Operation *op) {
      if (auto fold = dyn_cast<OnlineAttentionOp>(op))
        folds.push_back(fold);
      else if (auto end = dyn_cast<FinalizeOp>(op))
        ends.push_back(end);
    });
    IRRewriter rewriter(&getContext());
    for (OnlineAttentionOp op : folds)
      if (failed(lowerOnlineAttention(rewriter, op, machine)))
        return signalPassFailure();
    for (FinalizeOp op : ends)
      if (failed(lowerFinalize(rewriter, op, machine)))
        return signalPassFailure();
  }
};
} // namespace
