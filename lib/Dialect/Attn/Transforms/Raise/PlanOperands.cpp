//===- PlanOperands.cpp - scale, batch and heads of an attention ---------===//

#include "OutputShape.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// The only node that uses `expr` within `root`, or null.
static ScalarExpr getOnlyUser(ScalarExpr root, ScalarExpr expr) {
  ScalarExpr user = nullptr;
  unsigned count = 0;
  walkScalars(root, [&](ScalarExpr node) {
    for (ScalarExpr operand : node->operands)
      if (operand == expr) {
        user = node;
        ++count;
      }
  });
  return count == 1 ? user : nullptr;
}

// Constant factors around the product go into the scale.
void mlir::attn::absorbScale(AttentionMatch &match) {
  if (!match.product)
    return;
  while (match.product != match.score) {
    ScalarExpr user = getOnlyUser(match.score, match.product);
    if (!user || user->kind != ScalarNode::Kind::Op)
      return;
    unsigned other = user->operands[0] == match.product ? 1 : 0;
    if (user->isOp<arith::ExtFOp>() || user->isOp<arith::TruncFOp>()) {
      match.product = user;
      continue;
    }
    bool isProduct = user->isOp<arith::MulFOp>();
    if (!isProduct && !(user->isOp<arith::DivFOp>() && other == 1))
      return;
    std::optional<double> constant = getFloatConstant(user->operands[other]);
    if (!constant || !std::isfinite(*constant) || *constant == 0.0)
      return;
    match.scale = isProduct ? match.scale * *constant
                             : match.scale / *constant;
    match.product = user;
  }
}

static bool planQueriesAndKeys(AttentionMatch &match,
                               const ScoreProduct &product,
                               const HeadSplit &split, Type element,
                               OperandPlan &queries, OperandPlan &keys) {
  if (!match.product)
    return true;
  auto query = planOperand(match.space, product.queries, split, false, Dim::Q, match.query,
                           Dim::D, match.inner, element);
  auto key = planOperand(match.space, product.keys, split, true, Dim::K, match.key, Dim::D,
                         match.inner, element);
  if (!query || !key)
    return false;
  queries = *query;
  keys = *key;
  return true;
}

// The places where the batch may end, the first variable's end first.
static SmallVector<unsigned> getBatchEnds(unsigned numVariables) {
  SmallVector<unsigned> ends = {std::min(numVariables, 1u)};
  for (unsigned end = 0; end <= numVariables; ++end)
    if (end != ends.front())
      ends.push_back(end);
  return ends;
}

bool mlir::attn::planOperands(AttentionMatch &match,
                              const ScoreProduct &product,
                              ArrayRef<OperandCandidate> values, Type element) {
  unsigned n = match.variables.size(), chosen = 0;
  std::optional<unsigned> best;
  for (unsigned batchEnd : getBatchEnds(n)) {
    match.batchEnd = batchEnd;
    if (failed(getOutputDims(match)))
      continue;
    for (unsigned keyEnd = batchEnd; keyEnd <= n; ++keyEnd) {
      HeadSplit split{match.variables, match.extents, batchEnd, keyEnd};
      // Linear indices need every size but the first.
      if (ShapedType::isDynamic(split.getExtent(batchEnd, n)) ||
          (batchEnd && ShapedType::isDynamic(split.getExtent(1, batchEnd))))
        continue;
      OperandPlan queries, keys;
      auto plan = planOperand(match.space, values, split, true, Dim::K, match.key, Dim::E,
                              match.value, element);
      if (!plan || !planQueriesAndKeys(match, product, split, element, queries,
                                       keys))
        continue;
      unsigned cost = queries.cost + keys.cost + plan->cost;
      if (best && cost >= *best)
        continue;
      best = cost;
      chosen = batchEnd;
      match.keyHeadEnd = keyEnd;
      match.queryPlan = queries;
      match.keyPlan = keys;
      match.valuePlan = *plan;
    }
  }
  if (!best)
    return false;
  match.batchEnd = chosen;
  if (match.product)
    match.scale *= match.queryPlan.candidate.factor *
                   match.keyPlan.candidate.factor;
  return true;
}
