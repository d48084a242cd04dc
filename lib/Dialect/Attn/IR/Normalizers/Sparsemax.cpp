//===- Sparsemax.cpp - max(s - tau, 0), rows that sum to 1 ----------------===//

#include "Passes.h"

using namespace mlir;
using namespace mlir::attn;

NormalizerPlan SparsemaxNormalizerAttr::getPlan() const {
  return getThresholdPlan(getContext(), 1);
}
