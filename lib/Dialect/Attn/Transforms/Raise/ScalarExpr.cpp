//===- ScalarExpr.cpp - one element of a tensor as an expression ----------===//

#include "ScalarExpr.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

static bool isSame(const ScalarNode &a, const ScalarNode &b) {
  if (a.kind != b.kind || a.type != b.type || a.affine != b.affine ||
      a.constant != b.constant || a.value != b.value ||
      a.operands != b.operands || !a.op != !b.op)
    return false;
  return !a.op || (a.op->getName() == b.op->getName() &&
                   a.op->getAttrDictionary() == b.op->getAttrDictionary());
}

ScalarExpr ScalarContext::unique(ScalarNode node) {
  llvm::hash_code hash = llvm::hash_combine(
      node.kind, node.type.getAsOpaquePointer(), mlir::hash_value(node.affine),
      mlir::hash_value(Attribute(node.constant)), mlir::hash_value(node.value),
      node.op ? mlir::hash_value(node.op->getName()) : llvm::hash_code(0),
      llvm::hash_combine_range(node.operands.begin(), node.operands.end()));
  SmallVector<ScalarExpr, 1> &bucket = table[hash];
  for (ScalarExpr candidate : bucket)
    if (isSame(*candidate, node))
      return candidate;
  nodes.push_back(std::make_unique<ScalarNode>(std::move(node)));
  bucket.push_back(nodes.back().get());
  return bucket.back();
}

ScalarExpr ScalarContext::getAffine(AffineExpr expr, Type type) {
  ScalarNode node(ScalarNode::Kind::Affine, type);
  node.affine = simplifyQuasiAffine(expr);
  return unique(std::move(node));
}

ScalarExpr ScalarContext::getIndex(AffineExpr expr) {
  return getAffine(expr, IndexType::get(getContext()));
}

// Integers are affine constants; only floats and i1 are Constant nodes.
ScalarExpr ScalarContext::getConstant(TypedAttr value) {
  Type type = value.getType();
  if (auto integer = dyn_cast<IntegerAttr>(value); integer && !type.isInteger(1))
    return getAffine(space.constant(integer.getValue().getSExtValue()), type);
  ScalarNode node(ScalarNode::Kind::Constant, type);
  node.constant = value;
  return unique(std::move(node));
}

ScalarExpr ScalarContext::getBool(bool value) {
  return getConstant(IntegerAttr::get(IntegerType::get(getContext(), 1), value));
}

ScalarExpr ScalarContext::getFloat(double value, Type type) {
  return getConstant(FloatAttr::get(type, value));
}

ScalarExpr ScalarContext::getElement(Value tensor,
                                     ArrayRef<ScalarExpr> indices) {
  ScalarNode node(ScalarNode::Kind::Element,
                  cast<ShapedType>(tensor.getType()).getElementType());
  node.value = tensor;
  node.operands.assign(indices.begin(), indices.end());
  return unique(std::move(node));
}

ScalarExpr ScalarContext::getScalar(Value value) {
  if (value.getType().isIntOrIndex() && !value.getType().isInteger(1))
    return getAffine(space.getSymbol(value), value.getType());
  ScalarNode node(ScalarNode::Kind::Scalar, value.getType());
  node.value = value;
  return unique(std::move(node));
}

ScalarExpr ScalarContext::replace(ScalarExpr root, ScalarExpr from,
                                  ScalarExpr to) {
  llvm::DenseMap<ScalarExpr, ScalarExpr> done;
  walkScalars(root, [&](ScalarExpr expr) {
    ScalarExpr &result = done[expr];
    if (expr == from || expr->operands.empty()) {
      result = expr == from ? to : expr;
      return;
    }
    ScalarNode copy = *expr;
    bool changed = false;
    for (ScalarExpr &operand : copy.operands) {
      ScalarExpr replacement = done.lookup(operand);
      changed |= replacement != operand;
      operand = replacement;
    }
    copy.home = changed ? Value() : copy.home;
    ScalarExpr unchanged = expr;
    ScalarExpr replaced = changed ? unique(std::move(copy)) : unchanged;
    done[expr] = replaced;
  });
  return done.lookup(root);
}

//===----------------------------------------------------------------------===//
// Questions
//===----------------------------------------------------------------------===//

std::optional<double> mlir::attn::getFloatConstant(ScalarExpr expr) {
  if (expr->kind != ScalarNode::Kind::Constant)
    return std::nullopt;
  if (auto value = dyn_cast<FloatAttr>(expr->constant))
    return value.getValueAsDouble();
  return std::nullopt;
}

std::optional<bool> mlir::attn::getBoolConstant(ScalarExpr expr) {
  if (expr->kind != ScalarNode::Kind::Constant)
    return std::nullopt;
  if (auto value = dyn_cast<IntegerAttr>(expr->constant))
    return !value.getValue().isZero();
  return std::nullopt;
}

void mlir::attn::walkScalars(ScalarExpr root,
                             function_ref<void(ScalarExpr)> visit) {
  llvm::DenseSet<ScalarExpr> seen;
  SmallVector<std::pair<ScalarExpr, unsigned>> stack;
  auto push = [&](ScalarExpr expr) {
    if (seen.insert(expr).second)
      stack.push_back({expr, 0});
  };
  push(root);
  while (!stack.empty()) {
    ScalarExpr expr = stack.back().first;
    if (stack.back().second < expr->operands.size()) {
      push(expr->operands[stack.back().second++]);
      continue;
    }
    stack.pop_back();
    visit(expr);
  }
}

bool mlir::attn::dependsOn(ScalarExpr root, AffineExpr dim) {
  bool found = false;
  unsigned position = cast<AffineDimExpr>(dim).getPosition();
  walkScalars(root, [&](ScalarExpr expr) {
    found |= expr->affine && expr->affine.isFunctionOfDim(position);
  });
  return found;
}

Type mlir::attn::getComputeType(Type type) {
  auto floatType = dyn_cast<FloatType>(type);
  if (floatType && floatType.getWidth() < 32)
    return Float32Type::get(type.getContext());
  return type;
}
