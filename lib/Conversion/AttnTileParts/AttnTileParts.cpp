//===- AttnTileParts.cpp - parts of attention to fused sweeps -------------===//

#include "Outline.h"
#include "PartsSweep.h"
#include "attn/Conversion/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNTILEPARTS
#include "attn/Conversion/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

// The chain of the function's one attn.aggregate, heads apart where they can
// be.
static FailureOr<PartsChain> followChain(func::FuncOp function,
                                         std::string &reason) {
  AggregateOp aggregate;
  function.walk([&](AggregateOp op) { aggregate = op; });
  auto weights = cast<RankedTensorType>(aggregate.getWeights().getType());
  auto values = cast<RankedTensorType>(aggregate.getValue().getType());
  if (weights.isDynamicDim(1) || !weights.hasRank() ||
      ShapedType::isDynamicShape(values.getShape().take_back(1)) ||
      weights.getDimSize(3) == 0) {
    reason = "sizes of heads and values are not known";
    return failure();
  }
  for (bool splitHeads : {true, false}) {
    FailureOr<PartsChain> chain =
        PartsChain::follow(aggregate, splitHeads, reason);
    if (succeeded(chain)) {
      reason = PartsSweeps::getObstacle(*chain);
      if (reason.empty())
        return chain;
      return failure();
    }
  }
  return failure();
}

// Moves the body of `function` in front of `op`, its results for the outputs.
static void inlineParts(IRRewriter &rewriter, AggregateOp op,
                        OutlinedParts &parts) {
  Block *body = &parts.function->getBody().front();
  Operation *end = body->getTerminator();
  SmallVector<Value> results(end->getOperands());
  rewriter.eraseOp(end);
  for (auto [output, result] : llvm::zip_equal(parts.outputs, results))
    (void)output, (void)result;
  SmallVector<BlockArgument> arguments(body->getArguments());
  for (auto [argument, input] : llvm::zip_equal(arguments, parts.inputs)) {
    for (Value &result : results)
      if (result == argument)
        result = input;
    argument.replaceAllUsesWith(input);
  }
  for (Operation &inner : llvm::make_early_inc_range(*body))
    inner.moveBefore(op);
  for (auto [output, result] : llvm::zip_equal(parts.outputs, results))
    rewriter.replaceAllUsesWith(output, result);
  rewriter.eraseOp(op);
}

// Puts the tiled form into `function`; says why there is none.
static LogicalResult tileParts(func::FuncOp function,
                               const PartsTileSizes &sizes,
                               std::string &reason) {
  if (failed(simplifyParts(function))) {
    reason = "what stands between the parts does not come to rest";
    return failure();
  }
  FailureOr<PartsChain> chain = followChain(function, reason);
  if (failed(chain))
    return failure();
  AggregateOp aggregate = chain->getAggregate();
  OpBuilder b(aggregate);
  SmallVector<Value> results = PartsSweeps(b, *chain, sizes).emit();
  auto replace = [&](Value old, Value value) {
    if (old.getType() != value.getType())
      value =
          tensor::CastOp::create(b, aggregate.getLoc(), old.getType(), value);
    old.replaceAllUsesWith(value);
  };
  replace(aggregate.getOutput(), results[0]);
  if (results.size() > 1)
    replace(getDirect(*chain).getLse(), results[1]);
  // What was tiled has no uses left.
  Block *body = aggregate->getBlock();
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(*body)))
    if (isOpTriviallyDead(&op))
      op.erase();
  return success();
}

namespace {
struct AttnTileParts : attn::impl::AttnTilePartsBase<AttnTileParts> {
  using AttnTilePartsBase::AttnTilePartsBase;

  void runOnOperation() override {
    SmallVector<AggregateOp> ops;
    getOperation()->walk([&](AggregateOp op) { ops.push_back(op); });
    IRRewriter rewriter(&getContext());
    PartsTileSizes sizes;
    sizes.queries = queryTile;
    sizes.keys = keyTile;
    for (AggregateOp op : ops) {
      OutlinedParts parts = outlineParts(op);
      std::string reason;
      if (failed(tileParts(*parts.function, sizes, reason))) {
        if (reportMissed)
          op.emitRemark() << "the parts of this attention stay apart: "
                          << reason;
        continue;
      }
      inlineParts(rewriter, op, parts);
      ++numTiled;
    }
    // The originals are dead now, back to front.
    getOperation()->walk([&](Block *block) {
      for (Operation &op : llvm::make_early_inc_range(llvm::reverse(*block)))
        if (isa<ScoresOp, NormalizeOp, linalg::LinalgOp>(op) &&
            isOpTriviallyDead(&op))
          op.erase();
    });
  }
};
} // namespace
