//===- ScalarExpr.h - one element of a tensor as an expression --*- C++ -*-===//
//
// Idea. What a graph computes between its two products is, element by element,
// a scalar expression of the score s and the indices (b, h, q, k). A ScalarExpr
// is that expression as an immutable DAG: equal expressions are one node, so
// that "is the maximum taken over these same scores" is a pointer comparison.
//
// Example, a causal mask made of arange, expand, sub, cmp, select and add:
//
//   add(element %qk[b * 12 + h, q, k], select(cmp sle (k - q, 0), 0.0, -inf))
//
// Integer arithmetic on indices stays one affine expression; conversions among
// f16, bf16 and f32 vanish, for a score region computes in f32.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCALAREXPR_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCALAREXPR_H

#include "IndexSpace.h"
#include "mlir/IR/Block.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace mlir::attn {

struct ScalarNode;
using ScalarExpr = const ScalarNode *;

struct ScalarNode {
  enum class Kind {
    Affine,   // an integer or index: `affine`
    Constant, // a float or an i1: `constant`
    Element,  // of tensor `value` at `operands`
    Op,       // a copy of `op` on `operands`
    Scalar    // the float or i1 SSA value `value`
  };
  Kind kind;
  Type type;
  AffineExpr affine;
  TypedAttr constant;
  Value value;
  Operation *op = nullptr;
  SmallVector<ScalarExpr, 2> operands;
  /// A tensor of the graph that holds this expression, and where in it; null
  /// if none is known.
  mutable Value home;
  mutable SmallVector<ScalarExpr> homeIndices;

  ScalarNode(Kind kind, Type type) : kind(kind), type(type) {}
  bool isOp(StringRef name) const {
    return kind == Kind::Op && op->getName().getStringRef() == name;
  }
  template <typename OpTy>
  bool isOp() const {
    return kind == Kind::Op && isa<OpTy>(op);
  }
};

/// Owns the nodes of one match.
class ScalarContext {
public:
  explicit ScalarContext(IndexSpace &space) : space(space) {}

  ScalarExpr getAffine(AffineExpr expr, Type type);
  ScalarExpr getIndex(AffineExpr expr);
  ScalarExpr getConstant(TypedAttr value);
  ScalarExpr getBool(bool value);
  ScalarExpr getFloat(double value, Type type);
  ScalarExpr getElement(Value tensor, ArrayRef<ScalarExpr> indices);
  ScalarExpr getScalar(Value value);

  /// `op` on `operands`, folded where index arithmetic or constants allow.
  ScalarExpr getOp(Operation *op, ArrayRef<ScalarExpr> operands);

  /// An op of a kind that the graph need not have, with the type of the last
  /// operand.
  template <typename OpTy>
  ScalarExpr getOp(ArrayRef<ScalarExpr> operands) {
    return getOp(makePrototype(OpTy::getOperationName(), operands), operands);
  }

  /// `expr` with the node `from` replaced by `to`.
  ScalarExpr replace(ScalarExpr expr, ScalarExpr from, ScalarExpr to);

  IndexSpace &getSpace() { return space; }
  MLIRContext *getContext() { return space.getContext(); }
  size_t getNumNodes() const { return nodes.size(); }

private:
  ScalarExpr unique(ScalarNode node);
  Operation *makePrototype(StringRef name, ArrayRef<ScalarExpr> operands);
  ScalarExpr foldAffine(Operation *op, ArrayRef<ScalarExpr> operands);
  ScalarExpr foldCompare(Operation *op, ArrayRef<ScalarExpr> operands);
  ScalarExpr foldBool(Operation *op, ArrayRef<ScalarExpr> operands);
  ScalarExpr foldCast(Operation *op, ArrayRef<ScalarExpr> operands);

  IndexSpace &space;
  SmallVector<std::unique_ptr<ScalarNode>> nodes;
  llvm::DenseMap<llvm::hash_code, SmallVector<ScalarExpr, 1>> table;
  /// Ops that nodes are copies of and that are not in the graph.
  Block prototypes;
};

/// The value of a constant float node, or std::nullopt.
std::optional<double> getFloatConstant(ScalarExpr expr);
/// The value of a constant i1 node, or std::nullopt.
std::optional<bool> getBoolConstant(ScalarExpr expr);

/// Whether index variable `dim` (an AffineDimExpr) occurs in `expr`.
bool dependsOn(ScalarExpr expr, AffineExpr dim);

/// Calls `visit` once for every node of the DAG, operands first.
void walkScalars(ScalarExpr expr, function_ref<void(ScalarExpr)> visit);

/// The type in which a float of type `type` is computed in a region: f32 for
/// narrower ones.
Type getComputeType(Type type);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCALAREXPR_H
