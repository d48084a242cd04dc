//===- ScoreBounds.cpp - keys that a score region excludes ----------------===//

#include "ScoreBounds.h"

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Conditions
//===----------------------------------------------------------------------===//

namespace {
/// A comparison that a pair must pass, or fail if not `holds`.
struct Condition {
  Operation *compare;
  bool holds;
};

/// The values of a region that do not change with the key or the score.
class RowValues {
public:
  explicit RowValues(Region &region) : block(&region.front()) {}

  Value getKey() const { return block->getArgument(4); }
  bool isOfRow(Value value) {
    if (value.getParentBlock() != block)
      return true;
    auto found = known.find(value);
    if (found != known.end())
      return found->second;
    bool result = compute(value);
    known[value] = result;
    return result;
  }

private:
  bool compute(Value value) {
    Operation *op = value.getDefiningOp();
    if (!op)
      return value != getKey() && value != block->getArgument(0);
    return op->getNumRegions() == 0 && isMemoryEffectFree(op) &&
           llvm::all_of(op->getOperands(),
                        [&](Value operand) { return isOfRow(operand); });
  }

  Block *block;
  llvm::DenseMap<Value, bool> known;
};
} // namespace

// The comparisons of a conjunction; of a disjunction that must not hold.
static void addConditions(Value value, bool holds,
                          SmallVectorImpl<Condition> &conditions) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<arith::CmpIOp, arith::CmpFOp>(op)) {
    conditions.push_back({op, holds});
    return;
  }
  if ((holds && isa_and_nonnull<arith::AndIOp>(op)) ||
      (!holds && isa_and_nonnull<arith::OrIOp>(op)))
    for (Value operand : op->getOperands())
      addConditions(operand, holds, conditions);
  if (auto negation = dyn_cast_if_present<arith::XOrIOp>(op))
    if (matchPattern(negation.getRhs(), m_One()))
      addConditions(negation.getLhs(), !holds, conditions);
}

static bool isMinusInfinity(Value value) {
  APFloat number(0.0);
  return matchPattern(value, m_ConstantFloat(&number)) &&
         number.isInfinity() && number.isNegative();
}

// What must hold for the region to yield anything else than -inf.
static SmallVector<Condition> getConditions(Region &score) {
  SmallVector<Condition> conditions;
  Value result = score.front().getTerminator()->getOperand(0);
  while (auto select = result.getDefiningOp<arith::SelectOp>()) {
    bool onFalse = isMinusInfinity(select.getFalseValue());
    if (!onFalse && !isMinusInfinity(select.getTrueValue()))
      break;
    addConditions(select.getCondition(), onFalse, conditions);
    result = onFalse ? select.getTrueValue() : select.getFalseValue();
  }
  return conditions;
}

//===----------------------------------------------------------------------===//
// From a comparison to bounds of the key
//===----------------------------------------------------------------------===//

namespace {
/// lower <= x <= upper, of the type of x, or i64 for any integer; null where
/// there is no bound.
struct Interval {
  Value lower, upper;
  bool isEmpty() const { return !lower && !upper; }
};

/// Bounds of the key for one row, emitted into a loop over rows.
class KeySolver {
public:
  KeySolver(OpBuilder &b, Location loc, RowValues &rows, IRMapping &row)
      : b(b), loc(loc), rows(rows), row(row) {}

  Interval solve(const Condition &condition);

private:
  Interval solve(Value value, Interval bounds);
  Interval solveInteger(Operation *op, Interval bounds);
  Interval solveFloat(Operation *op, Interval bounds);
  Interval fromFloat(Interval bounds);
  Interval scaleRow(Operation *op, Interval bounds);
  Value convertFloat(Value x, Value like);
  Interval addRow(Operation *op, Interval bounds, bool isFloat);
  Interval reflect(Interval bounds);
  Value get(Value value);
  Value getWide(Value value);

  Value sum(Value x, Value y) {
    if (isa<FloatType>(x.getType()))
      return arith::AddFOp::create(b, loc, x, y);
    return arith::AddIOp::create(b, loc, x, y);
  }
  Value difference(Value x, Value y) {
    if (isa<FloatType>(x.getType()))
      return arith::SubFOp::create(b, loc, x, y);
    return arith::SubIOp::create(b, loc, x, y);
  }
  Value constant(Type type, int64_t value) {
    if (auto floating = dyn_cast<FloatType>(type))
      return arith::ConstantOp::create(
          b, loc, b.getFloatAttr(floating, static_cast<double>(value)));
    return arith::ConstantOp::create(b, loc, b.getIntegerAttr(type, value));
  }
  // Null stays null.
  template <typename Fn>
  static Value map(Value value, Fn fn) {
    return value ? Value(fn(value)) : Value();
  }

  OpBuilder &b;
  Location loc;
  RowValues &rows;
  IRMapping &row;
};
} // namespace

// The value of this row.
Value KeySolver::get(Value value) {
  if (Value known = row.lookupOrNull(value))
    return known;
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != rows.getKey().getParentBlock())
    return value;
  for (Value operand : op->getOperands())
    get(operand);
  b.clone(*op, row);
  return row.lookup(value);
}

// The same as i64, with room for sums: what is further off than any place may
// as well be nearer.
Value KeySolver::getWide(Value value) {
  value = get(value);
  Type wide = b.getI64Type();
  if (isa<FloatType>(value.getType()))
    return value;
  if (value.getType().isIndex())
    value = arith::IndexCastOp::create(b, loc, wide, value);
  else if (value.getType() != wide)
    value = arith::ExtSIOp::create(b, loc, wide, value);
  constexpr int64_t far = int64_t(1) << 60;
  value = arith::MaxSIOp::create(b, loc, value, constant(wide, -far));
  return arith::MinSIOp::create(b, loc, value, constant(wide, far));
}

// x with -x in the bounds.
Interval KeySolver::reflect(Interval bounds) {
  auto negate = [&](Value x) {
    return difference(constant(x.getType(), 0), x);
  };
  return {map(bounds.upper, negate), map(bounds.lower, negate)};
}

// One operand is the row's: bounds of the other one for those of a sum, or of a
// difference.
Interval KeySolver::addRow(Operation *op, Interval bounds, bool isDifference) {
  Value lhs = op->getOperand(0), rhs = op->getOperand(1);
  bool left = rows.isOfRow(lhs);
  Value known = getWide(left ? lhs : rhs);
  auto less = [&](Value x) { return difference(x, known); };
  auto more = [&](Value x) { return sum(x, known); };
  if (!isDifference)
    return solve(left ? rhs : lhs,
                 {map(bounds.lower, less), map(bounds.upper, less)});
  if (!left)
    return solve(lhs, {map(bounds.lower, more), map(bounds.upper, more)});
  // known - x.
  Interval turned = reflect(bounds);
  return solve(rhs, {map(turned.lower, more), map(turned.upper, more)});
}

// Bounds of a whole number. What rounding of large ones may have moved is given
// back: a comparison of floats is not more exact than their type.
Interval KeySolver::fromFloat(Interval bounds) {
  auto convert = [&](Value x, bool isLower) -> Value {
    Type type = x.getType();
    Value limit = constant(type, kMaxPosition);
    Value least = constant(type, -kMaxPosition);
    // NaN excludes nothing.
    Value safe = isLower ? least : limit;
    Value isNumber = arith::CmpFOp::create(
        b, loc, arith::CmpFPredicate::ORD, x, x);
    x = arith::SelectOp::create(b, loc, isNumber, x, safe);
    x = arith::MinimumFOp::create(
        b, loc, arith::MaximumFOp::create(b, loc, x, least), limit);
    Value slack = arith::MulFOp::create(
        b, loc, math::AbsFOp::create(b, loc, x),
        arith::ConstantOp::create(b, loc, b.getFloatAttr(type, 0x1p-20)));
    slack = sum(slack, constant(type, 1));
    x = isLower ? difference(x, slack) : sum(x, slack);
    return arith::FPToSIOp::create(b, loc, b.getI64Type(), x);
  };
  return {map(bounds.lower, [&](Value x) { return convert(x, true); }),
          map(bounds.upper, [&](Value x) { return convert(x, false); })};
}

Interval KeySolver::solveInteger(Operation *op, Interval bounds) {
  // Positions fit in 32 bits, so that no cast changes one.
  if (isa<arith::IndexCastOp, arith::ExtSIOp, arith::TruncIOp>(op))
    return solve(op->getOperand(0), bounds);
  if (isa<math::AbsIOp>(op))
    return solve(op->getOperand(0), {reflect(bounds).lower, bounds.upper});
  return {};
}

static bool isSquare(Operation *op) {
  APInt exponent;
  if (isa<math::FPowIOp>(op))
    return matchPattern(op->getOperand(1), m_ConstantInt(&exponent)) &&
           exponent == 2;
  return isa<arith::MulFOp>(op) && op->getOperand(0) == op->getOperand(1);
}

Value KeySolver::convertFloat(Value x, Value like) {
  unsigned from = x.getType().getIntOrFloatBitWidth();
  unsigned to = like.getType().getIntOrFloatBitWidth();
  if (from < to)
    return arith::ExtFOp::create(b, loc, like.getType(), x);
  return from > to
             ? arith::TruncFOp::create(b, loc, like.getType(), x).getResult()
             : x;
}

// A product or quotient with a value of the row, whose sign is not known:
// bounds on both sides of 0 that hold for either.
Interval KeySolver::scaleRow(Operation *op, Interval bounds) {
  bool divides = isa<arith::DivFOp>(op);
  bool left = rows.isOfRow(op->getOperand(0));
  if (left == rows.isOfRow(op->getOperand(1)) || (divides && left))
    return {};
  Value known = math::AbsFOp::create(b, loc,
                                     get(op->getOperand(left ? 0 : 1)));
  Value most = arith::MaximumFOp::create(
      b, loc, math::AbsFOp::create(b, loc, bounds.lower),
      math::AbsFOp::create(b, loc, bounds.upper));
  most = divides ? arith::MulFOp::create(b, loc, most, known).getResult()
                 : arith::DivFOp::create(b, loc, most, known).getResult();
  Interval both = {{}, most};
  both.lower = reflect(both).lower;
  return solve(op->getOperand(left ? 1 : 0), both);
}

Interval KeySolver::solveFloat(Operation *op, Interval bounds) {
  if (isa<arith::SIToFPOp>(op))
    return solve(op->getOperand(0), fromFloat(bounds));
  if (isa<math::AbsFOp>(op))
    return solve(op->getOperand(0), {reflect(bounds).lower, bounds.upper});
  if (isa<arith::NegFOp>(op))
    return solve(op->getOperand(0), reflect(bounds));
  if (isa<arith::ExtFOp, arith::TruncFOp>(op)) {
    auto cast = [&](Value x) { return convertFloat(x, op->getOperand(0)); };
    return solve(op->getOperand(0),
                 {map(bounds.lower, cast), map(bounds.upper, cast)});
  }
  if (isa<arith::MulFOp, arith::DivFOp>(op) && bounds.lower && bounds.upper &&
      !isSquare(op))
    return scaleRow(op, bounds);
  if (isSquare(op) && bounds.upper) {
    Value root = math::SqrtOp::create(b, loc, bounds.upper);
    Interval both = {{}, root};
    both.lower = reflect(both).lower;
    return solve(op->getOperand(0), both);
  }
  return {};
}

Interval KeySolver::solve(Value value, Interval bounds) {
  if (bounds.isEmpty() || value == rows.getKey())
    return bounds;
  Operation *op = value.getDefiningOp();
  if (!op || value.getParentBlock() != rows.getKey().getParentBlock())
    return {};
  bool isSum = isa<arith::AddIOp, arith::AddFOp>(op);
  if (isSum || isa<arith::SubIOp, arith::SubFOp>(op)) {
    bool left = rows.isOfRow(op->getOperand(0)),
         right = rows.isOfRow(op->getOperand(1));
    return left == right ? Interval() : addRow(op, bounds, !isSum);
  }
  return isa<FloatType>(value.getType()) ? solveFloat(op, bounds)
                                         : solveInteger(op, bounds);
}

// How the left side of a comparison lies to the right one.
static std::optional<bool> isBelow(Operation *compare) {
  if (auto integers = dyn_cast<arith::CmpIOp>(compare)) {
    switch (integers.getPredicate()) {
    case arith::CmpIPredicate::slt:
    case arith::CmpIPredicate::sle:
      return true;
    case arith::CmpIPredicate::sgt:
    case arith::CmpIPredicate::sge:
      return false;
    default:
      return std::nullopt;
    }
  }
  switch (cast<arith::CmpFOp>(compare).getPredicate()) {
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::ULT:
  case arith::CmpFPredicate::ULE:
    return true;
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::UGT:
  case arith::CmpFPredicate::UGE:
    return false;
  default:
    return std::nullopt;
  }
}

// A strict comparison is read as one that is not: a key more.
Interval KeySolver::solve(const Condition &condition) {
  Value lhs = condition.compare->getOperand(0),
        rhs = condition.compare->getOperand(1);
  std::optional<bool> below = isBelow(condition.compare);
  bool left = rows.isOfRow(lhs);
  if (!below || left == rows.isOfRow(rhs))
    return {};
  // The side with the key is below the other one?
  bool isUpper = (*below != left) == condition.holds;
  Value bound = getWide(left ? lhs : rhs);
  Interval bounds;
  (isUpper ? bounds.upper : bounds.lower) = bound;
  return solve(left ? rhs : lhs, bounds);
}

//===----------------------------------------------------------------------===//
// The rows of a tile
//===----------------------------------------------------------------------===//

namespace {
/// The lowest and highest keys of a tile, carried through its rows.
class TileBounds {
public:
  TileBounds(OpBuilder &b, OnlineAttentionOp op)
      : b(b), loc(op.getLoc()), op(op), rows(op.getScore()),
        conditions(getConditions(op.getScore())) {}

  bool emit();

private:
  SmallVector<Value> emitRow(Value head, Value query, ValueRange carried);
  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }

  OpBuilder &b;
  Location loc;
  OnlineAttentionOp op;
  RowValues rows;
  SmallVector<Condition> conditions;
  bool found = false;
};
} // namespace

// [lowest, highest) so far, with those of one more row.
SmallVector<Value> TileBounds::emitRow(Value head, Value query,
                                       ValueRange carried) {
  IRMapping row;
  Block &block = op.getScore().front();
  row.map(block.getArgument(1), op.getBatch());
  row.map(block.getArgument(2), head);
  row.map(block.getArgument(3), query);
  KeySolver solver(b, loc, rows, row);
  Value lower = op.getRangeLower(0), upper = op.getRangeUpper(0);
  for (const Condition &condition : conditions) {
    Interval keys = solver.solve(condition);
    found |= !keys.isEmpty();
    auto toIndex = [&](Value x) {
      return arith::IndexCastOp::create(b, loc, b.getIndexType(), x);
    };
    if (keys.lower)
      lower = arith::MaxSIOp::create(b, loc, lower, toIndex(keys.lower));
    if (keys.upper) {
      Value end =
          arith::AddIOp::create(b, loc, toIndex(keys.upper), index(1));
      upper = arith::MinSIOp::create(b, loc, upper, end);
    }
  }
  // A row that sees nothing moves neither bound.
  Value sees = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, lower,
                                     upper);
  lower = arith::SelectOp::create(b, loc, sees, lower, op.getRangeUpper(0));
  upper = arith::SelectOp::create(b, loc, sees, upper, op.getRangeLower(0));
  return {arith::MinSIOp::create(b, loc, carried[0], lower),
          arith::MaxSIOp::create(b, loc, carried[1], upper)};
}

bool TileBounds::emit() {
  if (conditions.empty())
    return false;
  Value zero = index(0), one = index(1);
  Value heads = tensor::DimOp::create(b, loc, op.getAcc(), 0);
  Value count = tensor::DimOp::create(b, loc, op.getAcc(), 1);
  // Without keys there are no pairs, and what the region reads may not exist.
  Value hasKeys =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt,
                            op.getRangeLower(0), op.getRangeUpper(0));
  heads = arith::SelectOp::create(b, loc, hasKeys, heads, zero);
  auto overHeads = scf::ForOp::create(
      b, loc, zero, heads, one,
      ValueRange{op.getRangeUpper(0), op.getRangeLower(0)},
      [&](OpBuilder &, Location, Value i, ValueRange carried) {
        Value head = arith::AddIOp::create(b, loc, op.getHead(), i);
        auto overRows = scf::ForOp::create(
            b, loc, zero, count, one, carried,
            [&](OpBuilder &, Location, Value r, ValueRange carried) {
              Value query =
                  arith::AddIOp::create(b, loc, op.getQueryStart(), r);
              scf::YieldOp::create(b, loc, emitRow(head, query, carried));
            });
        scf::YieldOp::create(b, loc, overRows.getResults());
      });
  if (!found) {
    overHeads.erase();
    return false;
  }
  // A tile that sees nothing has an empty range.
  Value lower = overHeads.getResult(0);
  Value upper =
      arith::MaxSIOp::create(b, loc, lower, overHeads.getResult(1));
  op.getRangeBoundsMutable().assign({lower, upper});
  return true;
}

bool mlir::attn::narrowByScore(OpBuilder &b, OnlineAttentionOp op) {
  if (!op.hasScore() || !excludesMinusInfinity(op.getNormalizer()))
    return false;
  return TileBounds(b, op).emit();
}
