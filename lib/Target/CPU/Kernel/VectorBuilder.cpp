//===- VectorBuilder.cpp - short names for vector code --------------------===//

#include "VectorBuilder.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include <numeric>

using namespace mlir;
using namespace mlir::attn::cpu;

//===----------------------------------------------------------------------===//
// Index arithmetic
//===----------------------------------------------------------------------===//

Value VectorBuilder::index(int64_t value) {
  return arith::ConstantIndexOp::create(b, loc, value);
}
Value VectorBuilder::add(Value x, Value y) {
  return arith::AddIOp::create(b, loc, x, y);
}
Value VectorBuilder::sub(Value x, Value y) {
  return arith::SubIOp::create(b, loc, x, y);
}
Value VectorBuilder::mul(Value x, Value y) {
  return arith::MulIOp::create(b, loc, x, y);
}
Value VectorBuilder::min(Value x, Value y) {
  return arith::MinSIOp::create(b, loc, x, y);
}
Value VectorBuilder::max(Value x, Value y) {
  return arith::MaxSIOp::create(b, loc, x, y);
}
Value VectorBuilder::lessThan(Value x, Value y) {
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, x, y);
}
Value VectorBuilder::boolean(bool value) {
  return arith::ConstantIntOp::create(b, loc, value, 1);
}

//===----------------------------------------------------------------------===//
// Floating point
//===----------------------------------------------------------------------===//

Value VectorBuilder::scalarConstant(double value) {
  return arith::ConstantOp::create(b, loc, b.getFloatAttr(element, value));
}
Value VectorBuilder::splatConstant(double value) {
  return arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(vec(), b.getFloatAttr(element, value)));
}
Value VectorBuilder::splat(Value scalar) {
  return vector::BroadcastOp::create(b, loc, vec(scalar.getType()), scalar);
}
Value VectorBuilder::fma(Value x, Value y, Value z) {
  return vector::FMAOp::create(b, loc, x, y, z);
}
Value VectorBuilder::addf(Value x, Value y) {
  return arith::AddFOp::create(b, loc, x, y);
}
Value VectorBuilder::subf(Value x, Value y) {
  return arith::SubFOp::create(b, loc, x, y);
}
Value VectorBuilder::mulf(Value x, Value y) {
  return arith::MulFOp::create(b, loc, x, y);
}
Value VectorBuilder::compare(arith::CmpFPredicate predicate, Value x,
                             Value y) {
  return arith::CmpFOp::create(b, loc, predicate, x, y);
}
Value VectorBuilder::select(Value condition, Value x, Value y) {
  return arith::SelectOp::create(b, loc, condition, x, y);
}
Value VectorBuilder::bitAnd(Value x, Value y) {
  return arith::AndIOp::create(b, loc, x, y);
}
Value VectorBuilder::bitOr(Value x, Value y) {
  return arith::OrIOp::create(b, loc, x, y);
}
Value VectorBuilder::exp2(Value x) {
  return math::Exp2Op::create(b, loc, x);
}
Value VectorBuilder::weight(Value x) {
  Value counts = compare(arith::CmpFPredicate::UGE, x,
                         splatConstant(element.isF64() ? -900.0 : -100.0));
  return select(counts, exp2(x), splatConstant(0.0));
}
Value VectorBuilder::any(Value mask) {
  return vector::ReductionOp::create(b, loc, vector::CombiningKind::OR, mask);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Value VectorBuilder::load(Value memref, ValueRange indices) {
  Type type = cast<MemRefType>(memref.getType()).getElementType();
  return vector::LoadOp::create(b, loc, vec(type), memref, indices);
}
Value VectorBuilder::load(Value memref, ValueRange indices, Value mask,
                          Value passThru) {
  return vector::MaskedLoadOp::create(b, loc, passThru.getType(), memref,
                                      indices, mask, passThru);
}
// Code generators without half floats in vectors take masked ones apart and
// call the library for each lane, so what a mask would leave is moved a lane at
// a time, as integers.
static bool isHalf(Type type) { return type.isBF16() || type.isF16(); }

// The lanes of a mask that staticPrefixMask made.
static int64_t prefixLength(Value mask) {
  DenseElementsAttr lanes;
  [[maybe_unused]] bool isStatic = matchPattern(mask, m_Constant(&lanes));
  assert(isStatic && "expected a constant mask for half floats");
  return llvm::count(lanes.getValues<bool>(), true);
}

static SmallVector<Value> atLane(VectorBuilder &vb, ValueRange indices,
                                 int64_t lane) {
  SmallVector<Value> at(indices);
  at.back() = vb.add(at.back(), lane);
  return at;
}

Value VectorBuilder::gatherHalves(Type type, int64_t count,
                                  function_ref<Value(int64_t)> get) {
  Type bits = b.getI16Type();
  Value result = arith::ConstantOp::create(b, loc, b.getZeroAttr(vec(bits)));
  for (int64_t lane = 0; lane < count; ++lane)
    result = vector::InsertOp::create(
        b, loc, arith::BitcastOp::create(b, loc, bits, get(lane)), result,
        ArrayRef<int64_t>{lane});
  return arith::BitcastOp::create(b, loc, vec(type), result);
}

// bf16 by integers: a truncf to it is expanded later into a choice between
// vectors of bf16, which is again a call for each lane.
Value VectorBuilder::narrow(Value x, Type type) {
  VectorType result = vec(type);
  if (!type.isBF16() || !getElementTypeOrSelf(x.getType()).isF32())
    return arith::TruncFOp::create(b, loc, result, x);
  VectorType wide = vec(b.getI32Type());
  auto constant = [&](int32_t value) -> Value {
    return arith::ConstantOp::create(
        b, loc, DenseElementsAttr::get(wide, b.getI32IntegerAttr(value)));
  };
  Value bits = arith::BitcastOp::create(b, loc, wide, x);
  Value odd = bitAnd(arith::ShRUIOp::create(b, loc, bits, constant(16)),
                     constant(1));
  // A NaN is made quiet and not rounded. A choice of the result would be moved
  // by LLVM to where it is one between bf16.
  Value isNaN = compare(arith::CmpFPredicate::UNO, x, x);
  Value step = select(isNaN, constant(0), add(odd, constant(0x7fff)));
  Value quiet = select(isNaN, constant(0x400000), constant(0));
  Value rounded = bitOr(add(bits, step), quiet);
  Value high = arith::ShRUIOp::create(b, loc, rounded, constant(16));
  return arith::BitcastOp::create(
      b, loc, result,
      arith::TruncIOp::create(b, loc, vec(b.getI16Type()), high));
}

void VectorBuilder::storeHalves(Value value, Value memref, ValueRange indices,
                                int64_t count) {
  Type type = getElementTypeOrSelf(value.getType());
  Value bits =
      arith::BitcastOp::create(b, loc, vec(b.getI16Type()), value);
  for (int64_t lane = 0; lane < count; ++lane) {
    Value scalar = vector::ExtractOp::create(b, loc, bits,
                                             ArrayRef<int64_t>{lane});
    storeScalar(arith::BitcastOp::create(b, loc, type, scalar), memref,
                atLane(*this, indices, lane));
  }
}

Value VectorBuilder::loadWidened(Value memref, ValueRange indices,
                                 Value mask) {
  Type type = cast<MemRefType>(memref.getType()).getElementType();
  Value value;
  if (mask && isHalf(type)) {
    value = gatherHalves(type, prefixLength(mask), [&](int64_t lane) {
      return loadScalar(memref, atLane(*this, indices, lane));
    });
  } else if (mask) {
    Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(vec(type)));
    value = load(memref, indices, mask, zero);
  } else {
    value = load(memref, indices);
  }
  if (type == element)
    return value;
  return arith::ExtFOp::create(b, loc, vec(), value);
}
Value VectorBuilder::loadScalar(Value memref, ValueRange indices) {
  return memref::LoadOp::create(b, loc, memref, indices);
}
void VectorBuilder::store(Value value, Value memref, ValueRange indices,
                          Value mask) {
  if (mask && isHalf(getElementTypeOrSelf(value.getType())))
    storeHalves(value, memref, indices, prefixLength(mask));
  else if (mask)
    vector::MaskedStoreOp::create(b, loc, memref, indices, mask, value);
  else
    vector::StoreOp::create(b, loc, value, memref, indices);
}
void VectorBuilder::storeScalar(Value value, Value memref,
                                ValueRange indices) {
  memref::StoreOp::create(b, loc, value, memref, indices);
}
// A comparison and not vector.create_mask: it has no operation below it that
// would need a lowering of its own.
Value VectorBuilder::prefixMask(Value count) {
  SmallVector<int32_t> lane(lanes);
  std::iota(lane.begin(), lane.end(), 0);
  Type i32 = b.getI32Type();
  Value steps = arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(vec(i32), ArrayRef(lane)));
  Value narrow = arith::IndexCastOp::create(b, loc, i32, count);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, steps,
                               splat(narrow));
}
Value VectorBuilder::staticPrefixMask(int64_t count) {
  if (count >= lanes)
    return {};
  SmallVector<bool> lane(lanes, false);
  std::fill_n(lane.begin(), count, true);
  return arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(maskType(), ArrayRef<bool>(lane)));
}
Value VectorBuilder::dim(Value memref, int64_t position) {
  return b.createOrFold<memref::DimOp>(loc, memref, position);
}

Value VectorBuilder::unitStride(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  if (type.isLastDimUnitStride() || type.getShape().back() != 1)
    return memref;
  auto metadata = memref::ExtractStridedMetadataOp::create(b, loc, memref);
  SmallVector<int64_t> layout(type.getRank(), ShapedType::kDynamic);
  SmallVector<OpFoldResult> strides = getAsOpFoldResult(metadata.getStrides());
  layout.back() = 1;
  strides.back() = b.getIndexAttr(1);
  SmallVector<OpFoldResult> sizes;
  for (auto [i, size] : llvm::enumerate(type.getShape()))
    sizes.push_back(ShapedType::isDynamic(size)
                        ? OpFoldResult(metadata.getSizes()[i])
                        : b.getIndexAttr(size));
  auto result = MemRefType::get(
      type.getShape(), type.getElementType(),
      StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic, layout));
  return memref::ReinterpretCastOp::create(
      b, loc, result, metadata.getBaseBuffer(),
      OpFoldResult(metadata.getOffset()), sizes, strides);
}

// Rounds of exchanges between rows whose numbers differ in one bit.
void VectorBuilder::transpose(SmallVectorImpl<Value> &rows) {
  int64_t length = cast<VectorType>(rows[0].getType()).getDimSize(0);
  int64_t size = rows.size();
  for (int64_t step = size / 2; step >= 1; step /= 2) {
    SmallVector<int64_t> low, high;
    for (int64_t i = 0; i < length; ++i) {
      bool upper = i & step;
      low.push_back(upper ? length + (i ^ step) : i);
      high.push_back(upper ? length + i : i ^ step);
    }
    for (int64_t i = 0; i < size; ++i) {
      if (i & step)
        continue;
      Value x = rows[i], y = rows[i + step];
      rows[i] = vector::ShuffleOp::create(b, loc, x, y, low);
      rows[i + step] = vector::ShuffleOp::create(b, loc, x, y, high);
    }
  }
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

SmallVector<Value> VectorBuilder::loop(Value lo, Value hi, int64_t step,
                                       ValueRange init, LoopBody body) {
  auto op = scf::ForOp::create(
      b, loc, lo, hi, index(step), init,
      [&](OpBuilder &, Location, Value iv, ValueRange args) {
        SmallVector<Value> results = body(iv, args);
        scf::YieldOp::create(b, loc, results);
      });
  return SmallVector<Value>(op.getResults());
}
void VectorBuilder::loop(Value lo, Value hi, int64_t step,
                         function_ref<void(Value)> body) {
  loop(lo, hi, step, {}, [&](Value iv, ValueRange) {
    body(iv);
    return SmallVector<Value>();
  });
}
SmallVector<Value>
VectorBuilder::branch(Value condition,
                      function_ref<SmallVector<Value>()> thenBody,
                      function_ref<SmallVector<Value>()> elseBody) {
  auto op = scf::IfOp::create(
      b, loc, condition,
      [&](OpBuilder &, Location) {
        scf::YieldOp::create(b, loc, thenBody());
      },
      [&](OpBuilder &, Location) {
        scf::YieldOp::create(b, loc, elseBody());
      });
  return SmallVector<Value>(op.getResults());
}
void VectorBuilder::branch(Value condition, function_ref<void()> thenBody) {
  scf::IfOp::create(b, loc, condition, [&](OpBuilder &, Location) {
    thenBody();
    scf::YieldOp::create(b, loc);
  });
}
