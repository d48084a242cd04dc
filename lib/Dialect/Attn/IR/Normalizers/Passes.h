//===- Passes.h - passes that several normalisers have ----------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_NORMALIZERS_PASSES_H
#define ATTN_LIB_DIALECT_ATTN_IR_NORMALIZERS_PASSES_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// The score plus the row's first potential, plus the column's, plus both.
Scalar addRow(ScalarBuilder &, Scalar score, ArrayRef<Scalar> row,
              ArrayRef<Scalar> column);
Scalar addColumn(ScalarBuilder &, Scalar score, ArrayRef<Scalar> row,
                 ArrayRef<Scalar> column);
Scalar addBoth(ScalarBuilder &, Scalar score, ArrayRef<Scalar> row,
               ArrayRef<Scalar> column);

/// Minus the log-sum-exp of the edited scores of each row or column becomes its
/// potential: added to those scores, exp of them sums to 1.
NormalizerPass divideBySums(MLIRContext *context, NormalizerPass::Axis axis,
                            NormalizerPass::Edit edit);

/// Weights max(s / power - tau, 0)^power that sum to 1 in each row.
NormalizerPlan getThresholdPlan(MLIRContext *context, int64_t power);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_NORMALIZERS_PASSES_H
