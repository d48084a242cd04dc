//===- ScalarEmitter.cpp - expressions as code of a score region ----------===//

#include "ScalarEmitter.h"

#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

Value ScalarEmitter::cast(Value value, Type type) {
  if (value.getType() == type)
    return value;
  unsigned from = value.getType().getIntOrFloatBitWidth();
  if (from < type.getIntOrFloatBitWidth())
    return arith::ExtFOp::create(builder, loc, type, value);
  return arith::TruncFOp::create(builder, loc, type, value);
}

// The terms with positive factors less those with negative ones: `k - q` rather
// than `k + q * -1`.
Value ScalarEmitter::emitSum(AffineExpr expr, ArrayRef<Value> symbols) {
  AffineExpr plus = builder.getAffineConstantExpr(0), minus = plus;
  LinearForm form = LinearForm::get(expr);
  for (auto [term, factor] : form.terms)
    (factor > 0 ? plus : minus) =
        (factor > 0 ? plus : minus) + term * std::abs(factor);
  (form.constant > 0 ? plus : minus) =
      (form.constant > 0 ? plus : minus) + std::abs(form.constant);
  auto expand = [&](AffineExpr part) {
    return affine::expandAffineExpr(builder, loc, part, dims, symbols);
  };
  if (minus == 0)
    return expand(plus);
  return arith::SubIOp::create(builder, loc, expand(plus), expand(minus));
}

Value ScalarEmitter::emitAffine(AffineExpr expr, Type type) {
  SmallVector<Value> symbols;
  for (Value symbol : space.getSymbolValues()) {
    // Only the symbols in use are converted.
    unsigned position = symbols.size();
    bool isUsed = expr.isFunctionOfSymbol(position);
    symbols.push_back(isUsed && !symbol.getType().isIndex()
                          ? arith::IndexCastOp::create(
                                builder, loc, builder.getIndexType(), symbol)
                                .getResult()
                          : symbol);
  }
  Value value;
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return arith::ConstantOp::create(
        builder, loc, builder.getIntegerAttr(type, constant.getValue()));
  value = emitSum(expr, symbols);
  if (type.isIndex())
    return value;
  return arith::IndexCastOp::create(builder, loc, type, value);
}

Value ScalarEmitter::emitExtract(Value tensor, ArrayRef<ScalarExpr> indices) {
  SmallVector<Value> operands;
  for (ScalarExpr index : indices)
    operands.push_back(emit(index));
  Value value = tensor::ExtractOp::create(builder, loc, tensor, operands);
  if (isa<FloatType>(value.getType()))
    return cast(value, getComputeType(value.getType()));
  return value;
}

// Worth it for what is computed from data; what is computed from indices alone
// is cheaper than a load. The tensor must not itself be queries x keys.
bool ScalarEmitter::readsFromHome(ScalarExpr expr) {
  if (!expr->home || expr->kind != ScalarNode::Kind::Op)
    return false;
  auto varies = [&](AffineExpr dim) {
    return llvm::any_of(expr->homeIndices, [&](ScalarExpr index) {
      return dependsOn(index, dim);
    });
  };
  if (varies(query) && varies(key))
    return false;
  bool hasData = false, hasMapped = false;
  walkScalars(expr, [&](ScalarExpr node) {
    hasData |= node->kind == ScalarNode::Kind::Element;
    hasMapped |= node->kind != ScalarNode::Kind::Affine && values.count(node) &&
                 node->kind == ScalarNode::Kind::Element &&
                 !values.lookup(node).getDefiningOp();
  });
  return hasData && !hasMapped;
}

Value ScalarEmitter::emit(ScalarExpr expr) {
  if (Value known = values.lookup(expr))
    return known;
  Value value = emitNode(expr);
  values[expr] = value;
  return value;
}

Value ScalarEmitter::emitNode(ScalarExpr expr) {
  switch (expr->kind) {
  case ScalarNode::Kind::Affine:
    return emitAffine(expr->affine, expr->type);
  case ScalarNode::Kind::Constant: {
    TypedAttr constant = expr->constant;
    Type type = getComputeType(expr->type);
    if (type != expr->type) {
      APFloat value = ::cast<FloatAttr>(constant).getValue();
      bool losesInfo;
      value.convert(::cast<FloatType>(type).getFloatSemantics(),
                    APFloat::rmNearestTiesToEven, &losesInfo);
      constant = FloatAttr::get(type, value);
    }
    return arith::ConstantOp::create(builder, loc, constant);
  }
  case ScalarNode::Kind::Element:
    return emitExtract(expr->value, expr->operands);
  case ScalarNode::Kind::Scalar:
    if (isa<FloatType>(expr->type))
      return cast(expr->value, getComputeType(expr->type));
    return expr->value;
  case ScalarNode::Kind::Op:
    break;
  }
  if (readsFromHome(expr))
    return emitExtract(expr->home, expr->homeIndices);
  // Distances of rows fit in 32 bits, whose conversion is a vector instruction
  // everywhere.
  if (expr->isOp<arith::SIToFPOp>() && expr->operands[0]->affine) {
    Value distance =
        emitAffine(expr->operands[0]->affine, builder.getI32Type());
    return arith::SIToFPOp::create(builder, loc, expr->type, distance);
  }
  SmallVector<Value> operands;
  for (ScalarExpr operand : expr->operands)
    operands.push_back(emit(operand));
  OperationState state(loc, expr->op->getName(), operands, expr->type,
                       expr->op->getAttrs());
  return builder.create(state)->getResult(0);
}
