//===- NormalizerChecks.cpp - what lowerings ask before they fold ---------===//

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

// Parameters, places and a count as an ordinary row has them.
static NormalizerContext ordinaryRow(HostScalarBuilder &host,
                                     NormalizerAttrInterface normalizer) {
  NormalizerContext context;
  context.parameters.assign(normalizer.getParameters().size(), host.get(1.0));
  context.batch = context.head = context.query = host.get(0.0);
  context.visibleKeys = host.get(2.0);
  return context;
}

bool mlir::attn::scalesScores(NormalizerAttrInterface normalizer) {
  HostScalarBuilder host;
  return static_cast<bool>(
      normalizer.scoreFactor(host, ordinaryRow(host, normalizer)));
}

bool mlir::attn::excludesMinusInfinity(NormalizerAttrInterface normalizer) {
  HostScalarBuilder host;
  NormalizerContext context = ordinaryRow(host, normalizer);
  double infinity = std::numeric_limits<double>::infinity();
  return normalizer.weight(host, host.get(-infinity), host.get(0.0), context)
             .getNumber() == 0.0;
}

LogicalResult mlir::attn::checkRowFold(Operation *op) {
  auto normalizer =
      llvm::TypeSwitch<Operation *, NormalizerAttrInterface>(op)
          .Case<AttentionOp, PartialOp, NormalizeOp, MergeOp, OnlineAttentionOp,
                OnlineAggregateOp, FinalizeOp>(
              [](auto attn) { return attn.getNormalizer(); })
          .Default([](Operation *) { return NormalizerAttrInterface(); });
  if (!normalizer)
    return success();
  if (!normalizer.isRowFold())
    return op->emitOpError() << "expected a normalizer of one fold over rows, "
                                "got "
                             << normalizer << " of "
                             << normalizer.getPasses().size() << " passes";
  if (isa<OnlineAggregateOp>(op) && normalizer.getRowContext().visibleKeys)
    return op->emitOpError() << "expected a normalizer that does not count "
                                "visible keys, got "
                             << normalizer;
  return success();
}

LogicalResult mlir::attn::checkRowFolds(Operation *root) {
  WalkResult walk = root->walk([](Operation *op) {
    return failed(checkRowFold(op)) ? WalkResult::interrupt()
                                    : WalkResult::advance();
  });
  return failure(walk.wasInterrupted());
}
