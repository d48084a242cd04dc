//===- Slot.cpp - softmax over the queries, then rows divided by sums -----===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

NormalizerPlan SlotNormalizerAttr::getPlan() const {
  NormalizerPlan plan = ColumnSoftmaxNormalizerAttr::get(getContext()).getPlan();
  plan.fold = SoftmaxNormalizerAttr::get(getContext());
  return plan;
}
