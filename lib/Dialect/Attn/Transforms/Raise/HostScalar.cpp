//===- HostScalar.cpp - expressions of constants as numbers ---------------===//

#include "HostScalar.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Constant tensors
//===----------------------------------------------------------------------===//

static double toNumber(Type type, const APInt &bits) {
  if (auto floatType = dyn_cast<FloatType>(type))
    return APFloat(floatType.getFloatSemantics(), bits).convertToDouble();
  return type.isInteger(1) ? double(bits.getZExtValue())
                           : double(bits.getSExtValue());
}

// The elements of a blob of little-endian numbers of whole bytes.
static bool readBlob(DenseResourceElementsAttr attr,
                     std::vector<double> &values) {
  AsmResourceBlob *blob = attr.getRawHandle().getBlob();
  Type type = attr.getType().getElementType();
  if (!blob || !type.isIntOrFloat())
    return false;
  unsigned width = std::max(8u, type.getIntOrFloatBitWidth());
  ArrayRef<char> data = blob->getData();
  size_t count = attr.getType().getNumElements();
  if (width > 64 || width % 8 || data.size() != count * (width / 8))
    return false;
  for (size_t i = 0; i < count; ++i) {
    uint64_t bits = 0;
    std::memcpy(&bits, data.data() + i * (width / 8), width / 8);
    values.push_back(
        toNumber(type, APInt(64, bits).trunc(type.getIntOrFloatBitWidth())));
  }
  return true;
}

static bool readConstant(Attribute attr, std::vector<double> &values) {
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(attr))
    return readBlob(resource, values);
  auto dense = dyn_cast<DenseElementsAttr>(attr);
  if (!dense || !dense.getElementType().isIntOrFloat())
    return false;
  if (isa<FloatType>(dense.getElementType())) {
    for (const APFloat &value : dense.getValues<APFloat>()) {
      APFloat wide = value;
      bool losesInfo;
      wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                   &losesInfo);
      values.push_back(wide.convertToDouble());
    }
    return true;
  }
  for (const APInt &value : dense.getValues<APInt>())
    values.push_back(toNumber(dense.getElementType(), value));
  return true;
}

const HostScalar::Tensor *HostScalar::getTensor(Value value) {
  auto [it, isNew] = tensors.try_emplace(value);
  if (!isNew)
    return it->second.get();
  // Larger ones are data, not masks.
  constexpr int64_t kMaxElements = int64_t(1) << 24;
  auto constant = value.getDefiningOp<arith::ConstantOp>();
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!constant || !type || type.getNumElements() > kMaxElements)
    return nullptr;
  auto tensor = std::make_unique<Tensor>();
  if (!readConstant(constant.getValue(), tensor->values))
    return nullptr;
  tensor->shape.assign(type.getShape().begin(), type.getShape().end());
  tensor->strides.assign(type.getRank(), 1);
  for (int64_t i = type.getRank() - 2; i >= 0; --i)
    tensor->strides[i] = tensor->strides[i + 1] * type.getDimSize(i + 1);
  return (it->second = std::move(tensor)).get();
}

//===----------------------------------------------------------------------===//
// Evaluation
//===----------------------------------------------------------------------===//

static std::optional<bool> compareIntegers(arith::CmpIPredicate predicate,
                                           double a, double b) {
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return a == b;
  case arith::CmpIPredicate::ne:
    return a != b;
  case arith::CmpIPredicate::slt:
    return a < b;
  case arith::CmpIPredicate::sle:
    return a <= b;
  case arith::CmpIPredicate::sgt:
    return a > b;
  case arith::CmpIPredicate::sge:
    return a >= b;
  default:
    return std::nullopt;
  }
}

static std::optional<bool> compareFloats(arith::CmpFPredicate predicate,
                                         double a, double b) {
  switch (predicate) {
  case arith::CmpFPredicate::OEQ:
    return a == b;
  case arith::CmpFPredicate::UNE:
    return a != b;
  case arith::CmpFPredicate::OLT:
    return a < b;
  case arith::CmpFPredicate::OLE:
    return a <= b;
  case arith::CmpFPredicate::OGT:
    return a > b;
  case arith::CmpFPredicate::OGE:
    return a >= b;
  default:
    return std::nullopt;
  }
}

// The value of `op` on numbers, or std::nullopt for an op that masks do not use.
static std::optional<double> apply(Operation *op, ArrayRef<double> v) {
  using Result = std::optional<double>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case<arith::AddFOp, arith::AddIOp>([&](auto) { return v[0] + v[1]; })
      .Case<arith::SubFOp, arith::SubIOp>([&](auto) { return v[0] - v[1]; })
      .Case<arith::MulFOp, arith::MulIOp>([&](auto) { return v[0] * v[1]; })
      .Case<arith::DivFOp>([&](auto) { return v[0] / v[1]; })
      .Case<arith::AndIOp>([&](auto op) -> Result {
        if (!op.getType().isInteger(1))
          return std::nullopt;
        return v[0] != 0 && v[1] != 0;
      })
      .Case<arith::OrIOp>([&](auto op) -> Result {
        if (!op.getType().isInteger(1))
          return std::nullopt;
        return v[0] != 0 || v[1] != 0;
      })
      .Case<arith::XOrIOp>([&](auto op) -> Result {
        if (!op.getType().isInteger(1))
          return std::nullopt;
        return (v[0] != 0) != (v[1] != 0);
      })
      .Case<arith::SelectOp>([&](auto) { return v[0] != 0 ? v[1] : v[2]; })
      .Case<arith::UIToFPOp, arith::ExtUIOp, arith::ExtFOp, arith::TruncFOp,
            arith::IndexCastOp>([&](auto) { return v[0]; })
      .Case<arith::SIToFPOp, arith::ExtSIOp>([&](auto op) -> Result {
        if (op.getOperand().getType().isInteger(1))
          return -v[0];
        return v[0];
      })
      .Case<arith::CmpIOp>([&](arith::CmpIOp op) -> Result {
        return compareIntegers(op.getPredicate(), v[0], v[1]);
      })
      .Case<arith::CmpFOp>([&](arith::CmpFOp op) -> Result {
        return compareFloats(op.getPredicate(), v[0], v[1]);
      })
      .Default([](Operation *) { return std::nullopt; });
}

bool HostScalar::canEvaluate(ScalarExpr root) {
  bool can = true;
  walkScalars(root, [&](ScalarExpr expr) {
    switch (expr->kind) {
    case ScalarNode::Kind::Affine:
      expr->affine.walk(
          [&](AffineExpr part) { can &= !isa<AffineSymbolExpr>(part); });
      break;
    case ScalarNode::Kind::Constant:
      break;
    case ScalarNode::Kind::Element:
      can = can && getTensor(expr->value);
      break;
    case ScalarNode::Kind::Scalar:
      can = false;
      break;
    case ScalarNode::Kind::Op:
      // Which ops are known does not depend on the numbers.
      can = can && expr->operands.size() <= 3 &&
            apply(expr->op, {1.0, 1.0, 1.0});
      break;
    }
  });
  return can;
}

double HostScalar::evaluate(ScalarExpr expr, ArrayRef<int64_t> dims) {
  if (expr->kind == ScalarNode::Kind::Affine)
    return double(evaluateExpr(expr->affine, dims, {}));
  if (expr->kind == ScalarNode::Kind::Constant) {
    std::optional<bool> boolean = getBoolConstant(expr);
    return boolean ? double(*boolean) : *getFloatConstant(expr);
  }
  SmallVector<double, 3> operands;
  for (ScalarExpr operand : expr->operands)
    operands.push_back(evaluate(operand, dims));
  if (expr->kind == ScalarNode::Kind::Op)
    return *apply(expr->op, operands);
  const Tensor *tensor = getTensor(expr->value);
  int64_t offset = 0;
  for (auto [index, stride, size] :
       llvm::zip(operands, tensor->strides, tensor->shape))
    offset += std::clamp<int64_t>(int64_t(index), 0, size - 1) * stride;
  return tensor->values[offset];
}
