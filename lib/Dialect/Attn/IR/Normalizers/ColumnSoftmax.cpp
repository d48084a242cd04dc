//===- ColumnSoftmax.cpp - exp(s) / sum exp(s) over the queries -----------===//

#include "Passes.h"

using namespace mlir;
using namespace mlir::attn;

NormalizerPlan ColumnSoftmaxNormalizerAttr::getPlan() const {
  auto score = [](ScalarBuilder &, Scalar s, ArrayRef<Scalar>,
                  ArrayRef<Scalar>) { return s; };
  NormalizerPlan plan;
  plan.numColumnPotentials = 1;
  plan.rounds = {{{divideBySums(getContext(), NormalizerPass::Axis::Column,
                                score)},
                  1,
                  nullptr}};
  plan.edit = addColumn;
  plan.fold = ExpNormalizerAttr::get(getContext());
  return plan;
}
