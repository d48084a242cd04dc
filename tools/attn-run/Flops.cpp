//===- Flops.cpp - useful operations of an entry --------------------------===//

#include "Flops.h"

#include "attn/Analysis/Presburger/RowKeys.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;
using namespace mlir::attn;

// The extent of `dim` in `value`, which has `map`: static, or an argument's.
static std::optional<int64_t> extentOf(Value value, AffineMap map, Dim dim,
                                       ArrayRef<HostTensor> arguments) {
  std::optional<unsigned> at = positionOf(map, dim);
  if (!at)
    return 1;
  int64_t size = cast<ShapedType>(value.getType()).getDimSize(*at);
  if (!ShapedType::isDynamic(size))
    return size;
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getArgNumber() >= arguments.size())
    return std::nullopt;
  return arguments[argument.getArgNumber()].getShape()[*at];
}

static std::optional<double> countAttention(AttentionOp op,
                                            ArrayRef<HostTensor> arguments) {
  if (!op.getQuery() || op.getLengths() || op.getQueryLengths() ||
      op.getQOffset() || !op.getPatternOperands().empty())
    return std::nullopt;
  AttentionShape shape = *op.getShape();
  auto batch = extentOf(op.getQuery(), shape.queryMap, Dim::B, arguments);
  auto numQueries = extentOf(op.getQuery(), shape.queryMap, Dim::Q, arguments);
  auto numKeys = extentOf(op.getKey(), shape.keyMap, Dim::K, arguments);
  if (!batch || !numQueries || !numKeys)
    return std::nullopt;
  ConcreteSizes sizes;
  sizes.numHeads = shape.heads;
  sizes.numQueries = *numQueries;
  sizes.numKeys = *numKeys;
  std::optional<uint64_t> pairs =
      countPairs(op.getPattern().getRelation(kFirstOperandSymbol), sizes);
  if (!pairs)
    return std::nullopt;
  return 2.0 * (shape.keyDim + shape.valueDim) * double(*pairs) *
         double(*batch);
}

std::optional<double> mlir::attn::countFlops(func::FuncOp function,
                                             ArrayRef<HostTensor> arguments) {
  double total = 0;
  WalkResult walk = function.walk([&](Operation *op) {
    if (auto attention = dyn_cast<AttentionOp>(op)) {
      std::optional<double> flops = countAttention(attention, arguments);
      total += flops.value_or(0);
      return flops ? WalkResult::skip() : WalkResult::interrupt();
    }
    bool otherWork =
        isa<linalg::LinalgOp>(op) ||
        (isa_and_nonnull<AttnDialect>(op->getDialect()) && !isa<YieldOp>(op));
    return otherWork ? WalkResult::interrupt() : WalkResult::advance();
  });
  if (walk.wasInterrupted() || total == 0)
    return std::nullopt;
  return total;
}
