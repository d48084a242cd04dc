//===- BoxVerdict.cpp - a verdict on a box at run time --------------------===//

#include "attn/Analysis/Presburger/BoxVerdict.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Arithmetic on numbers and as IR
//===----------------------------------------------------------------------===//

namespace {
struct NumberArithmetic {
  using Number = int64_t;
  using Truth = bool;

  Number constant(int64_t value) { return value; }
  Truth truth(bool value) { return value; }
  Number add(Number x, Number y) { return x + y; }
  Number scale(Number x, int64_t factor) { return x * factor; }
  Number floorDiv(Number x, int64_t divisor) {
    return llvm::divideFloorSigned(x, divisor);
  }
  Truth isEqual(Number x, Number y) { return x == y; }
  Truth isNotNegative(Number x) { return x >= 0; }
  Number select(Truth condition, Number x, Number y) {
    return condition ? x : y;
  }
  Truth both(Truth x, Truth y) { return x && y; }
  Truth either(Truth x, Truth y) { return x || y; }
  Truth negate(Truth x) { return !x; }
};

struct IRArithmetic {
  using Number = Value;
  using Truth = Value;

  OpBuilder &b;
  Location loc;

  Value constant(int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }
  Value truth(bool value) {
    return arith::ConstantOp::create(b, loc, b.getBoolAttr(value));
  }
  Value add(Value x, Value y) {
    return b.createOrFold<arith::AddIOp>(loc, x, y);
  }
  Value scale(Value x, int64_t factor) {
    return b.createOrFold<arith::MulIOp>(loc, x, constant(factor));
  }
  Value floorDiv(Value x, int64_t divisor) {
    // An arithmetic shift rounds down for negative values too.
    if (llvm::isPowerOf2_64(divisor))
      return b.createOrFold<arith::ShRSIOp>(
          loc, x, constant(llvm::Log2_64(divisor)));
    Value lowered = add(x, constant(1 - divisor));
    Value dividend = select(isNotNegative(x), x, lowered);
    return b.createOrFold<arith::DivSIOp>(loc, dividend, constant(divisor));
  }
  Value isEqual(Value x, Value y) {
    return b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, x, y);
  }
  Value isNotNegative(Value x) {
    return b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::sge, x,
                                         constant(0));
  }
  Value select(Value condition, Value x, Value y) {
    return b.createOrFold<arith::SelectOp>(loc, condition, x, y);
  }
  Value both(Value x, Value y) {
    return b.createOrFold<arith::AndIOp>(loc, x, y);
  }
  Value either(Value x, Value y) {
    return b.createOrFold<arith::OrIOp>(loc, x, y);
  }
  Value negate(Value x) {
    return b.createOrFold<arith::XOrIOp>(loc, x, truth(true));
  }
};

} // namespace

//===----------------------------------------------------------------------===//
// The formula, taken apart once
//===----------------------------------------------------------------------===//

namespace {
struct BoxProgram {
  /// constant + factor * term + ..
  struct Sum {
    int64_t constant = 0;
    SmallVector<std::pair<unsigned, int64_t>, 3> parts;
  };
  /// A dimension or symbol, or a division of a sum.
  struct Term {
    enum Kind { Dim, Symbol, Quotient, Remainder } kind;
    unsigned position; // of the dimension, the symbol or the sum
    int64_t divisor = 1;
  };
  struct Node {
    Formula::Kind kind;
    unsigned sum = 0; // of an atom
    SmallVector<unsigned, 3> operands;
  };

  explicit BoxProgram(const Formula &formula) { root = addNode(formula); }

  /// Each after those that it needs.
  std::vector<Term> terms;
  std::vector<Sum> sums;
  std::vector<Node> nodes;
  unsigned root;

private:
  unsigned addTerm(AffineExpr expr);
  unsigned addSum(AffineExpr expr);
  unsigned addNode(const Formula &formula);

  DenseMap<AffineExpr, unsigned> known;
};
} // namespace

unsigned BoxProgram::addTerm(AffineExpr expr) {
  if (auto found = known.find(expr); found != known.end())
    return found->second;
  Term term;
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    term = {Term::Dim, dim.getPosition()};
  } else if (auto symbol = dyn_cast<AffineSymbolExpr>(expr)) {
    term = {Term::Symbol, symbol.getPosition()};
  } else {
    auto binary = cast<AffineBinaryOpExpr>(expr);
    bool isMod = expr.getKind() == AffineExprKind::Mod;
    term = {isMod ? Term::Remainder : Term::Quotient, addSum(binary.getLHS()),
            cast<AffineConstantExpr>(binary.getRHS()).getValue()};
  }
  terms.push_back(term);
  known[expr] = terms.size() - 1;
  return terms.size() - 1;
}

unsigned BoxProgram::addSum(AffineExpr expr) {
  LinearForm form = LinearForm::get(expr);
  Sum sum;
  sum.constant = form.constant;
  for (auto [term, factor] : form.terms)
    sum.parts.emplace_back(addTerm(term), factor);
  sums.push_back(std::move(sum));
  return sums.size() - 1;
}

unsigned BoxProgram::addNode(const Formula &formula) {
  Node node{formula.getKind(), 0, {}};
  if (formula.isAtom())
    node.sum = addSum(formula.getExpr());
  for (const Formula &operand : formula.getOperands())
    node.operands.push_back(addNode(operand));
  nodes.push_back(std::move(node));
  return nodes.size() - 1;
}

//===----------------------------------------------------------------------===//
// Its ranges in a box
//===----------------------------------------------------------------------===//

namespace {
template <typename Arithmetic>
class BoxJudge {
public:
  using Number = typename Arithmetic::Number;
  using Truth = typename Arithmetic::Truth;
  /// The least and the greatest value, inclusive.
  struct Range {
    Number low, high;
  };
  struct Verdict {
    Truth some, all;
  };

  BoxJudge(const BoxProgram &program, Arithmetic arithmetic)
      : program(program), a(arithmetic) {}

  Verdict judge(ArrayRef<Range> dims, ArrayRef<Number> symbols) {
    terms.clear();
    for (const BoxProgram::Term &term : program.terms)
      terms.push_back(getRange(term, dims, symbols));
    return judge(program.nodes[program.root]);
  }

private:
  Range getRange(const BoxProgram::Sum &sum);
  Range getRange(const BoxProgram::Term &term, ArrayRef<Range> dims,
                 ArrayRef<Number> symbols);
  Verdict judge(const BoxProgram::Node &node);
  Verdict judgeAtom(const BoxProgram::Node &node);

  const BoxProgram &program;
  Arithmetic a;
  SmallVector<Range, 16> terms;
};
} // namespace

template <typename Arithmetic>
auto BoxJudge<Arithmetic>::getRange(const BoxProgram::Term &term,
                                    ArrayRef<Range> dims,
                                    ArrayRef<Number> symbols) -> Range {
  if (term.kind == BoxProgram::Term::Dim)
    return dims[term.position];
  if (term.kind == BoxProgram::Term::Symbol)
    return {symbols[term.position], symbols[term.position]};
  Range operand = getRange(program.sums[term.position]);
  Range range = {a.floorDiv(operand.low, term.divisor),
                 a.floorDiv(operand.high, term.divisor)};
  if (term.kind == BoxProgram::Term::Quotient)
    return range;
  // Where the quotient is one number, the remainder is what is left.
  Truth isOne = a.isEqual(range.low, range.high);
  Number away = a.scale(range.low, -term.divisor);
  return {a.select(isOne, a.add(operand.low, away), a.constant(0)),
          a.select(isOne, a.add(operand.high, away),
                   a.constant(term.divisor - 1))};
}

template <typename Arithmetic>
auto BoxJudge<Arithmetic>::getRange(const BoxProgram::Sum &sum) -> Range {
  Range total = {a.constant(sum.constant), a.constant(sum.constant)};
  for (auto [term, factor] : sum.parts) {
    Range range = terms[term];
    if (factor < 0)
      std::swap(range.low, range.high);
    total.low = a.add(total.low, a.scale(range.low, factor));
    total.high = a.add(total.high, a.scale(range.high, factor));
  }
  return total;
}

template <typename Arithmetic>
auto BoxJudge<Arithmetic>::judgeAtom(const BoxProgram::Node &node) -> Verdict {
  Range range = getRange(program.sums[node.sum]);
  if (node.kind == Formula::Kind::Ge)
    return {a.isNotNegative(range.high), a.isNotNegative(range.low)};
  // Zero is among the values; it is the only one.
  Number zero = a.constant(0);
  Truth isAmong = a.both(a.isNotNegative(range.high),
                         a.isNotNegative(a.scale(range.low, -1)));
  Truth isOnly =
      a.both(a.isEqual(range.low, zero), a.isEqual(range.high, zero));
  if (node.kind == Formula::Kind::Eq)
    return {isAmong, isOnly};
  return {a.negate(isOnly), a.negate(isAmong)};
}

template <typename Arithmetic>
auto BoxJudge<Arithmetic>::judge(const BoxProgram::Node &node) -> Verdict {
  switch (node.kind) {
  case Formula::Kind::True:
  case Formula::Kind::False: {
    bool value = node.kind == Formula::Kind::True;
    return {a.truth(value), a.truth(value)};
  }
  case Formula::Kind::And:
  case Formula::Kind::Or:
    break;
  default:
    return judgeAtom(node);
  }
  bool isAnd = node.kind == Formula::Kind::And;
  Verdict joined = judge(program.nodes[node.operands.front()]);
  for (unsigned operand : llvm::drop_begin(node.operands)) {
    Verdict next = judge(program.nodes[operand]);
    joined.some = isAnd ? a.both(joined.some, next.some)
                        : a.either(joined.some, next.some);
    joined.all =
        isAnd ? a.both(joined.all, next.all) : a.either(joined.all, next.all);
  }
  return joined;
}

//===----------------------------------------------------------------------===//
// Verdicts
//===----------------------------------------------------------------------===//

using NumberJudge = BoxJudge<NumberArithmetic>;

static TileVerdict judgeBox(NumberJudge &judge, const RelationTile &box,
                            ArrayRef<int64_t> symbols) {
  auto [some, all] = judge.judge({{box.headBegin, box.headEnd - 1},
                                  {box.queryBegin, box.queryEnd - 1},
                                  {box.keyBegin, box.keyEnd - 1}},
                                 symbols);
  return all    ? TileVerdict::Full
         : some ? TileVerdict::Partial
                : TileVerdict::Empty;
}

TileVerdict attn::judgeBox(const Formula &formula, const RelationTile &box,
                           ArrayRef<int64_t> symbols) {
  BoxProgram program(formula);
  NumberJudge judge(program, {});
  return ::judgeBox(judge, box, symbols);
}

EmittedVerdict attn::emitBoxVerdict(OpBuilder &builder, Location loc,
                                    const Formula &formula, ValueRange corners,
                                    ValueRange symbols) {
  using Judge = BoxJudge<IRArithmetic>;
  BoxProgram program(formula);
  IRArithmetic arithmetic{builder, loc};
  SmallVector<Judge::Range> dims;
  for (unsigned i = 0; i < kNumRelationDims; ++i)
    dims.push_back({corners[2 * i], arithmetic.add(corners[2 * i + 1],
                                                   arithmetic.constant(-1))});
  auto [some, all] = Judge(program, arithmetic)
                         .judge(dims, llvm::to_vector(symbols));
  return {some, all};
}

//===----------------------------------------------------------------------===//
// Estimates
//===----------------------------------------------------------------------===//

/// What a key costs where the predicate is evaluated, beside one that all rows
/// see: a few instructions an atom beside the products.
static double getPartialCost(const Formula &relation) {
  return 1.25 + 0.1 * relation.getNumAtoms();
}

/// Adds the keys of `range` for one tile, `box` being the tile.
static void addRange(KeyWork &work, const KeyRanges::Range &range,
                     RelationTile box, NumberJudge &judge,
                     ArrayRef<int64_t> symbols, int64_t blockKeys,
                     double partialCost) {
  constexpr int64_t maxBlocks = 128;
  int64_t keys = range.hi - range.lo, full = range.fullHi - range.fullLo;
  work.byRanges += double(full) + partialCost * double(keys - full);
  // Of many blocks, some that lie evenly; an odd step meets all places of a
  // period that is a power of 2.
  int64_t blocks = llvm::divideCeil(keys, blockKeys);
  int64_t step = std::max<int64_t>(1, blocks / maxBlocks) | 1;
  if (blocks <= maxBlocks)
    step = 1;
  double cost = 0, asked = 0;
  for (int64_t block = 0; block < blocks; block += step) {
    box.keyBegin = range.lo + block * blockKeys;
    box.keyEnd = std::min(range.hi, box.keyBegin + blockKeys);
    double size = double(box.keyEnd - box.keyBegin);
    TileVerdict verdict = judgeBox(judge, box, symbols);
    asked += size;
    if (verdict != TileVerdict::Empty)
      cost += verdict == TileVerdict::Full ? size : size * partialCost;
  }
  work.byBlocks += asked == 0 ? 0 : double(keys) * cost / asked;
}

KeyWork attn::estimateKeyWork(const Formula &relation, const KeyRanges &ranges,
                              const ConcreteSizes &sizes, int64_t tileRows,
                              int64_t blockKeys) {
  constexpr int64_t maxTiles = 24;
  KeyWork work;
  int64_t tiles = llvm::divideCeil(sizes.numQueries, tileRows);
  int64_t all = tiles * sizes.numHeads;
  if (all == 0)
    return work;
  BoxProgram program(relation);
  NumberJudge judge(program, {});
  double partialCost = getPartialCost(relation);
  SmallVector<int64_t> symbols = {sizes.numQueries, sizes.numKeys,
                                  sizes.queryOffset};
  llvm::append_range(symbols, sizes.operands);
  int64_t count = std::min(all, maxTiles);
  for (int64_t i = 0; i < count; ++i) {
    // In the middle of equal parts.
    int64_t at = (2 * i + 1) * all / (2 * count);
    int64_t h = at / tiles, first = at % tiles * tileRows;
    int64_t q0 = sizes.queryOffset + first;
    int64_t q1 = q0 + std::min(tileRows, sizes.numQueries - first);
    for (const KeyRanges::Range &range :
         ranges.evaluate({h, h + 1, q0, q1}, symbols))
      addRange(work, range, {h, h + 1, q0, q1, 0, 0}, judge, symbols, blockKeys,
               partialCost);
  }
  work.byRanges /= double(count);
  work.byBlocks /= double(count);
  return work;
}
