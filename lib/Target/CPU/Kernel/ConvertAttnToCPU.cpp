//===- ConvertAttnToCPU.cpp - tile ops to vector code ---------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
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

// A slice that drops one of two unit dimensions may keep the stride of the
// other. Of a single element the stride does not matter; vector code wants 1.
static void giveUnitStride(OpBuilder &b, OpOperand &operand) {
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  if (!type || type.getRank() == 0 || type.getShape().back() != 1 ||
      type.isLastDimUnitStride())
    return;
  Location loc = operand.getOwner()->getLoc();
  auto [strides, offset] = type.getStridesAndOffset();
  strides.back() = 1;
  auto layout = StridedLayoutAttr::get(b.getContext(), offset, strides);
  auto unitType = MemRefType::get(type.getShape(), type.getElementType(),
                                  layout, type.getMemorySpace());
  auto metadata =
      memref::ExtractStridedMetadataOp::create(b, loc, operand.get());
  SmallVector<OpFoldResult> mixedStrides = metadata.getConstifiedMixedStrides();
  mixedStrides.back() = b.getIndexAttr(1);
  operand.set(memref::ReinterpretCastOp::create(
      b, loc, unitType, metadata.getBaseBuffer(),
      metadata.getConstifiedMixedOffset(), metadata.getConstifiedMixedSizes(),
      mixedStrides));
}

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
    if (failed(checkRowFolds(getOperation())))
      return signalPassFailure();
    SmallVector<OnlineAttentionOp> folds;
    SmallVector<OnlineAggregateOp> aggregates;
    SmallVector<FinalizeOp> ends;
    getOperation()->walk([&](Operation *op) {
      // What has no vector form is left to the loops of AttnToLinalg, which
      // comes next.
      auto fold = dyn_cast<OnlineAttentionOp>(op);
      if (fold && canLowerOnlineAttention(fold))
        folds.push_back(fold);
      else if (auto aggregate = dyn_cast<OnlineAggregateOp>(op);
               aggregate && canLowerOnlineAggregate(aggregate))
        aggregates.push_back(aggregate);
      else if (auto end = dyn_cast<FinalizeOp>(op))
        ends.push_back(end);
    });
    IRRewriter rewriter(&getContext());
    auto prepare = [&](Operation *op) {
      rewriter.setInsertionPoint(op);
      for (OpOperand &operand : op->getOpOperands())
        giveUnitStride(rewriter, operand);
    };
    llvm::for_each(folds, prepare);
    llvm::for_each(aggregates, prepare);
    llvm::for_each(ends, prepare);
    for (OnlineAttentionOp op : folds)
      if (failed(lowerOnlineAttention(rewriter, op, machine)))
        return signalPassFailure();
    for (OnlineAggregateOp op : aggregates)
      if (failed(lowerOnlineAggregate(rewriter, op, machine)))
        return signalPassFailure();
    for (FinalizeOp op : ends)
      if (failed(lowerFinalize(rewriter, op, machine)))
        return signalPassFailure();
  }
};
} // namespace
