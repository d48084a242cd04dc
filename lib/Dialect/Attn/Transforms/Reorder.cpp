//===- Reorder.cpp - queries and keys in a denser order -------------------===//

#include "FusedClauses.h"
#include "ReorderOperands.h"
#include "TileOperands.h"
#include "attn/Analysis/Presburger/BoxVerdict.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "attn/Analysis/Presburger/Relation.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

#include <limits>

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNREORDER
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// What pays
//===----------------------------------------------------------------------===//

namespace {
/// How an attention is computed: in an order or, where `order` is null, as it
/// is. The pairs of `pattern` alone.
struct Plan {
  PatternAttrInterface pattern;
  ReorderedPatternAttr order;
};
} // namespace

static bool usesSizes(const Formula &relation) {
  return relation.isFunctionOfSymbol(kNumQueriesSymbol) ||
         relation.isFunctionOfSymbol(kNumKeysSymbol) ||
         relation.isFunctionOfSymbol(kQueryOffsetSymbol);
}

/// The pairs that tiles compute, for all heads of a batch entry.
static double countPairs(PatternAttrInterface pattern, int64_t heads,
                         int64_t numQueries, int64_t numKeys) {
  // What tiles of targets have, more or less; operands are not known.
  constexpr int64_t rows = 128, keys = 64, operand = 64;
  ConcreteSizes sizes{heads, numQueries, numKeys, 0, {}};
  sizes.operands.assign(pattern.getNumPatternOperands(), operand);
  int64_t tile = std::min(rows, std::max<int64_t>(numQueries, 1));
  Formula relation = pattern.getRelation(kFirstOperandSymbol);
  KeyWork work =
      estimateKeyWork(relation, getKeyRanges(relation), sizes, tile, keys);
  return std::min(work.byRanges, work.byBlocks) * double(tile) *
         double(llvm::divideCeil(numQueries, tile)) * double(heads);
}

static double countPairs(const Plan &plan, const AttentionShape &shape) {
  if (!plan.order)
    return countPairs(plan.pattern, shape.heads, shape.numQueries,
                      shape.numKeys);
  // Moving a token of queries, keys, values or outputs costs some pairs.
  constexpr double movePairs = 32;
  OrderAttr queries = plan.order.getQueries(), keys = plan.order.getKeys();
  double moves = 2.0 * double(shape.heads * shape.numQueries) +
                 2.0 * double(shape.keyHeads * shape.numKeys);
  return movePairs * moves +
         countPairs(plan.order, shape.heads * queries.getNumClasses(),
                    queries.getClassSize(), keys.getClassSize());
}

static Plan makePlan(PatternAttrInterface pattern, const PatternOrder &order,
                     const AttentionShape &shape) {
  return {pattern, ReorderedPatternAttr::get(
                       pattern.getContext(), pattern,
                       cast<OrderAttr>(order.queries),
                       cast<OrderAttr>(order.keys), shape.groupSize())};
}

/// The plans for the pairs of `pattern` in `order`: one or, if some of them are
/// visited apart, two.
static SmallVector<Plan> getPlans(PatternAttrInterface pattern,
                                  const PatternOrder &order,
                                  const AttentionShape &shape) {
  if (!order.apart)
    return {makePlan(pattern, order, shape)};
  MLIRContext *context = pattern.getContext();
  auto apart = cast<PatternAttrInterface>(order.apart);
  PatternAttrInterface rest = ComplementPatternAttr::get(context, apart);
  return {{IntersectPatternAttr::get(context, {pattern, apart}), {}},
          makePlan(IntersectPatternAttr::get(context, {pattern, rest}), order,
                   shape)};
}

/// Drops from the pairs that are visited apart what says nothing about them: a
/// shorter formula is faster code, compiled faster.
static void simplify(SmallVector<Plan> &plans, PatternAttrInterface pattern,
                     const PatternOrder &order, const AttentionShape &shape) {
  if (!order.apart)
    return;
  auto apart = cast<PatternAttrInterface>(order.apart);
  RelationDomain domain{shape.heads, shape.numQueries, shape.numKeys, 0, {}};
  Relation pairs(apart.getRelation(kFirstOperandSymbol), domain,
                 QueryBudget{/*maxSets=*/32, /*maxVariables=*/12});
  if (pairs.isSubsetOf(pattern.getRelation(kFirstOperandSymbol)) == true)
    plans.front().pattern = apart;
}

static bool isMovable(const FusedClauses &clauses, bool force) {
  const AttentionShape &shape = clauses.shape;
  // Classes would cut columns apart, pairs visited apart a row's sums.
  if (!clauses.normalizer.isRowFold())
    return false;
  if ((clauses.schedule && !force) || clauses.lengths || clauses.queryLengths ||
      clauses.qOffset || clauses.numQueries)
    return false;
  // Rows have other indices in another order, and another key is the first.
  if (clauses.normalizer.getRowContext().indices ||
      clauses.normalizer.selectsKey())
    return false;
  for (int64_t size : {shape.batch, shape.numQueries, shape.numKeys})
    if (ShapedType::isDynamic(size) || size == 0)
      return false;
  return !usesSizes(clauses.pattern.getRelation(kFirstOperandSymbol));
}

/// The operands that `order` moves can be moved.
/// Positions that hold no token take memory all the same.
static bool isDense(OrderAttr order) {
  constexpr int64_t most = 4;
  return order.getClassSize() <=
         most * order.getNumTokens() / order.getNumClasses();
}

static bool canMove(const FusedClauses &clauses, const PatternOrder &order) {
  const AttentionShape &shape = clauses.shape;
  auto queries = cast<OrderAttr>(order.queries);
  auto keys = cast<OrderAttr>(order.keys);
  if (queries.getNumTokens() != shape.numQueries ||
      keys.getNumTokens() != shape.numKeys || !isDense(queries) ||
      !isDense(keys))
    return false;
  if (clauses.query &&
      (!canReorder(shape.queryMap, queries, shape.heads) ||
       !canReorder(shape.keyMap, keys, shape.keyHeads)))
    return false;
  return canReorder(shape.valueMap, keys, shape.keyHeads) &&
         (!shape.outputMap ||
          canReorder(shape.outputMap, queries, shape.heads));
}

/// The plans that cost least; none if the op as it is does about as well. With
/// `force` that is not asked.
static SmallVector<Plan> choosePlans(const FusedClauses &clauses, bool force) {
  if (!isMovable(clauses, force))
    return {};
  const AttentionShape &shape = clauses.shape;
  SmallVector<PatternOrder> orders =
      clauses.pattern.getOrders(shape.numQueries, shape.numKeys);
  if (orders.empty())
    return {};
  constexpr double worthwhile = 0.75;
  double best = std::numeric_limits<double>::infinity();
  if (!force)
    best = worthwhile * countPairs({clauses.pattern, {}}, clauses.shape);
  SmallVector<Plan> chosen;
  for (const PatternOrder &order : orders) {
    bool splits = static_cast<bool>(order.apart);
    // A part of a row does not see how many keys the row sees.
    if (!canMove(clauses, order) ||
        (splits && (clauses.normalizer.getRowContext().visibleKeys ||
                    clauses.pattern.getNumPatternOperands() != 0 ||
                    (shape.outputMap && shape.outputMap.getNumResults() != 4))))
      continue;
    SmallVector<Plan> plans = getPlans(clauses.pattern, order, shape);
    double pairs = 0;
    for (const Plan &plan : plans)
      pairs += countPairs(plan, shape);
    if (pairs < best) {
      best = pairs;
      chosen = plans;
      simplify(chosen, clauses.pattern, order, shape);
    }
  }
  return chosen;
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

static Value clampIndex(OpBuilder &b, Location loc, Value index, int64_t size) {
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value last = arith::ConstantIndexOp::create(b, loc, size - 1);
  return arith::MinSIOp::create(
      b, loc, arith::MaxSIOp::create(b, loc, index, zero), last);
}

/// `from` cloned into `to`. With an order, the head, query and key at `position`
/// of its arguments become those of the places that the new ones stand for.
static void cloneRegion(OpBuilder &b, Location loc, Region &from, Region &to,
                        unsigned position, ReorderedPatternAttr order) {
  if (from.empty())
    return;
  IRMapping mapping;
  from.cloneInto(&to, mapping);
  if (!order)
    return;
  Block &block = to.front();
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(&block);
  MLIRContext *context = b.getContext();
  RelationPlaces places = order
                              .getPlaces(getAffineDimExpr(kHeadDim, context),
                                         getAffineDimExpr(kQueryDim, context),
                                         getAffineDimExpr(kKeyDim, context))
                              .first;
  SmallVector<Value> arguments;
  for (unsigned i = 0; i < kNumRelationDims; ++i)
    arguments.push_back(block.getArgument(position + i));
  SmallVector<Value> originals = {
      emitExpr(b, loc, places.head, arguments, {}),
      emitExpr(b, loc, places.query.index, arguments, {}),
      emitExpr(b, loc, places.key.index, arguments, {})};
  // A region may run for positions that hold nothing; captures end there.
  originals[1] = clampIndex(b, loc, originals[1],
                            order.getQueries().getNumTokens());
  originals[2] =
      clampIndex(b, loc, originals[2], order.getKeys().getNumTokens());
  Operation *last = originals[2].getDefiningOp();
  for (auto [argument, original] : llvm::zip(arguments, originals))
    argument.replaceUsesWithIf(original, [&](OpOperand &use) {
      Operation *user = block.findAncestorOpInBlock(*use.getOwner());
      return last->isBeforeInBlock(user);
    });
}

//===----------------------------------------------------------------------===//
// Rewriting
//===----------------------------------------------------------------------===//

namespace {
template <typename T>
struct TypeTag {
  using type = T;
};

/// A result's type and map.
struct ResultForm {
  RankedTensorType type;
  AffineMap map;
};
} // namespace

/// The forms of results of `types`, the first of them indexed by `map` and the
/// others by the rows of it.
static SmallVector<ResultForm> getResultForms(TypeRange types, AffineMap map) {
  SmallVector<ResultForm> forms;
  for (auto [i, type] : llvm::enumerate(types))
    forms.push_back({cast<RankedTensorType>(type),
                     i == 0 ? map : dropDim(map, Dim::E)});
  return forms;
}

/// The forms of a state of the op.
static SmallVector<ResultForm> getStateForms(const FusedClauses &clauses) {
  const AttentionShape &shape = clauses.shape;
  MLIRContext *context = clauses.op->getContext();
  FloatType element =
      getAccumulationType(getElementTypeOrSelf(clauses.value.getType()));
  SmallVector<int64_t> sizes = {shape.batch, shape.heads, shape.numQueries,
                                shape.valueDim};
  SmallVector<Type> types = {RankedTensorType::get(sizes, element)};
  types.append(1 + clauses.normalizer.getNumAccumulators(),
               RankedTensorType::get(ArrayRef(sizes).drop_back(), element));
  return getResultForms(types, defaultMap(context, 4, Dim::Q, Dim::E));
}

namespace {
/// Emits the plans of one op in its place.
class Reorderer {
public:
  Reorderer(RewriterBase &rewriter, const FusedClauses &clauses)
      : b(rewriter), clauses(clauses), loc(clauses.op->getLoc()) {}

  /// The results of the op if it is an attention, for one plan or several.
  SmallVector<Value> emitAttention(AttentionOp op, ArrayRef<Plan> plans);
  /// The state of the pairs of all plans.
  SmallVector<Value> emitState(ArrayRef<Plan> plans);

private:
  /// The operands in an order, or as they are.
  struct Operands {
    IndexedTensor query, key, value;
    SmallVector<Value> params;
    Value numQueries;

    SmallVector<AffineMap> getMaps() const {
      if (!query.value)
        return {value.map};
      return {query.map, key.map, value.map};
    }
  };
  Operands getOperands(ReorderedPatternAttr order);
  SmallVector<Value> emit(const Plan &plan, ArrayRef<ResultForm> forms,
                          bool isPartial);
  SmallVector<Value> finalize(AttentionOp op, ArrayRef<Value> state);

  RewriterBase &b;
  const FusedClauses &clauses;
  Location loc;
};
} // namespace

Reorderer::Operands Reorderer::getOperands(ReorderedPatternAttr order) {
  const AttentionShape &shape = clauses.shape;
  Operands operands{{clauses.query, shape.queryMap},
                    {clauses.key, shape.keyMap},
                    {clauses.value, shape.valueMap},
                    clauses.normalizerParams,
                    clauses.numQueries};
  int64_t numQueries = shape.numQueries;
  if (order) {
    OrderAttr queries = order.getQueries(), keys = order.getKeys();
    numQueries = queries.getClassSize();
    int64_t group = order.getGroup();
    if (clauses.query) {
      operands.query = reorder(b, loc, operands.query, Dim::Q, queries, group);
      // Keys have the group's heads once.
      operands.key = reorder(b, loc, operands.key, Dim::K, keys, 1);
    }
    operands.value = reorder(b, loc, operands.value, Dim::K, keys, 1);
    for (Value &parameter : operands.params)
      parameter = spreadParameter(b, loc, parameter, queries.getNumClasses(),
                                  group);
  }
  if (!clauses.query)
    operands.numQueries = arith::ConstantIndexOp::create(b, loc, numQueries);
  return operands;
}

/// One plan as an attention or a partial; its results in the op's order.
SmallVector<Value> Reorderer::emit(const Plan &plan, ArrayRef<ResultForm> forms,
                                   bool isPartial) {
  Operands operands = getOperands(plan.order);
  SmallVector<AffineMap> maps = operands.getMaps();
  SmallVector<Type> types;
  for (auto [i, form] : llvm::enumerate(forms)) {
    ResultForm own = form;
    if (plan.order)
      std::tie(own.type, own.map) =
          getReorderedType(form.type, form.map, Dim::Q, plan.order.getQueries(),
                           plan.order.getGroup());
    types.push_back(own.type);
    if (i == 0 && !isPartial) // A state has one order only.
      maps.push_back(own.map);
  }
  PatternAttrInterface pattern = plan.pattern;
  if (plan.order)
    pattern = plan.order;
  auto create = [&](auto tag) -> Operation * {
    using OpTy = typename decltype(tag)::type;
    auto op = OpTy::create(
        b, loc, types, operands.query.value, operands.key.value,
        operands.value.value, clauses.patternOperands, operands.params, Value(),
        Value(), Value(), operands.numQueries,
        b.getF64FloatAttr(clauses.scale), pattern, clauses.normalizer,
        EmptyRows::Zero, b.getAffineMapArrayAttr(maps), ScheduleAttr());
    op->setDiscardableAttrs(clauses.op->getDiscardableAttrDictionary());
    cloneRegion(b, loc, *clauses.combine, op.getCombine(), 3, plan.order);
    cloneRegion(b, loc, *clauses.score, op.getScore(), 2, plan.order);
    return op;
  };
  Operation *op = isPartial ? create(TypeTag<PartialOp>())
                            : create(TypeTag<AttentionOp>());
  SmallVector<Value> results(op->getResults());
  if (plan.order)
    for (auto [result, form] : llvm::zip(results, forms))
      result = restoreOrder(b, loc, result, form.type, form.map, Dim::Q,
                            plan.order.getQueries(), plan.order.getGroup());
  return results;
}

SmallVector<Value> Reorderer::emitState(ArrayRef<Plan> plans) {
  SmallVector<ResultForm> forms = getStateForms(clauses);
  SmallVector<Value> state;
  for (const Plan &plan : plans) {
    SmallVector<Value> own = emit(plan, forms, /*isPartial=*/true);
    if (state.empty()) {
      state = own;
      continue;
    }
    auto merged = MergeOp::create(b, loc, ValueRange(state).getTypes(), state,
                                  own, clauses.normalizer);
    state.assign(merged->result_begin(), merged->result_end());
  }
  return state;
}

SmallVector<Value> Reorderer::finalize(AttentionOp op, ArrayRef<Value> state) {
  AffineMap map = defaultMap(b.getContext(), 4, Dim::Q, Dim::E);
  auto stateType = cast<RankedTensorType>(state[0].getType());
  auto empty = [&](ArrayRef<int64_t> shape, Type element) -> Value {
    return tensor::EmptyOp::create(b, loc, shape, element);
  };
  Value output = empty(stateType.getShape(),
                       getElementTypeOrSelf(op.getOutput().getType()));
  Value lse = op.getLse() ? empty(stateType.getShape().drop_back(),
                                  stateType.getElementType())
                          : Value();
  SmallVector<Type> types = {output.getType()};
  if (lse)
    types.push_back(lse.getType());
  auto finalized = FinalizeOp::create(
      b, loc, types, state[0], state[1], state.drop_front(2), output, lse,
      Value(), clauses.normalizerParams, clauses.normalizer);
  AffineMap wanted = clauses.shape.outputMap;
  SmallVector<Value> results = {
      permute(b, loc, finalized->getResult(0), map, wanted)};
  if (lse)
    results.push_back(permute(b, loc, finalized->getResult(1),
                              dropDim(map, Dim::E), dropDim(wanted, Dim::E)));
  return results;
}

SmallVector<Value> Reorderer::emitAttention(AttentionOp op,
                                            ArrayRef<Plan> plans) {
  if (plans.size() > 1)
    return finalize(op, emitState(plans));
  return emit(plans.front(),
              getResultForms(op->getResultTypes(), clauses.shape.outputMap),
              /*isPartial=*/false);
}

/// The results of `op` by the plans that pay; none if it stays.
static SmallVector<Value> reorderOne(RewriterBase &rewriter, AttentionOp op,
                                     bool force) {
  // The mean of empty rows is over the keys that exist.
  if (op.getEmptyRows() != EmptyRows::Zero)
    return {};
  FusedClauses clauses = getClauses(op);
  SmallVector<Plan> plans = choosePlans(clauses, force);
  if (plans.empty())
    return {};
  return Reorderer(rewriter, clauses).emitAttention(op, plans);
}

static SmallVector<Value> reorderOne(RewriterBase &rewriter, PartialOp op,
                                     bool force) {
  FusedClauses clauses = getClauses(op);
  SmallVector<Plan> plans = choosePlans(clauses, force);
  if (plans.empty())
    return {};
  return Reorderer(rewriter, clauses).emitState(plans);
}

namespace {
struct AttnReorder : attn::impl::AttnReorderBase<AttnReorder> {
  using AttnReorderBase::AttnReorderBase;

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa<AttentionOp, PartialOp>(op))
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (Operation *op : ops) {
      rewriter.setInsertionPoint(op);
      SmallVector<Value> results =
          isa<AttentionOp>(op)
              ? reorderOne(rewriter, cast<AttentionOp>(op), force)
              : reorderOne(rewriter, cast<PartialOp>(op), force);
      if (results.empty())
        continue;
      rewriter.replaceOp(op, results);
      ++numReordered;
    }
  }
};
} // namespace
