//===- StateResults.cpp - states among a function's results ---------------===//

#include "StateResults.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Support/ScalarBuilder.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;

/// The normaliser of the state that `op` makes; null if it makes none.
static NormalizerAttrInterface getStateNormalizer(Operation *op) {
  if (auto partial = dyn_cast_or_null<PartialOp>(op))
    return partial.getNormalizer();
  if (auto merge = dyn_cast_or_null<MergeOp>(op))
    return merge.getNormalizer();
  return {};
}

/// Multiplies what `tensor` holds of each row by that row's factor.
static void scaleRows(HostTensor &tensor, ArrayRef<double> factors) {
  int64_t rows = factors.size(), count = tensor.getNumElements();
  for (int64_t i = 0; i < count; ++i)
    tensor.setFromDouble(i, tensor.getAsDouble(i) * factors[i / (count / rows)]);
}

/// The factors that move rows from stabiliser `from` to `to`, 1 for a row that
/// is empty in either; those that move stand at `to` behind it.
static std::vector<double> moveStabilizer(NormalizerAttrInterface normalizer,
                                          HostTensor &from,
                                          const HostTensor &to) {
  HostScalarBuilder builder;
  std::vector<double> factors(from.getNumElements(), 1);
  for (auto [row, factor] : llvm::enumerate(factors)) {
    double now = from.getAsDouble(row), wanted = to.getAsDouble(row);
    if (!std::isfinite(now) || !std::isfinite(wanted))
      continue;
    factor =
        normalizer.rescale(builder, builder.get(now), builder.get(wanted))
            .getNumber();
    from.setFromDouble(row, wanted);
  }
  return factors;
}

std::vector<HostTensor>
mlir::attn::alignStates(func::FuncOp function, ArrayRef<HostTensor> results,
                        ArrayRef<HostTensor> reference) {
  std::vector<HostTensor> aligned;
  for (const HostTensor &result : results)
    aligned.push_back(result.clone());
  if (!function.getBody().hasOneBlock())
    return aligned;
  OperandRange returned =
      function.getBody().front().getTerminator()->getOperands();
  for (auto [number, value] : llvm::enumerate(returned)) {
    Operation *op = value.getDefiningOp();
    NormalizerAttrInterface normalizer = getStateNormalizer(op);
    // A selection's stabiliser is not free: it names the key.
    if (!normalizer || normalizer.selectsKey() || value != op->getResult(1) ||
        aligned[number].getShape() != reference[number].getShape())
      continue;
    std::vector<double> factors =
        moveStabilizer(normalizer, aligned[number], reference[number]);
    for (auto [i, other] : llvm::enumerate(returned))
      if (i != number && other.getDefiningOp() == op && other != value)
        scaleRows(aligned[i], factors);
  }
  return aligned;
}
