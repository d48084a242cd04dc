//===- Exp2.cpp - two to the power of a vector ----------------------------===//
//
// A polynomial on one period and a change of the exponent. The coefficients
// are minimax for the relative error, by the exchange algorithm.
//
//===----------------------------------------------------------------------===//

#include "VectorBuilder.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace mlir::attn::cpu;

// 2^r on [0, 1), error 7.5e-8.
static constexpr double floorF32[] = {
    0.0018775788048155152, 0.008989333443728398, 0.0558263253567505,
    0.24015361383956962,   0.6931530736288014,   0.9999999250736654};

// 2^r on [-1/2, 1/2], error 1.9e-9 and 3e-18.
static constexpr double nearestF32[] = {
    0.00015345779771296525, 0.0013399929818629383, 0.009618489060964235,
    0.055503287816624156,   0.24022646890115523,   0.6931472057348868,
    1.0000000005541099};
static constexpr double nearestF64[] = {
    4.4353523518648836e-10, 7.074104341827516e-09, 1.0178197558846429e-07,
    1.3215433097307574e-06, 1.525273349109609e-05, 0.0001540353046249882,
    0.0013333558146788774,  0.009618129107588348,  0.055504108664819925,
    0.24022650695910155,    0.6931471805599453,    1.0};

Value VectorBuilder::polynomial(Value x, ArrayRef<double> coefficients) {
  Value result = splatConstant(coefficients.front());
  for (double c : coefficients.drop_front())
    result = fma(result, x, splatConstant(c));
  return result;
}

Value VectorBuilder::exp2(Value x) {
  return hasScalef ? exp2ByScalef(x) : exp2ByExponent(x);
}

// reduce gives x less its whole part, 0 for an infinity; scalef(p, y) is
// p * 2^floor(y). Together they are right for infinities and NaN.
Value VectorBuilder::exp2ByScalef(Value x) {
  bool single = element.isF32();
  auto i32 = [&](int32_t value) -> Value {
    return arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(value));
  };
  auto call = [&](StringRef name, ValueRange operands) -> Value {
    return LLVM::CallIntrinsicOp::create(b, loc, vec(), b.getStringAttr(name),
                                         operands)
        .getResults();
  };
  Value all = arith::ConstantOp::create(
      b, loc, b.getIntegerAttr(b.getIntegerType(single ? 16 : 8), -1));
  Value zero = splatConstant(0.0);
  Value current = i32(4);
  // Down, or to the nearest; without raising the inexact flag.
  Value mode = i32(single ? 9 : 8);
  Value r = call(single ? "llvm.x86.avx512.mask.reduce.ps.512"
                        : "llvm.x86.avx512.mask.reduce.pd.512",
                 {x, mode, zero, all, current});
  Value p = polynomial(r, single ? ArrayRef<double>(floorF32)
                                 : ArrayRef<double>(nearestF64));
  Value whole = single ? x : subf(x, r);
  Value result = call(single ? "llvm.x86.avx512.mask.scalef.ps.512"
                             : "llvm.x86.avx512.mask.scalef.pd.512",
                      {p, whole, zero, all, current});
  // Denormal weights would stall every product they enter.
  Value normal = compare(arith::CmpFPredicate::UGE, x,
                         splatConstant(single ? -126.0 : -1022.0));
  return select(normal, result, zero);
}

// The whole part is added to the exponent field of 1; the sum 1.5 * 2^p + x
// holds round(x) in its low bits.
Value VectorBuilder::exp2ByExponent(Value x) {
  bool single = element.isF32();
  int64_t mantissa = single ? 23 : 52;
  Value magic = splatConstant(single ? 0x1.8p23 : 0x1.8p52);
  Value low = splatConstant(single ? -126.0 : -1022.0);
  Value high = splatConstant(single ? 128.0 : 1024.0);
  Value below = compare(arith::CmpFPredicate::OLT, x, low);
  Value bounded = select(below, low, x);
  Value above = compare(arith::CmpFPredicate::OGT, bounded, high);
  bounded = select(above, high, bounded);

  Value shifted = addf(bounded, magic);
  Value p = polynomial(subf(bounded, subf(shifted, magic)),
                       single ? ArrayRef<double>(nearestF32)
                              : ArrayRef<double>(nearestF64));
  VectorType bits = vec(b.getIntegerType(element.getWidth()));
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(
        b, loc,
        DenseElementsAttr::get(
            bits, b.getIntegerAttr(bits.getElementType(), value)));
  };
  int64_t one = single ? 0x3f800000 : 0x3ff0000000000000;
  Value exponent = arith::ShLIOp::create(
      b, loc, arith::BitcastOp::create(b, loc, bits, shifted),
      constant(mantissa));
  Value power = arith::BitcastOp::create(b, loc, vec(),
                                         add(exponent, constant(one)));
  return select(below, splatConstant(0.0), mulf(p, power));
}
