//===- FormulaEmitter.cpp - formulas and bounds as IR ---------------------===//

#include "attn/Analysis/Presburger/FormulaEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mlir::attn;

namespace {
/// Emits at one insertion point, so that a value once emitted can be used by
/// everything after it.
class Emitter {
public:
  /// `nonNegativeDims` are those that cannot be negative.
  Emitter(OpBuilder &builder, Location loc, ValueRange dims, ValueRange symbols,
          ArrayRef<unsigned> nonNegativeDims);

  Value emit(AffineExpr expr);
  Value emit(const Formula &formula);
  Value emit(const Bound &bound);

private:
  template <typename Op>
  Value create(Value lhs, Value rhs) {
    std::tie(lhs, rhs) = unify(lhs, rhs);
    return builder.createOrFold<Op>(loc, lhs, rhs);
  }

  Value getConstant(Type type, int64_t value);
  Value compare(arith::CmpIPredicate predicate, Value lhs, Value rhs);
  std::pair<Value, Value> unify(Value lhs, Value rhs);
  Value saturate(Value scalar);
  Value splat(Value scalar);
  bool isVarying(AffineExpr expr) const;
  bool isNonNegative(const LinearForm &form) const;

  Value emitDivision(AffineExpr term);
  Value emitSum(const LinearForm &form);
  Value emitAtom(const Formula &atom);
  Value emitJunction(const Formula &formula);

  OpBuilder &builder;
  Location loc;
  SmallVector<Value> dims, symbols;
  SmallVector<unsigned> nonNegativeDims;
  VectorType vectorType;
  DenseMap<AffineExpr, Value> exprs;
  DenseMap<const void *, Value> bounds;
  DenseMap<Value, Value> splats;
};
} // namespace

Emitter::Emitter(OpBuilder &builder, Location loc, ValueRange dims,
                 ValueRange symbols, ArrayRef<unsigned> nonNegativeDims)
    : builder(builder), loc(loc), dims(dims.begin(), dims.end()),
      symbols(symbols.begin(), symbols.end()),
      nonNegativeDims(nonNegativeDims) {
  for (Value dim : dims)
    if (auto type = dim ? dyn_cast<VectorType>(dim.getType()) : VectorType()) {
      assert((!vectorType || vectorType == type) &&
             "expected vectors of one type");
      vectorType = type;
    }
}

//===----------------------------------------------------------------------===//
// Scalars and vectors
//===----------------------------------------------------------------------===//

Value Emitter::getConstant(Type type, int64_t value) {
  auto element = builder.getIntegerAttr(getElementTypeOrSelf(type), value);
  if (auto vector = dyn_cast<VectorType>(type))
    return arith::ConstantOp::create(builder, loc,
                                     DenseElementsAttr::get(vector, element));
  return arith::ConstantOp::create(builder, loc, element);
}

/// An index brought between the limits of i32: against what fits in them it
/// compares as before.
Value Emitter::saturate(Value scalar) {
  APInt constant;
  if (matchPattern(scalar, m_ConstantInt(&constant)) &&
      constant.isSignedIntN(32))
    return scalar;
  Type index = scalar.getType();
  Value low = getConstant(index, std::numeric_limits<int32_t>::min());
  Value high = getConstant(index, std::numeric_limits<int32_t>::max());
  return create<arith::MaxSIOp>(create<arith::MinSIOp>(scalar, high), low);
}

/// A scalar in all lanes; an index becomes an integer of the lanes' width.
Value Emitter::splat(Value scalar) {
  Value &result = splats[scalar];
  if (result)
    return result;
  Type element = scalar.getType();
  if (element.isIndex())
    element = vectorType.getElementType();
  Value cast = scalar;
  if (element != scalar.getType()) {
    if (element.isInteger(32) && !llvm::is_contained(dims, scalar))
      scalar = saturate(scalar);
    cast = builder.createOrFold<arith::IndexCastOp>(loc, element, scalar);
  }
  return result = builder.createOrFold<vector::BroadcastOp>(
             loc, vectorType.clone(element), cast);
}

std::pair<Value, Value> Emitter::unify(Value lhs, Value rhs) {
  bool leftVector = isa<VectorType>(lhs.getType());
  bool rightVector = isa<VectorType>(rhs.getType());
  if (leftVector && !rightVector)
    rhs = splat(rhs);
  else if (rightVector && !leftVector)
    lhs = splat(lhs);
  return {lhs, rhs};
}

Value Emitter::compare(arith::CmpIPredicate predicate, Value lhs, Value rhs) {
  std::tie(lhs, rhs) = unify(lhs, rhs);
  return builder.createOrFold<arith::CmpIOp>(loc, predicate, lhs, rhs);
}

bool Emitter::isVarying(AffineExpr expr) const {
  for (auto [i, dim] : llvm::enumerate(dims))
    if (dim && isa<VectorType>(dim.getType()) && expr.isFunctionOfDim(i))
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

/// True if the value cannot be negative: lengths are not; q_offset and what the
/// user passes may be.
bool Emitter::isNonNegative(const LinearForm &form) const {
  auto isTermNonNegative = [&](AffineExpr term) {
    if (auto dim = dyn_cast<AffineDimExpr>(term))
      return llvm::is_contained(nonNegativeDims, dim.getPosition());
    if (auto symbol = dyn_cast<AffineSymbolExpr>(term))
      return symbol.getPosition() < kQueryOffsetSymbol;
    return term.getKind() == AffineExprKind::Mod ||
           isNonNegative(
               LinearForm::get(cast<AffineBinaryOpExpr>(term).getLHS()));
  };
  return form.constant >= 0 && llvm::all_of(form.terms, [&](auto &entry) {
           return entry.second > 0 && isTermNonNegative(entry.first);
         });
}

/// x mod m or x floordiv m, rounding down.
Value Emitter::emitDivision(AffineExpr term) {
  auto binary = cast<AffineBinaryOpExpr>(term);
  bool isMod = term.getKind() == AffineExprKind::Mod;
  int64_t divisor = cast<AffineConstantExpr>(binary.getRHS()).getValue();
  Value operand = emit(binary.getLHS());
  Type type = operand.getType();

  // Arithmetic shifts and masks round down for negative values too.
  if (llvm::isPowerOf2_64(divisor)) {
    if (isMod)
      return create<arith::AndIOp>(operand, getConstant(type, divisor - 1));
    return create<arith::ShRSIOp>(operand,
                                  getConstant(type, llvm::Log2_64(divisor)));
  }
  Value modulus = getConstant(type, divisor);
  if (isNonNegative(LinearForm::get(binary.getLHS()))) {
    if (isMod)
      return create<arith::RemUIOp>(operand, modulus);
    return create<arith::DivUIOp>(operand, modulus);
  }
  Value zero = getConstant(type, 0);
  if (isMod) {
    Value rest = create<arith::RemSIOp>(operand, modulus);
    Value isNegative = compare(arith::CmpIPredicate::slt, rest, zero);
    return builder.createOrFold<arith::SelectOp>(
        loc, isNegative, create<arith::AddIOp>(rest, modulus), rest);
  }
  Value isNegative = compare(arith::CmpIPredicate::slt, operand, zero);
  Value lowered =
      create<arith::SubIOp>(operand, getConstant(type, divisor - 1));
  Value dividend =
      builder.createOrFold<arith::SelectOp>(loc, isNegative, lowered, operand);
  return create<arith::DivSIOp>(dividend, modulus);
}

/// What is uniform is summed first, as scalars; in both halves additions come
/// before subtractions, so that no value has to be negated.
Value Emitter::emitSum(const LinearForm &form) {
  Value sum;
  auto accumulate = [&](bool varying, bool negative) {
    for (auto [term, factor] : form.terms) {
      if (isVarying(term) != varying || (factor < 0) != negative)
        continue;
      Value value = emit(term);
      int64_t magnitude = negative ? -factor : factor;
      if (magnitude != 1)
        value = create<arith::MulIOp>(value,
                                      getConstant(value.getType(), magnitude));
      if (!sum && !negative)
        sum = value;
      else if (!negative)
        sum = create<arith::AddIOp>(sum, value);
      else
        sum = create<arith::SubIOp>(
            sum ? sum : getConstant(builder.getIndexType(), 0), value);
    }
  };
  accumulate(/*varying=*/false, /*negative=*/false);
  if (!sum && form.constant != 0)
    sum = getConstant(builder.getIndexType(), form.constant);
  else if (form.constant != 0)
    sum = create<arith::AddIOp>(
        sum, getConstant(builder.getIndexType(), form.constant));
  accumulate(/*varying=*/false, /*negative=*/true);
  accumulate(/*varying=*/true, /*negative=*/false);
  accumulate(/*varying=*/true, /*negative=*/true);
  return sum ? sum : getConstant(builder.getIndexType(), 0);
}

Value Emitter::emit(AffineExpr expr) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return symbols[symbol.getPosition()];
  if (Value known = exprs.lookup(expr))
    return known;
  bool isDivision = expr.getKind() == AffineExprKind::Mod ||
                    expr.getKind() == AffineExprKind::FloorDiv;
  Value value =
      isDivision ? emitDivision(expr) : emitSum(LinearForm::get(expr));
  exprs[expr] = value;
  return value;
}

//===----------------------------------------------------------------------===//
// Formulas
//===----------------------------------------------------------------------===//

/// Splits form >= 0, == 0 or != 0 into two sides without a subtraction where
/// that is possible: varying terms against uniform ones, else positive against
/// negative ones.
Value Emitter::emitAtom(const Formula &atom) {
  LinearForm form = LinearForm::get(atom.getExpr());
  bool anyVarying = llvm::any_of(
      form.terms, [&](auto &entry) { return isVarying(entry.first); });
  bool varyingNegative = llvm::all_of(form.terms, [&](auto &entry) {
    return entry.second < 0 || !isVarying(entry.first);
  });
  LinearForm lhs(form.context), rhs(form.context);
  for (auto [term, factor] : form.terms) {
    bool onLeft = anyVarying ? isVarying(term) != varyingNegative : factor > 0;
    if (onLeft)
      lhs.addTerm(term, factor);
    else
      rhs.addTerm(term, -factor);
  }
  // The constant goes where it stays scalar, and positive among scalars.
  bool constantLeft = anyVarying ? varyingNegative : form.constant > 0;
  if (constantLeft)
    lhs.constant = form.constant;
  else
    rhs.constant = -form.constant;
  arith::CmpIPredicate predicate =
      atom.getKind() == Formula::Kind::Ge   ? arith::CmpIPredicate::sge
      : atom.getKind() == Formula::Kind::Eq ? arith::CmpIPredicate::eq
                                            : arith::CmpIPredicate::ne;
  Value left = emitSum(lhs), right = emitSum(rhs);
  return compare(predicate, left, right);
}

Value Emitter::emitJunction(const Formula &formula) {
  bool isAnd = formula.getKind() == Formula::Kind::And;
  Value uniform, varying;
  for (const Formula &operand : formula.getOperands()) {
    Value value = emit(operand);
    Value &joined = isa<VectorType>(value.getType()) ? varying : uniform;
    if (!joined)
      joined = value;
    else
      joined = isAnd ? create<arith::AndIOp>(joined, value)
                     : create<arith::OrIOp>(joined, value);
  }
  if (!uniform || !varying)
    return uniform ? uniform : varying;
  return isAnd ? create<arith::AndIOp>(varying, uniform)
               : create<arith::OrIOp>(varying, uniform);
}

Value Emitter::emit(const Formula &formula) {
  if (formula.isAtom())
    return emitAtom(formula);
  if (formula.isTrue() || formula.isFalse())
    return getConstant(builder.getI1Type(), formula.isTrue());
  return emitJunction(formula);
}

//===----------------------------------------------------------------------===//
// Bounds
//===----------------------------------------------------------------------===//

Value Emitter::emit(const Bound &bound) {
  if (Value known = bounds.lookup(bound.getId()))
    return known;
  Value value;
  if (bound.getKind() == Bound::Kind::Affine) {
    value = emit(bound.getExpr());
  } else {
    SmallVector<Value> operands =
        llvm::map_to_vector(bound.getOperands(), [&](const Bound &operand) {
          return emit(operand);
        });
    value = operands.front();
    if (bound.getKind() == Bound::Kind::Select) {
      Value condition =
          compare(arith::CmpIPredicate::sle, operands[0], operands[1]);
      value = builder.createOrFold<arith::SelectOp>(loc, condition, operands[2],
                                                    operands[3]);
    }
    bool isMax = bound.getKind() == Bound::Kind::Max;
    if (bound.getKind() != Bound::Kind::Select)
      for (Value operand : llvm::drop_begin(operands))
        value = isMax ? create<arith::MaxSIOp>(value, operand)
                      : create<arith::MinSIOp>(value, operand);
  }
  bounds[bound.getId()] = value;
  return value;
}

static constexpr unsigned kNonNegativeRelationDims[] = {kHeadDim, kKeyDim};
static constexpr unsigned kNonNegativeTileDims[] = {kHeadBeginDim, kHeadEndDim};

Value attn::emitFormula(OpBuilder &builder, Location loc,
                        const Formula &formula, ValueRange dims,
                        ValueRange symbols) {
  return Emitter(builder, loc, dims, symbols, kNonNegativeRelationDims)
      .emit(formula);
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

// Bounds on magnitudes; infinity where nothing is known.
static double magnitudeOf(const LinearForm &form);

static double magnitudeOf(AffineExpr term) {
  constexpr double index = 0x1p29, heads = 0x1p16;
  if (auto dim = dyn_cast<AffineDimExpr>(term)) {
    if (dim.getPosition() == kHeadDim)
      return heads;
    return dim.getPosition() == kQueryDim ? 2 * index : index;
  }
  if (auto symbol = dyn_cast<AffineSymbolExpr>(term))
    return symbol.getPosition() <= kQueryOffsetSymbol ? index : INFINITY;
  auto binary = cast<AffineBinaryOpExpr>(term);
  double divisor = cast<AffineConstantExpr>(binary.getRHS()).getValue();
  double operand = magnitudeOf(LinearForm::get(binary.getLHS()));
  // The operand, a divisor and their sum are computed on the way.
  if (operand + divisor >= 0x1p31)
    return INFINITY;
  return term.getKind() == AffineExprKind::Mod ? divisor
                                               : operand / divisor + 1;
}

static double magnitudeOf(const LinearForm &form) {
  double sum = std::fabs(static_cast<double>(form.constant));
  for (auto [term, factor] : form.terms)
    sum += std::fabs(static_cast<double>(factor)) * magnitudeOf(term);
  return sum;
}

bool attn::fitsLanesOf32Bits(const Formula &formula, unsigned dim) {
  if (!formula.isAtom())
    return llvm::all_of(formula.getOperands(), [&](const Formula &operand) {
      return fitsLanesOf32Bits(operand, dim);
    });
  LinearForm form = LinearForm::get(formula.getExpr());
  double varying = 0;
  for (auto [term, factor] : form.terms)
    if (term.isFunctionOfDim(dim))
      varying += std::fabs(static_cast<double>(factor)) * magnitudeOf(term);
  return varying < 0x1p31;
}

Value attn::emitExpr(OpBuilder &builder, Location loc, AffineExpr expr,
                     ValueRange dims, ValueRange symbols) {
  return Emitter(builder, loc, dims, symbols, kNonNegativeRelationDims)
      .emit(simplifyQuasiAffine(expr));
}

Value attn::emitBound(OpBuilder &builder, Location loc, const Bound &bound,
                      ValueRange tile, ValueRange symbols) {
  return Emitter(builder, loc, tile, symbols, kNonNegativeTileDims).emit(bound);
}

SmallVector<EmittedKeyPiece>
attn::emitKeyRanges(OpBuilder &builder, Location loc, const KeyRanges &ranges,
                    ValueRange tile, ValueRange symbols) {
  Emitter emitter(builder, loc, tile, symbols, kNonNegativeTileDims);
  return llvm::map_to_vector(ranges.pieces, [&](const KeyPiece &piece) {
    EmittedKeyPiece emitted;
    emitted.lo = emitter.emit(piece.lo);
    emitted.hi = emitter.emit(piece.hi);
    if (piece.hasFull) {
      emitted.fullLo = emitter.emit(piece.fullLo);
      emitted.fullHi = emitter.emit(piece.fullHi);
    }
    return emitted;
  });
}
