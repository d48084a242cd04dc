//===- Sinkhorn.cpp - rows and columns divided by their sums in turn ------===//
//
// In the logarithm: with the potentials f of a row and g of a column the matrix
// after some divisions is exp(s + f + g); dividing rows makes f minus the
// log-sum-exp of s + g, dividing columns makes g that of s + f.
//
//===----------------------------------------------------------------------===//

#include "Passes.h"

using namespace mlir;
using namespace mlir::attn;

using Axis = NormalizerPass::Axis;

LogicalResult
SinkhornNormalizerAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                               int64_t iterations) {
  if (iterations >= 1 && iterations <= 1000) // sinkhorn_c1
    return success();
  return emitError() << "expected 1 to 1000 iterations, got " << iterations;
}

Scalar mlir::attn::addRow(ScalarBuilder &, Scalar score, ArrayRef<Scalar> row,
                          ArrayRef<Scalar>) {
  return score + row[0];
}
Scalar mlir::attn::addColumn(ScalarBuilder &, Scalar score, ArrayRef<Scalar>,
                             ArrayRef<Scalar> column) {
  return score + column[0];
}
Scalar mlir::attn::addBoth(ScalarBuilder &, Scalar score, ArrayRef<Scalar> row,
                           ArrayRef<Scalar> column) {
  return score + row[0] + column[0];
}

NormalizerPass mlir::attn::divideBySums(MLIRContext *context, Axis axis,
                                        NormalizerPass::Edit edit) {
  auto update = [](ScalarBuilder &b, ArrayRef<Scalar>, Scalar m,
                   ArrayRef<Scalar> l) -> SmallVector<Scalar> {
    return {b.constant(0.0) - (m + b.log(l[0]))};
  };
  return {axis, std::move(edit), SoftmaxNormalizerAttr::get(context), update};
}

NormalizerPlan SinkhornNormalizerAttr::getPlan() const {
  MLIRContext *context = getContext();
  NormalizerPass rows = divideBySums(context, Axis::Row, addColumn);
  NormalizerPass columns = divideBySums(context, Axis::Column, addRow);
  NormalizerPlan plan;
  plan.numRowPotentials = plan.numColumnPotentials = 1;
  if (getIterations() > 1)
    plan.rounds.push_back({{rows, columns}, getIterations() / 2, nullptr});
  bool endsWithRows = getIterations() % 2 == 1;
  plan.edit = endsWithRows ? addColumn : addBoth;
  // The last division by the sums of rows is the softmax's own.
  plan.fold = endsWithRows ? Attribute(SoftmaxNormalizerAttr::get(context))
                           : ExpNormalizerAttr::get(context);
  return plan;
}
