//===- ExpandExponentials.cpp - powers of two and of e on vectors ---------===//
//
// A polynomial on one period and a change of the exponent. The coefficients
// are minimax for the relative error, by the exchange algorithm.
//
//===----------------------------------------------------------------------===//

#include "VectorBuilder.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNEXPANDEXPONENTIALS
#include "attn/Target/CPU/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn::cpu;
using P = arith::CmpFPredicate;

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

namespace {
class ExpEmitter {
public:
  ExpEmitter(VectorBuilder &vb, bool scalef)
      : vb(vb), single(vb.element.isF32()), scalef(scalef) {}

  Value exp2(Value x);
  Value exp(Value x);

private:
  Value polynomial(Value x, ArrayRef<double> coefficients);
  Value nearestPolynomial(Value x) {
    return polynomial(x, single ? ArrayRef<double>(nearestF32)
                                : ArrayRef<double>(nearestF64));
  }
  Value call(StringRef f32Name, StringRef f64Name, ValueRange operands);
  Value callScalef(Value p, Value exponent);
  Value exp2ByScalef(Value x);
  /// `x` brought to exponents that the arithmetic below can take; `below` is
  /// set where the result is 0.
  Value bound(Value x, Value &below);
  /// round(x) in the low bits of 1.5 * 2^p + x.
  Value shift(Value x) { return vb.addf(x, magic()); }
  Value magic() { return vb.splatConstant(single ? 0x1.8p23 : 0x1.8p52); }
  /// p * 2^n for the n that `shifted` holds, 0 where `below`.
  Value scale(Value p, Value shifted, Value below);

  VectorBuilder &vb;
  bool single, scalef;
};
} // namespace

Value ExpEmitter::polynomial(Value x, ArrayRef<double> coefficients) {
  Value result = vb.splatConstant(coefficients.front());
  for (double c : coefficients.drop_front())
    result = vb.fma(result, x, vb.splatConstant(c));
  return result;
}

Value ExpEmitter::call(StringRef f32Name, StringRef f64Name,
                       ValueRange operands) {
  return LLVM::CallIntrinsicOp::create(
             vb.b, vb.loc, vb.vec(),
             vb.b.getStringAttr(single ? f32Name : f64Name), operands)
      .getResults();
}

// reduce gives x less its whole part, 0 for an infinity; scalef(p, y) is
// p * 2^floor(y). Together they are right for infinities and NaN.
Value ExpEmitter::exp2ByScalef(Value x) {
  auto i32 = [&](int32_t value) -> Value {
    return arith::ConstantOp::create(vb.b, vb.loc,
                                     vb.b.getI32IntegerAttr(value));
  };
  Value all = arith::ConstantOp::create(
      vb.b, vb.loc,
      vb.b.getIntegerAttr(vb.b.getIntegerType(single ? 16 : 8), -1));
  Value zero = vb.splatConstant(0.0);
  // Down, or to the nearest; without raising the inexact flag.
  Value mode = i32(single ? 9 : 8), current = i32(4);
  Value r = call("llvm.x86.avx512.mask.reduce.ps.512",
                 "llvm.x86.avx512.mask.reduce.pd.512",
                 {x, mode, zero, all, current});
  Value p = single ? polynomial(r, floorF32) : nearestPolynomial(r);
  Value whole = single ? x : vb.subf(x, r);
  Value result = call("llvm.x86.avx512.mask.scalef.ps.512",
                      "llvm.x86.avx512.mask.scalef.pd.512",
                      {p, whole, zero, all, current});
  // Denormal weights would stall every product they enter.
  Value normal =
      vb.compare(P::UGE, x, vb.splatConstant(single ? -126.0 : -1022.0));
  return vb.select(normal, result, zero);
}

Value ExpEmitter::bound(Value x, Value &below) {
  Value low = vb.splatConstant(single ? -126.0 : -1022.0);
  Value high = vb.splatConstant(single ? 128.0 : 1024.0);
  below = vb.compare(P::OLT, x, low);
  x = vb.select(below, low, x);
  return vb.select(vb.compare(P::OGT, x, high), high, x);
}

Value ExpEmitter::scale(Value p, Value shifted, Value below) {
  VectorType bits = vb.vec(vb.b.getIntegerType(vb.element.getWidth()));
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(
        vb.b, vb.loc,
        DenseElementsAttr::get(
            bits, vb.b.getIntegerAttr(bits.getElementType(), value)));
  };
  Value exponent = arith::ShLIOp::create(
      vb.b, vb.loc, arith::BitcastOp::create(vb.b, vb.loc, bits, shifted),
      constant(single ? 23 : 52));
  Value one = constant(single ? 0x3f800000 : 0x3ff0000000000000);
  Value power = arith::BitcastOp::create(vb.b, vb.loc, vb.vec(),
                                         vb.add(exponent, one));
  return vb.select(below, vb.splatConstant(0.0), vb.mulf(p, power));
}

Value ExpEmitter::exp2(Value x) {
  if (scalef && vb.lanes * vb.element.getWidth() == 512)
    return exp2ByScalef(x);
  Value below;
  x = bound(x, below);
  Value shifted = shift(x);
  Value p = nearestPolynomial(vb.subf(x, vb.subf(shifted, magic())));
  return scale(p, shifted, below);
}

// x = n ln 2 + r with ln 2 in two parts, the first short enough for n times it
// to be exact.
Value ExpEmitter::exp(Value x) {
  Value below;
  Value t = bound(vb.mulf(x, vb.splatConstant(M_LOG2E)), below);
  Value shifted = shift(t);
  Value n = vb.subf(shifted, magic());
  double high = single ? 0x1.62e4p-1 : 0x1.62e42fefap-1;
  double low = single ? 0x1.7f7d1cf79abcap-20 : 0x1.cf79abc9e3b39p-40;
  Value r = vb.fma(n, vb.splatConstant(-high), x);
  r = vb.fma(n, vb.splatConstant(-low), r);
  Value p = nearestPolynomial(vb.mulf(r, vb.splatConstant(M_LOG2E)));
  Value result = scale(p, shifted, below);
  // r is infinite or NaN there.
  Value infinity = vb.splatConstant(INFINITY);
  Value above = vb.compare(P::OEQ, x, infinity);
  return vb.select(above, infinity, result);
}

namespace {
struct ExpandExponentials
    : public attn::impl::AttnExpandExponentialsBase<ExpandExponentials> {
  using AttnExpandExponentialsBase::AttnExpandExponentialsBase;

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (!isa<math::Exp2Op, math::ExpOp>(op))
        return;
      auto type = dyn_cast<VectorType>(op->getResult(0).getType());
      if (type && type.getRank() == 1 && !type.isScalable() &&
          (type.getElementType().isF32() || type.getElementType().isF64()))
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (Operation *op : ops) {
      rewriter.setInsertionPoint(op);
      auto type = cast<VectorType>(op->getResult(0).getType());
      VectorBuilder vb(rewriter, op->getLoc(),
                       cast<FloatType>(type.getElementType()),
                       type.getDimSize(0));
      ExpEmitter emitter(vb, scalef && vectorBits >= 512);
      Value x = op->getOperand(0);
      rewriter.replaceOp(op, isa<math::ExpOp>(op) ? emitter.exp(x)
                                                  : emitter.exp2(x));
    }
  }
};
} // namespace
