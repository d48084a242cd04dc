//===- QuasiAffine.h - sums of dimensions, symbols, divisions ---*- C++ -*-===//
//
// Idea. Every quasi-affine expression is a sum c0 + c1 t1 + c2 t2 + .. whose
// terms t are dimensions, symbols, `e floordiv m` or `e mod m` with e again
// such a sum. LinearForm is that sum with its terms in a fixed order, so that
// two expressions that are equal as sums have one form, and so that "the
// coefficient of k" is a question with an answer.
//
// Example: 2 * (q - k) + 3 - q - (5 + k) ceildiv 4 has the form
//   q: 1, k: -2, (k + 8) floordiv 4: -1, constant 3, that is
//   q - 2 * k - k floordiv 4 + 1, for the 8 leaves the division as 2.
//
// Why not simplifyAffineExpr: it writes `e mod m` as e - m * (e floordiv m),
// which hides from bounds that the value lies in [0, m).
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_QUASIAFFINE_H
#define ATTN_ANALYSIS_PRESBURGER_QUASIAFFINE_H

#include "mlir/IR/AffineExpr.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <utility>

namespace mlir::attn {

/// True if `expr` has only products with constants and only divisions and
/// remainders by positive constants.
bool isQuasiAffine(AffineExpr expr);

/// The value of `expr`; floordiv, ceildiv and mod round as affine maps say,
/// also for negative values.
int64_t evaluateExpr(AffineExpr expr, ArrayRef<int64_t> dims,
                     ArrayRef<int64_t> symbols);

/// Prints `expr` with the names nq, nk, off, p0, p1.. for symbols and the names
/// h, q, k of a relation, or `dimNames`, for dimensions.
void printRelationExpr(raw_ostream &os, AffineExpr expr,
                       ArrayRef<StringLiteral> dimNames = {});

/// A sum of terms with nonzero coefficients, in a fixed order.
struct LinearForm {
  explicit LinearForm(MLIRContext *context) : context(context) {}

  /// The form of `expr`, its divisions simplified. ceildiv becomes floordiv.
  static LinearForm get(AffineExpr expr);

  /// Adds `factor` * `term`, where `term` is a dimension, a symbol or a
  /// division whose own operand is simplified.
  void addTerm(AffineExpr term, int64_t factor);
  void add(const LinearForm &other, int64_t factor);

  int64_t getCoefficient(AffineExpr term) const;

  /// The greatest common divisor of the coefficients, 0 without terms.
  int64_t getGcd() const;

  /// Divides the coefficients, and the constant rounding down, by `divisor`,
  /// which must divide all coefficients.
  void divideBy(int64_t divisor);

  /// What the constant and the remainders alone tell about the value: inclusive
  /// bounds, std::nullopt where the value is unbounded on that side.
  std::pair<std::optional<int64_t>, std::optional<int64_t>> getRange() const;

  AffineExpr getExpr() const;

  MLIRContext *context;
  SmallVector<std::pair<AffineExpr, int64_t>, 4> terms;
  int64_t constant = 0;
};

/// The expression of `expr`'s linear form.
AffineExpr simplifyQuasiAffine(AffineExpr expr);

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_QUASIAFFINE_H
