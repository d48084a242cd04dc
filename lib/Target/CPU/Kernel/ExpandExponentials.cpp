//===- ExpandExponentials.cpp - powers of two and of e on vectors ---------===//
//
// A polynomial on one period and a change of the exponent; tanh and erfc by
// these. The coefficients are minimax for the relative error, by the exchange
// algorithm.
//
//===----------------------------------------------------------------------===//

#include "VectorBuilder.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"

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

// (tanh(x) - x) / x^3 as a polynomial of x^2 for |x| up to 3/4; errors of tanh
// 1.6e-9 and 1.5e-19.
static constexpr double tanhF32[] = {
    0.001736936831862708,  -0.0076572565780047145, 0.02145203451674999,
    -0.053892724088047494, 0.13332694072833975,    -0.33333315122900259};
static constexpr double tanhF64[] = {
    5.5195810831495508e-7,  -3.6542957918476062e-6, 1.3294484608725645e-5,
    -3.753964548618946e-5,  9.6087139185189217e-5,  -0.00023884268833338498,
    0.00058995550381133363, -0.001455821386036558,  0.0035921263795968383,
    -0.0088632353860198042, 0.021869488528103406,   -0.053968253967989094,
    0.133333333333329,      -0.33333333333333331};

// (1 + 2 x) exp(x^2) erfc(x) as a polynomial of (x - 4) / (x + 4) for x from 0
// to 11 and 28; errors 2.2e-8 and 2e-18.
static constexpr double erfcF32[] = {
    0.00074284278490993723, 0.0065980025036742687, -0.01629235707904332,
    0.03638347371266958, -0.066509378190268116, 0.09386348786874634,
    -0.10100142979083367, 0.068088399017388021, 0.015377592645567799,
    -0.13962093624170631, 1.2329951346455308};
static constexpr double erfcF64[] = {
    1.2637828580421369e-9, 1.8684873854735191e-9, -1.4091982822555755e-8,
    -1.7999475459031421e-8, 1.1005996198640058e-7, 7.471952780500971e-8,
    -8.2546997448711614e-7, 2.9377854943443787e-7, 5.7097847609665056e-6,
    -1.1222046316669004e-5, -2.4399244283129877e-5, 0.00015062169704678354,
    -0.00019925668432389152, -0.00075777329736691464, 0.0050319699757531763,
    -0.016197734055994488, 0.037167515537770254, -0.066330365812409509,
    0.093732834998330223, -0.10103906603629459, 0.068097054254693236,
    0.015379652102619558, -0.13962111684056252, 1.2329951186255525};

namespace {
class ExpEmitter {
public:
  ExpEmitter(VectorBuilder &vb, bool scalef)
      : vb(vb), single(vb.element.isF32()), scalef(scalef) {}

  enum class Range {
    All,
    /// The result does not matter where it is below the smallest normal number.
    Normal,
    /// Nor for infinities, NaN and results that are not finite.
    Finite
  };
  Value exp2(Value x, Range range = Range::All);
  Value exp(Value x);
  Value tanh(Value x);
  Value erfc(Value x);

private:
  Value polynomial(Value x, ArrayRef<double> coefficients);
  Value nearestPolynomial(Value x) {
    return polynomial(x, single ? ArrayRef<double>(nearestF32)
                                : ArrayRef<double>(nearestF64));
  }
  Value call(StringRef f32Name, StringRef f64Name, ValueRange operands);
  Value exp2ByScalef(Value x, Range range);
  /// `x` brought to exponents that the arithmetic below can take; `below` is
  /// set where the result is 0.
  Value bound(Value x, Value &below);
  /// round(x) in the low bits of 1.5 * 2^p + x.
  Value shift(Value x) { return vb.addf(x, magic()); }
  Value magic() { return vb.splatConstant(single ? 0x1.8p23 : 0x1.8p52); }
  /// p * 2^n for the n that `shifted` holds, 0 where `below` unless it is null.
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
Value ExpEmitter::exp2ByScalef(Value x, Range range) {
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
  Value r =
      call("llvm.x86.avx512.mask.reduce.ps.512",
           "llvm.x86.avx512.mask.reduce.pd.512", {x, mode, zero, all, current});
  Value p = single ? polynomial(r, floorF32) : nearestPolynomial(r);
  Value whole = single ? x : vb.subf(x, r);
  Value result = call("llvm.x86.avx512.mask.scalef.ps.512",
                      "llvm.x86.avx512.mask.scalef.pd.512",
                      {p, whole, zero, all, current});
  if (range != Range::All)
    return result;
  // Denormal numbers would stall every product they enter.
  Value normal = vb.compare(P::UGE, x, vb.splatConstant(vb.smallestExponent()));
  return vb.select(normal, result, zero);
}

Value ExpEmitter::bound(Value x, Value &below) {
  Value low = vb.splatConstant(vb.smallestExponent());
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
  Value power =
      arith::BitcastOp::create(vb.b, vb.loc, vb.vec(), vb.add(exponent, one));
  Value result = vb.mulf(p, power);
  return below ? vb.select(below, vb.splatConstant(0.0), result) : result;
}

Value ExpEmitter::exp2(Value x, Range range) {
  if (scalef && vb.lanes * vb.element.getWidth() == 512)
    return exp2ByScalef(x, range);
  Value below;
  if (range != Range::Finite)
    x = bound(x, below);
  Value shifted = shift(x);
  Value p = nearestPolynomial(vb.subf(x, vb.subf(shifted, magic())));
  return scale(p, shifted, range == Range::All ? below : Value());
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

// Near 0 an odd polynomial, where 1 - 2 / (e^2|x| + 1) would cancel.
Value ExpEmitter::tanh(Value x) {
  Value square = vb.mulf(x, x);
  Value odd = polynomial(square, single ? ArrayRef<double>(tanhF32)
                                        : ArrayRef<double>(tanhF64));
  Value near = vb.fma(vb.mulf(x, square), odd, x);

  Value one = vb.splatConstant(1.0),
        size = math::AbsFOp::create(vb.b, vb.loc, x);
  Value highest = vb.splatConstant(single ? 10.0 : 20.0);
  Value bounded = vb.select(vb.compare(P::OLT, size, highest), size, highest);
  Value power =
      exp2(vb.mulf(bounded, vb.splatConstant(2 * M_LOG2E)), Range::Finite);
  Value quotient = arith::DivFOp::create(vb.b, vb.loc, vb.splatConstant(2.0),
                                         vb.addf(power, one));
  Value far = math::CopySignOp::create(vb.b, vb.loc, vb.subf(one, quotient), x);
  Value limit = vb.splatConstant(0.75);
  return vb.select(vb.compare(P::OGE, size, limit), far, near);
}

// The square in two parts: what its rounding loses counts in the power.
Value ExpEmitter::erfc(Value x) {
  Value one = vb.splatConstant(1.0), two = vb.splatConstant(2.0),
        four = vb.splatConstant(4.0), zero = vb.splatConstant(0.0);
  Value size = math::AbsFOp::create(vb.b, vb.loc, x);
  Value highest = vb.splatConstant(single ? 11.0 : 28.0);
  Value y = vb.select(vb.compare(P::OGT, size, highest), highest, size);
  Value t = arith::DivFOp::create(vb.b, vb.loc, vb.subf(y, four),
                                  vb.addf(y, four));
  Value p = polynomial(t, single ? ArrayRef<double>(erfcF32)
                                 : ArrayRef<double>(erfcF64));
  Value minus = vb.subf(zero, y);
  Value square = vb.mulf(minus, y);
  Value rest = vb.fma(minus, y, vb.subf(zero, square));
  Value power = exp(square);
  power = vb.fma(power, rest, power);
  Value tail = arith::DivFOp::create(vb.b, vb.loc, vb.mulf(power, p),
                                     vb.fma(two, y, one));
  return vb.select(vb.compare(P::OLT, x, zero), vb.subf(two, tail), tail);
}

// Whether the result is only read by a choice of 0 wherever it would be
// denormal, as of weights.
static bool isFlushed(math::Exp2Op op, double smallestExponent) {
  if (!op->hasOneUse())
    return false;
  auto choice = dyn_cast<arith::SelectOp>(*op->user_begin());
  if (!choice || choice.getTrueValue() != op.getResult() ||
      !matchPattern(choice.getFalseValue(), m_AnyZeroFloat()))
    return false;
  auto test = choice.getCondition().getDefiningOp<arith::CmpFOp>();
  FloatAttr::ValueType bound(0.0);
  return test && test.getLhs() == op.getOperand() &&
         (test.getPredicate() == P::UGE || test.getPredicate() == P::OGE) &&
         matchPattern(test.getRhs(), m_ConstantFloat(&bound)) &&
         bound.convertToDouble() >= smallestExponent;
}

namespace {
struct ExpandExponentials
    : public attn::impl::AttnExpandExponentialsBase<ExpandExponentials> {
  using AttnExpandExponentialsBase::AttnExpandExponentialsBase;

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (!isa<math::Exp2Op, math::ExpOp, math::TanhOp, math::ErfcOp>(op))
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
      if (auto exp2 = dyn_cast<math::Exp2Op>(op))
        rewriter.replaceOp(
            op, emitter.exp2(x, isFlushed(exp2, vb.smallestExponent())
                                    ? ExpEmitter::Range::Normal
                                    : ExpEmitter::Range::All));
      else
        rewriter.replaceOp(op, isa<math::ExpOp>(op)    ? emitter.exp(x)
                               : isa<math::TanhOp>(op) ? emitter.tanh(x)
                                                       : emitter.erfc(x));
    }
  }
};
} // namespace
