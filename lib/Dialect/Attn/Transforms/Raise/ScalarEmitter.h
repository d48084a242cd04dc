//===- ScalarEmitter.h - expressions as code of a score region --*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCALAREMITTER_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCALAREMITTER_H

#include "ScalarExpr.h"
#include "mlir/IR/Builders.h"

namespace mlir::attn {

/// Emits nodes at a builder's insertion point, each once.
class ScalarEmitter {
public:
  /// `dims` are the values of the index variables. An element of a tensor that
  /// varies with both `query` and `key` is computed where it is used; one that
  /// does not is read from the graph if a tensor holds it.
  ScalarEmitter(OpBuilder &builder, Location loc, IndexSpace &space,
                ArrayRef<Value> dims, AffineExpr query, AffineExpr key)
      : builder(builder), loc(loc), space(space), dims(dims), query(query),
        key(key) {}

  void map(ScalarExpr expr, Value value) { values[expr] = value; }
  Value emit(ScalarExpr expr);
  /// `value` as a float of type `type`.
  Value cast(Value value, Type type);

private:
  Value emitNode(ScalarExpr expr);
  Value emitSum(AffineExpr expr, ArrayRef<Value> symbols);
  Value emitAffine(AffineExpr expr, Type type);
  Value emitExtract(Value tensor, ArrayRef<ScalarExpr> indices);
  bool readsFromHome(ScalarExpr expr);

  OpBuilder &builder;
  Location loc;
  IndexSpace &space;
  ArrayRef<Value> dims;
  AffineExpr query, key;
  llvm::DenseMap<ScalarExpr, Value> values;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCALAREMITTER_H
