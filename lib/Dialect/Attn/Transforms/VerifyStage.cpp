//===- VerifyStage.cpp - the contract at the end of a stage ---------------===//
//
// A stage that leaves behind what the next one does not expect is found here,
// with the operation's name, and not three stages later.
//
//===----------------------------------------------------------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringSwitch.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNVERIFYSTAGE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

// Each check returns what is wrong with `op`, or nothing.
using Check = StringRef (*)(Operation *op);

static bool isGraphOp(Operation *op) {
  return isa<AttentionOp, PartialOp, ScoresOp, NormalizeOp, AggregateOp,
             MergeOp, ContextPoolOp, StatisticsOp>(op);
}

static StringRef checkFused(Operation *op) {
  if (isa<ContextPoolOp>(op))
    return "a context pool that is not an attention yet";
  return {};
}

static StringRef checkScheduled(Operation *op) {
  if (isa<AttentionOp, PartialOp>(op) &&
      !op->getAttrOfType<ScheduleAttr>("schedule"))
    return "an attention without a schedule";
  return checkFused(op);
}

static StringRef checkTiled(Operation *op) {
  return isGraphOp(op) ? StringRef("a graph-level operation") : StringRef();
}

static StringRef checkBufferized(Operation *op) {
  auto isTensor = [](Type type) { return isa<TensorType>(type); };
  // Constants and their like keep tensors as attributes, not as values.
  if (llvm::any_of(op->getOperandTypes(), isTensor) ||
      llvm::any_of(op->getResultTypes(), isTensor))
    return "a tensor";
  return checkTiled(op);
}

static StringRef checkLowered(Operation *op) {
  // Regions end with attn.yield only inside attn operations.
  if (isa_and_nonnull<AttnDialect>(op->getDialect()))
    return "an attn operation";
  return checkBufferized(op);
}

static StringRef checkLLVM(Operation *op) {
  if (isa<ModuleOp>(op) || isa_and_nonnull<LLVM::LLVMDialect>(op->getDialect()))
    return {};
  // Parallel regions stay OpenMP until translation.
  if (op->getName().getDialectNamespace() == "omp")
    return {};
  return "an operation outside the LLVM dialect";
}

static StringRef checkNothing(Operation *) { return {}; }

static Check getCheck(StringRef stage) {
  return llvm::StringSwitch<Check>(stage)
      .Case("graph", checkNothing)
      .Case("fused", checkFused)
      .Case("scheduled", checkScheduled)
      .Cases({"tiled", "sparse"}, checkTiled)
      .Case("bufferized", checkBufferized)
      .Case("lowered", checkLowered)
      .Case("llvm", checkLLVM)
      .Default(nullptr);
}

namespace {
struct AttnVerifyStage : attn::impl::AttnVerifyStageBase<AttnVerifyStage> {
  using AttnVerifyStageBase::AttnVerifyStageBase;

  void runOnOperation() override {
    Check check = getCheck(stage);
    if (!check) {
      getOperation()->emitError() << "expected a stage, got '" << stage << "'";
      return signalPassFailure();
    }
    WalkResult walk = getOperation()->walk([&](Operation *op) {
      StringRef wrong = check(op);
      if (wrong.empty())
        return WalkResult::advance();
      op->emitError() << "expected none of its kind after stage '" << stage
                      << "', got " << wrong << " ('" << op->getName() << "')";
      return WalkResult::interrupt();
    });
    if (walk.wasInterrupted() || failed(verify(getOperation())))
      signalPassFailure();
  }
};
} // namespace
