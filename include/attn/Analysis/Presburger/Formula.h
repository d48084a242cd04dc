//===- Formula.h - a pattern as a boolean formula ---------------*- C++ -*-===//
//
// Idea. A sparse pattern says which pairs (q, k) a head h may look at. It is
// kept as a boolean formula whose atoms compare a quasi-affine expression with
// zero. Dimensions: d0 = h, d1 = q (absolute), d2 = k. Symbols: s0 = Nq,
// s1 = Nk, s2 = q_offset, s3.. = values that the user passes.
//
// Example, 4 x 4, "causal, every second key" (rows q, columns k):
//
//   conj(ge(q - k), eq((q - k) mod 2))        q\k 0 1 2 3
//                                              0  x . . .
//   Its negation is again a formula:           1  . x . .
//   disj(ge(k - q - 1), ne((q - k) mod 2))     2  x . x .
//                                              3  . x . x
//
// Negation is pushed to the atoms when a formula is made, so And, Or and five
// kinds of leaf are all there is and nobody below has to complement a set.
//
// Why not the other way round (keep an mlir::presburger set and complement
// that): MLIR's complement takes a tight pair of bounds such as
// 1 <= x - 4 l <= 3 for the definition of the local l and skips it. The result
// of a complement must therefore never be complemented, subtracted from or
// compared again: on 0 <= q, k < 24 the set (q - k) mod 4 == 0 has 144 points,
// its complement 432, and the complement of that has 0. A formula has no such
// corner, says what the user wrote, and is what code generation needs.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_FORMULA_H
#define ATTN_ANALYSIS_PRESBURGER_FORMULA_H

#include "attn/Analysis/Presburger/QuasiAffine.h"
#include "mlir/IR/IntegerSet.h"
#include "mlir/Support/LLVM.h"
#include <memory>

namespace mlir::attn {

/// Positions of the dimensions of a pattern's relation.
enum RelationDim : unsigned { kHeadDim = 0, kQueryDim = 1, kKeyDim = 2 };
constexpr unsigned kNumRelationDims = 3;

/// Positions of the symbols that every relation has; operands come after.
enum RelationSymbol : unsigned {
  kNumQueriesSymbol = 0,
  kNumKeysSymbol = 1,
  kQueryOffsetSymbol = 2,
  kFirstOperandSymbol = 3
};

/// An immutable boolean formula over quasi-affine atoms. Copies are cheap.
class Formula {
public:
  enum class Kind { True, False, Ge, Eq, Ne, And, Or };

  static Formula getTrue(MLIRContext *context);
  static Formula getFalse(MLIRContext *context);

  /// `expr` >= 0, == 0, != 0. The caller guarantees isQuasiAffine(expr).
  static Formula ge(AffineExpr expr);
  static Formula eq(AffineExpr expr);
  static Formula ne(AffineExpr expr);

  /// The conjunction and disjunction of at least one formula. Nested ones are
  /// flattened, constants absorbed, duplicates and opposites folded.
  static Formula conj(ArrayRef<Formula> operands);
  static Formula disj(ArrayRef<Formula> operands);

  /// The negation, pushed to the atoms.
  Formula operator!() const;

  Formula operator&(const Formula &other) const { return conj({*this, other}); }
  Formula operator|(const Formula &other) const { return disj({*this, other}); }

  /// True if both formulas have the same structure. Formulas that differ in
  /// structure may still have the same points: see Relation.h.
  bool operator==(const Formula &other) const;
  bool operator!=(const Formula &other) const { return !(*this == other); }

  Kind getKind() const;
  bool isTrue() const { return getKind() == Kind::True; }
  bool isFalse() const { return getKind() == Kind::False; }
  bool isAtom() const;

  /// The expression of an atom. Must be Ge, Eq or Ne.
  AffineExpr getExpr() const;

  /// The operands of And and Or, empty for all other kinds.
  ArrayRef<Formula> getOperands() const;

  MLIRContext *getContext() const;

  /// True if the point belongs to the relation.
  bool evaluate(ArrayRef<int64_t> dims, ArrayRef<int64_t> symbols) const;

  /// True if an atom uses the dimension or symbol.
  bool isFunctionOfDim(unsigned position) const;
  bool isFunctionOfSymbol(unsigned position) const;

  /// The number of atoms, counted with repetition.
  unsigned getNumAtoms() const;

  /// The formula with every expression replaced by `map` of it.
  Formula mapExprs(function_ref<AffineExpr(AffineExpr)> map) const;

  /// The formula with dimension i replaced by `dims[i]` and symbol j by
  /// `symbols[j]`; those beyond the end of the lists stay.
  Formula replace(ArrayRef<AffineExpr> dims,
                  ArrayRef<AffineExpr> symbols) const;

  /// The formula with its operand symbols (kFirstOperandSymbol on) moved up by
  /// `shift`: how the parts of a union get operands of their own.
  Formula shiftOperands(unsigned shift) const;

  /// Prints for humans: `(q - k >= 0 and (q - k) mod 2 == 0)`.
  void print(raw_ostream &os) const;
  std::string str() const;

private:
  struct Node;
  explicit Formula(std::shared_ptr<const Node> node) : node(std::move(node)) {}
  static Formula getAtom(Kind kind, AffineExpr expr);
  static Formula getNary(Kind kind, ArrayRef<Formula> operands);

  std::shared_ptr<const Node> node;
};

raw_ostream &operator<<(raw_ostream &os, const Formula &formula);

/// The formula of an affine_set over (q, k) or (h, q, k), whose symbol i reads
/// as `symbols[i]`. On failure (another number of dimensions, too few symbols,
/// an expression that is not quasi-affine) returns std::nullopt and says what
/// is wrong in `message`, in the form "expected .., got ..".
std::optional<Formula> getFormula(IntegerSet set, ArrayRef<AffineExpr> symbols,
                                  std::string &message);

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_FORMULA_H
