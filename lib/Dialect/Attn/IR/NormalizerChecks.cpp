//===- NormalizerChecks.cpp - what lowerings ask before they fold ---------===//

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

NormalizerAttrInterface mlir::attn::getLastFold(Attribute normalizer) {
  return cast<NormalizerAttrInterface>(
      cast<NormalizerAttrInterface>(normalizer).getPlan().fold);
}

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

static LogicalResult checkVisibleKeys(OnlineAggregateOp op) {
  if (!op.getNormalizer().getRowContext().visibleKeys)
    return success();
  return op->emitOpError() << "expected a normalizer that does not count "
                              "visible keys, got "
                           << op.getNormalizer();
}

LogicalResult mlir::attn::checkVisibleKeys(Operation *root) {
  WalkResult walk = root->walk([](OnlineAggregateOp op) {
    return failed(::checkVisibleKeys(op)) ? WalkResult::interrupt()
                                          : WalkResult::advance();
  });
  return failure(walk.wasInterrupted());
}

static LogicalResult checkRowFold(Operation *op) {
  auto normalizer =
      llvm::TypeSwitch<Operation *, NormalizerAttrInterface>(op)
          .Case<AttentionOp, NormalizeOp>(
              [](auto attn) { return attn.getNormalizer(); })
          .Default([](Operation *) { return NormalizerAttrInterface(); });
  if (!normalizer || normalizer.isRowFold())
    return success();
  return op->emitOpError() << "expected a normalizer of one fold over rows, "
                              "got "
                           << normalizer << " of several passes";
}

LogicalResult mlir::attn::checkRowFolds(Operation *root) {
  WalkResult walk = root->walk([](Operation *op) {
    return failed(checkRowFold(op)) ? WalkResult::interrupt()
                                    : WalkResult::advance();
  });
  return failure(failed(checkVisibleKeys(root)) || walk.wasInterrupted());
}
