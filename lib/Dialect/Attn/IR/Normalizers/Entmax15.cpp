//===- Entmax15.cpp - max(s / 2 - tau, 0)^2, rows that sum to 1 -----------===//

#include "Passes.h"

using namespace mlir;
using namespace mlir::attn;

NormalizerPlan Entmax15NormalizerAttr::getPlan() const {
  return getThresholdPlan(getContext(), 2);
}
