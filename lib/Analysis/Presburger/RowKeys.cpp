//===- RowKeys.cpp - the keys of one row, exactly -------------------------===//

#include "attn/Analysis/Presburger/RowKeys.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;
using namespace mlir::attn;

using Interval = std::pair<int64_t, int64_t>;
using Intervals = SmallVector<Interval>;

//===----------------------------------------------------------------------===//
// Intervals
//===----------------------------------------------------------------------===//

static Intervals clip(ArrayRef<Interval> within, Interval to) {
  Intervals result;
  for (auto [begin, end] : within)
    if (std::max(begin, to.first) < std::min(end, to.second))
      result.emplace_back(std::max(begin, to.first), std::min(end, to.second));
  return result;
}

static Intervals unite(Intervals all) {
  llvm::sort(all);
  Intervals result;
  for (Interval next : all) {
    if (!result.empty() && next.first <= result.back().second)
      result.back().second = std::max(result.back().second, next.second);
    else
      result.push_back(next);
  }
  return result;
}

static int64_t getSize(ArrayRef<Interval> intervals) {
  int64_t size = 0;
  for (auto [begin, end] : intervals)
    size += end - begin;
  return size;
}

//===----------------------------------------------------------------------===//
// Expressions solved for k
//===----------------------------------------------------------------------===//

namespace {
/// factor * t + rest, where t is k or inner floordiv divisor and rest has no k.
struct KeyForm {
  int64_t factor = 0;
  AffineExpr rest;
  std::unique_ptr<KeyForm> inner;
  int64_t divisor = 1;
};

/// Inclusive bounds; std::nullopt is none.
struct Limits {
  std::optional<int64_t> low, high;
};

struct Node {
  Formula formula;
  /// For an atom with k: its form, null if it cannot be solved.
  std::unique_ptr<KeyForm> form;
  bool hasKey;
  std::vector<Node> operands;
};
} // namespace

static std::unique_ptr<KeyForm> compile(AffineExpr expr) {
  LinearForm form = LinearForm::get(expr), rest(expr.getContext());
  rest.constant = form.constant;
  AffineExpr keyTerm;
  auto result = std::make_unique<KeyForm>();
  for (auto [term, factor] : form.terms) {
    if (!term.isFunctionOfDim(kKeyDim)) {
      rest.addTerm(term, factor);
      continue;
    }
    if (keyTerm || term.getKind() == AffineExprKind::Mod)
      return nullptr;
    keyTerm = term;
    result->factor = factor;
  }
  result->rest = rest.getExpr();
  if (auto division = dyn_cast<AffineBinaryOpExpr>(keyTerm)) {
    result->divisor = cast<AffineConstantExpr>(division.getRHS()).getValue();
    result->inner = compile(division.getLHS());
    if (!result->inner)
      return nullptr;
  }
  return result;
}

static Node compile(const Formula &formula) {
  Node node{formula, nullptr, formula.isFunctionOfDim(kKeyDim), {}};
  if (formula.isAtom() && node.hasKey)
    node.form = compile(formula.getExpr());
  // What can be solved comes first and narrows the keys that the rest tries.
  SmallVector<Node> hard;
  for (const Formula &operand : formula.getOperands()) {
    Node child = compile(operand);
    bool isHard = child.hasKey && operand.isAtom() && !child.form;
    if (isHard && formula.getKind() == Formula::Kind::And)
      hard.push_back(std::move(child));
    else
      node.operands.push_back(std::move(child));
  }
  for (Node &child : hard)
    node.operands.push_back(std::move(child));
  return node;
}

/// The k with limits.low <= form <= limits.high, inclusive.
static Limits solve(const KeyForm &form, Limits limits, ArrayRef<int64_t> dims,
                    ArrayRef<int64_t> symbols) {
  int64_t rest = evaluateExpr(form.rest, dims, symbols);
  Limits term;
  if (form.factor < 0)
    std::swap(limits.low, limits.high);
  if (limits.low)
    term.low = llvm::divideCeilSigned(*limits.low - rest, form.factor);
  if (limits.high)
    term.high = llvm::divideFloorSigned(*limits.high - rest, form.factor);
  if (!form.inner)
    return term;
  if (term.low)
    term.low = *term.low * form.divisor;
  if (term.high)
    term.high = *term.high * form.divisor + form.divisor - 1;
  return solve(*form.inner, term, dims, symbols);
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

struct RowKeys::Impl {
  ConcreteSizes sizes;
  SmallVector<int64_t> symbols;
  /// The relation for k = period * t + r, one for each r < period.
  int64_t period = 1;
  std::vector<Node> classes;
  mutable uint64_t trials = 0;

  Intervals solveNode(const Node &node, Intervals within,
                      MutableArrayRef<int64_t> dims) const;
  Intervals solveAtom(const Node &node, Intervals within,
                      MutableArrayRef<int64_t> dims) const;
  Intervals solveClass(int64_t residue, int64_t h, int64_t q) const;
};

Intervals RowKeys::Impl::solveAtom(const Node &node, Intervals within,
                                   MutableArrayRef<int64_t> dims) const {
  if (!node.hasKey)
    return node.formula.evaluate(dims, symbols) ? within : Intervals();
  if (!node.form) {
    Intervals result;
    for (auto [begin, end] : within) {
      trials += end - begin;
      for (int64_t k = begin; k < end; ++k) {
        dims[kKeyDim] = k;
        if (node.formula.evaluate(dims, symbols))
          result.emplace_back(k, k + 1);
      }
    }
    return unite(std::move(result));
  }
  Limits limits{0, 0};
  if (node.formula.getKind() == Formula::Kind::Ge)
    limits.high.reset();
  Limits keys = solve(*node.form, limits, dims, symbols);
  Interval interval = {keys.low.value_or(0),
                       keys.high ? *keys.high + 1 : sizes.numKeys};
  if (node.formula.getKind() != Formula::Kind::Ne)
    return clip(within, interval);
  if (interval.first >= interval.second)
    return within;
  Intervals result = clip(within, {0, interval.first});
  llvm::append_range(result, clip(within, {interval.second, sizes.numKeys}));
  return result;
}

Intervals RowKeys::Impl::solveNode(const Node &node, Intervals within,
                                   MutableArrayRef<int64_t> dims) const {
  if (within.empty())
    return within;
  switch (node.formula.getKind()) {
  case Formula::Kind::True:
    return within;
  case Formula::Kind::False:
    return {};
  case Formula::Kind::And:
    for (const Node &operand : node.operands)
      within = solveNode(operand, std::move(within), dims);
    return within;
  case Formula::Kind::Or: {
    Intervals all;
    for (const Node &operand : node.operands)
      llvm::append_range(all, solveNode(operand, within, dims));
    return unite(std::move(all));
  }
  default:
    return solveAtom(node, std::move(within), dims);
  }
}

Intervals RowKeys::Impl::solveClass(int64_t residue, int64_t h,
                                    int64_t q) const {
  int64_t size = llvm::divideCeilSigned(sizes.numKeys - residue, period);
  if (size <= 0)
    return {};
  SmallVector<int64_t> dims = {h, q, 0};
  return solveNode(classes[residue], {{0, size}}, dims);
}

/// A number of keys after which every remainder that holds k repeats, 0 if it
/// is too large for classes to pay.
static int64_t getPeriod(const Formula &relation) {
  constexpr int64_t maxPeriod = 64;
  int64_t period = 1;
  relation.mapExprs([&](AffineExpr expr) {
    expr.walk([&](AffineExpr part) {
      if (part.getKind() != AffineExprKind::Mod ||
          !part.isFunctionOfDim(kKeyDim) || period == 0)
        return;
      // x floordiv d repeats modulo m when x repeats modulo d * m.
      int64_t own = 1;
      part.walk([&](AffineExpr inner) {
        if (inner.getKind() == AffineExprKind::Mod ||
            inner.getKind() == AffineExprKind::FloorDiv)
          own = std::min(
              maxPeriod + 1,
              own * std::min(maxPeriod + 1,
                             cast<AffineConstantExpr>(
                                 cast<AffineBinaryOpExpr>(inner).getRHS())
                                 .getValue()));
      });
      period = std::lcm(period, own);
      if (period > maxPeriod)
        period = 0;
    });
    return expr;
  });
  return period;
}

RowKeys::RowKeys(const Formula &relation, ConcreteSizes sizes)
    : impl(std::make_unique<Impl>()) {
  impl->symbols = {sizes.numQueries, sizes.numKeys, sizes.queryOffset};
  llvm::append_range(impl->symbols, sizes.operands);
  impl->sizes = std::move(sizes);
  int64_t period = getPeriod(relation);
  impl->period = std::max<int64_t>(period, 1);
  MLIRContext *context = relation.getContext();
  AffineExpr h, q, k;
  bindDims(context, h, q, k);
  for (int64_t residue = 0; residue < impl->period; ++residue)
    impl->classes.push_back(
        compile(relation.replace({h, q, k * impl->period + residue}, {})));
}

RowKeys::RowKeys(RowKeys &&) = default;
RowKeys::~RowKeys() = default;

int64_t RowKeys::count(int64_t h, int64_t q) const {
  int64_t total = 0;
  for (int64_t residue = 0; residue < impl->period; ++residue)
    total += getSize(impl->solveClass(residue, h, q));
  return total;
}

Intervals RowKeys::getIntervals(int64_t h, int64_t q) const {
  Intervals all;
  for (int64_t residue = 0; residue < impl->period; ++residue) {
    Intervals part = impl->solveClass(residue, h, q);
    if (impl->period == 1)
      return part;
    for (auto [begin, end] : part)
      for (int64_t t = begin; t < end; ++t)
        all.emplace_back(t * impl->period + residue,
                         t * impl->period + residue + 1);
  }
  return unite(std::move(all));
}

uint64_t RowKeys::getNumTrials() const { return impl->trials; }

//===----------------------------------------------------------------------===//
// All rows
//===----------------------------------------------------------------------===//

/// Calls `visit` with every row and its number of keys. Heads that see the same
/// are visited once: `visit` gets how many there are. False if over budget.
static bool
forEachRow(const Formula &relation, const ConcreteSizes &sizes,
           uint64_t maxTrials,
           function_ref<void(int64_t h, int64_t q, int64_t keys, int64_t heads)>
               visit) {
  RowKeys rows(relation, sizes);
  bool perHead = relation.isFunctionOfDim(kHeadDim);
  for (int64_t h = 0; h < (perHead ? sizes.numHeads : 1); ++h) {
    for (int64_t i = 0; i < sizes.numQueries; ++i) {
      int64_t q = sizes.queryOffset + i;
      visit(h, q, rows.count(h, q), perHead ? 1 : sizes.numHeads);
      if (rows.getNumTrials() > maxTrials)
        return false;
    }
  }
  return true;
}

std::optional<uint64_t> attn::countPairs(const Formula &relation,
                                         const ConcreteSizes &sizes,
                                         uint64_t maxTrials) {
  uint64_t pairs = 0;
  if (!forEachRow(relation, sizes, maxTrials,
                  [&](int64_t, int64_t, int64_t keys, int64_t heads) {
                    pairs += uint64_t(keys) * uint64_t(heads);
                  }))
    return std::nullopt;
  return pairs;
}

std::optional<double> attn::getDensity(const Formula &relation,
                                       const ConcreteSizes &sizes,
                                       uint64_t maxTrials) {
  std::optional<uint64_t> pairs = countPairs(relation, sizes, maxTrials);
  if (!pairs)
    return std::nullopt;
  double all =
      double(sizes.numHeads) * double(sizes.numQueries) * double(sizes.numKeys);
  return all == 0 ? 0.0 : double(*pairs) / all;
}

std::optional<BlindRows> attn::findBlindRows(const Formula &relation,
                                             const ConcreteSizes &sizes,
                                             uint64_t maxTrials) {
  BlindRows rows;
  if (!forEachRow(relation, sizes, maxTrials,
                  [&](int64_t h, int64_t q, int64_t keys, int64_t heads) {
                    if (keys != 0)
                      return;
                    rows.count += heads;
                    if (!rows.first)
                      rows.first = {h, q};
                  }))
    return std::nullopt;
  return rows;
}

namespace {
/// The visible pairs of each key tile, for the rows of one query tile. A row
/// costs as much as it has intervals: tiles that one covers are only marked
/// where they begin and end.
class TileRow {
public:
  TileRow(int64_t numKeys, int64_t tileKeys)
      : numKeys(numKeys), tileKeys(tileKeys),
        pairs(llvm::divideCeil(numKeys, tileKeys)), covers(pairs.size() + 1) {}

  void add(Interval keys) {
    ++covers[keys.first / tileKeys];
    --covers[(keys.second - 1) / tileKeys + 1];
    // The parts of the first and last tile that are not covered after all.
    pairs[keys.first / tileKeys] -= keys.first % tileKeys;
    int64_t last = (keys.second - 1) / tileKeys;
    pairs[last] -= std::min(numKeys, (last + 1) * tileKeys) - keys.second;
  }

  void countInto(TileCounts &counts, int64_t numRows, int64_t heads) {
    int64_t rows = 0;
    for (size_t tile = 0; tile < pairs.size(); ++tile) {
      rows += covers[tile];
      int64_t begin = int64_t(tile) * tileKeys;
      int64_t size = std::min(numKeys, begin + tileKeys) - begin;
      int64_t visible = pairs[tile] + rows * size;
      (visible == 0                ? counts.empty
       : visible == numRows * size ? counts.full
                                   : counts.partial) += heads;
    }
    std::fill(pairs.begin(), pairs.end(), 0);
    std::fill(covers.begin(), covers.end(), 0);
  }

private:
  int64_t numKeys, tileKeys;
  std::vector<int64_t> pairs, covers;
};
} // namespace

std::optional<TileCounts>
attn::countTiles(const Formula &relation, const ConcreteSizes &sizes,
                 int64_t tileQueries, int64_t tileKeys, uint64_t maxTrials) {
  TileCounts counts;
  RowKeys rows(relation, sizes);
  TileRow tiles(sizes.numKeys, tileKeys);
  bool perHead = relation.isFunctionOfDim(kHeadDim);
  for (int64_t h = 0; h < (perHead ? sizes.numHeads : 1); ++h) {
    for (int64_t i = 0; i < sizes.numQueries; i += tileQueries) {
      int64_t numRows = std::min(tileQueries, sizes.numQueries - i);
      for (int64_t row = 0; row < numRows; ++row)
        for (Interval keys : rows.getIntervals(h, sizes.queryOffset + i + row))
          tiles.add(keys);
      tiles.countInto(counts, numRows, perHead ? 1 : sizes.numHeads);
      if (rows.getNumTrials() > maxTrials)
        return std::nullopt;
    }
  }
  return counts;
}

bool attn::seesSomethingInEveryRow(const Formula &relation,
                                   const RelationDomain &domain,
                                   const QueryBudget &budget) {
  MLIRContext *context = relation.getContext();
  AffineExpr h, q, k, nq, nk;
  bindDims(context, h, q, k);
  bindSymbols(context, nq, nk);
  // A key that works for every row proves it: the own one, the first, the last.
  for (AffineExpr witness : {q, getAffineConstantExpr(0, context), nk - 1}) {
    Formula inside = Formula::ge(witness) & Formula::ge(nk - 1 - witness);
    Formula sees = (relation & inside).replace({h, q, witness}, {});
    if (attn::isEmpty(domain.restrict(!sees), budget).value_or(false))
      return true;
  }
  return false;
}
