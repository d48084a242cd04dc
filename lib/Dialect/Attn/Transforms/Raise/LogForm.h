//===- LogForm.h - the logarithm of a weight ---------------------*- C++ -*-===//
//
// A graph may write the weights of a softmax as a product,
//
//   w[j] * exp(-(j - i)^2 / (2 sigma[i]^2)) / sum_j of the same,
//
// whose score is the logarithm: ln w[j] - (j - i)^2 / (2 sigma[i]^2). That of a
// product is a sum, of an exponential its exponent, of what is 0 where a
// condition fails a score of -inf.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_LOGFORM_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_LOGFORM_H

#include "ScalarExpr.h"

namespace mlir::attn {

/// ln of `expr`, of which the form says that it is not negative; null where it
/// does not. Factors without an exponential must depend on the query or on the
/// key alone: then a row whose sum is 0 has nothing to see.
ScalarExpr getLogarithm(ScalarContext &scalars, ScalarExpr expr,
                        AffineExpr query, AffineExpr key);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_LOGFORM_H
