//===- PartsChain.cpp - axes and halos between the parts ------------------===//

#include "PartsChain.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Indices
//===----------------------------------------------------------------------===//

static LogicalResult addTerms(AffineExpr expr, int64_t factor,
                              LinearIndex &index) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    index.constant += factor * constant.getValue();
    return success();
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    index.terms.push_back({dim.getPosition(), factor});
    return success(factor > 0);
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return failure();
  if (binary.getKind() == AffineExprKind::Add)
    return success(succeeded(addTerms(binary.getLHS(), factor, index)) &&
                   succeeded(addTerms(binary.getRHS(), factor, index)));
  auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (binary.getKind() != AffineExprKind::Mul || !constant)
    return failure();
  return addTerms(binary.getLHS(), factor * constant.getValue(), index);
}

FailureOr<LinearIndex> mlir::attn::getLinearIndex(AffineExpr expr) {
  LinearIndex index;
  if (failed(addTerms(expr, 1, index)))
    return failure();
  return index;
}

//===----------------------------------------------------------------------===//
// Axes
//===----------------------------------------------------------------------===//

LogicalResult PartsChain::give(const Twine &why) {
  if (reason->empty())
    *reason = why.str();
  return failure();
}

static bool hasPairs(ArrayRef<ChainDim> dims) {
  auto has = [&](Axis axis) {
    return llvm::any_of(dims, [&](ChainDim d) { return d.axis == axis; });
  };
  return has(Axis::Query) && has(Axis::Key);
}

// Whether tiles of `value` can be made. A reshape of a tensor that is there is
// a view of it.
static bool isComputed(Value value) {
  Operation *op = value.getDefiningOp();
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return isComputed(expand.getSrc());
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op))
    return isComputed(collapse.getSrc());
  return isa_and_nonnull<linalg::LinalgOp, tensor::EmptyOp, tensor::PadOp,
                         tensor::ConcatOp, NormalizeOp>(op);
}

// Only what is computed here and holds pairs belongs to the chain.
LogicalResult PartsChain::assign(Value value, SmallVector<ChainDim> found) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type || !hasPairs(found) || !isComputed(value))
    return success();
  for (auto [dim, size] : llvm::zip_equal(found, type.getShape()))
    if (dim.axis == Axis::Whole && ShapedType::isDynamic(size))
      return give("a tensor of pairs has another dynamic dimension");
  // Of an extent of 1 there is one tile.
  for (auto [dim, size] : llvm::zip_equal(found, type.getShape()))
    if (size == 1 && (dim.axis == Axis::Batch || dim.axis == Axis::Head))
      dim = {};
  auto [it, isNew] = dims.insert({value, found});
  if (isNew || ArrayRef(it->second) == ArrayRef(found))
    return success();
  return give(
      "two uses of a tensor of pairs cut it along different dimensions");
}

SmallVector<ChainDim> PartsChain::getLoopDims(linalg::LinalgOp op) const {
  SmallVector<ChainDim> loops(op.getNumLoops());
  ArrayRef<ChainDim> result = getDims(op->getResult(0));
  AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
  for (auto [expr, dim] : llvm::zip_equal(map.getResults(), result))
    if (auto loop = dyn_cast<AffineDimExpr>(expr))
      loops[loop.getPosition()] = dim;
  return loops;
}

// The axis of an operand's dimension.
static FailureOr<ChainDim> getDim(AffineExpr expr, ArrayRef<ChainDim> loops,
                                  ArrayRef<int64_t> sizes) {
  FailureOr<LinearIndex> index = getLinearIndex(expr);
  if (failed(index))
    return failure();
  ChainDim dim;
  int64_t more = 0;
  for (auto [loop, factor] : index->terms) {
    if (loops[loop].axis != Axis::Whole) {
      if (dim.axis != Axis::Whole || factor != 1)
        return failure();
      dim = loops[loop];
      continue;
    }
    if (ShapedType::isDynamic(sizes[loop]))
      more = ShapedType::kDynamic;
    else if (!ShapedType::isDynamic(more))
      more += factor * (sizes[loop] - 1);
  }
  if (dim.axis == Axis::Whole)
    return dim;
  if (index->constant != 0 || ShapedType::isDynamic(more))
    return failure();
  dim.excess += more;
  return dim;
}

// Whether a tensor outside the chain has the size of a loop.
bool PartsChain::isLoopOfLeaf(linalg::LinalgOp op, unsigned loop) const {
  return llvm::any_of(op->getOpOperands(), [&](OpOperand &operand) {
    auto isLoop = [&](AffineExpr expr) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      return dim && dim.getPosition() == loop;
    };
    return !contains(operand.get()) &&
           isa<RankedTensorType>(operand.get().getType()) &&
           llvm::any_of(op.getMatchingIndexingMap(&operand).getResults(),
                        isLoop);
  });
}

LogicalResult PartsChain::visitLinalg(linalg::LinalgOp op) {
  if (isa<linalg::FillOp>(op))
    return success();
  if (!isa<linalg::GenericOp>(op) || op->getNumResults() != 1)
    return give("'" + op->getName().getStringRef() + "' has no tiles");
  SmallVector<ChainDim> loops = getLoopDims(op);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  AffineMap resultMap = op.getIndexingMapMatchingResult(op->getResult(0));
  if (!resultMap.isProjectedPermutation())
    return give(
        "the result of an op between the parts is not indexed by loops");
  for (auto [loop, dim] : llvm::enumerate(loops))
    if (dim.axis == Axis::Whole && ShapedType::isDynamic(sizes[loop]) &&
        !isLoopOfLeaf(op, loop))
      return give("a loop between the parts has no size that tiles keep");
  for (OpOperand &operand : op->getOpOperands()) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    SmallVector<ChainDim> found;
    for (AffineExpr expr : map.getResults()) {
      FailureOr<ChainDim> dim = getDim(expr, loops, sizes);
      if (failed(dim))
        return give("an index of an op between the parts has no halo");
      found.push_back(*dim);
    }
    if (failed(assign(operand.get(), found)))
      return failure();
    // A head's task would compute the scores of all heads.
    if (splitHeads && contains(operand.get()) && !op.isDpsInit(&operand) &&
        op.getNumReductionLoops() != 0)
      return give("heads are mixed");
  }
  return success();
}

LogicalResult PartsChain::visitReshape(Operation *op, Value source,
                                       Value result,
                                       ArrayRef<ReassociationIndices> groups,
                                       bool expands) {
  Value many = expands ? result : source;
  auto manyType = cast<RankedTensorType>(many.getType());
  ArrayRef<ChainDim> known = getDims(result);
  SmallVector<ChainDim> found(
      cast<RankedTensorType>(source.getType()).getRank());
  for (auto [g, group] : llvm::enumerate(groups)) {
    SmallVector<int64_t> large;
    for (int64_t i : group)
      if (manyType.getDimSize(i) != 1)
        large.push_back(i);
    auto isWhole = [&](int64_t i) { return known[i].axis == Axis::Whole; };
    bool cut = expands ? !llvm::all_of(group, isWhole) : !isWhole(g);
    if (large.size() > 1 && cut)
      return give("a reshape between the parts cuts through pairs");
    if (large.size() > 1)
      continue;
    int64_t one = large.empty() ? group.front() : large.front();
    if (expands)
      found[g] = known[one];
    else
      found[one] = known[g];
  }
  return assign(source, found);
}

LogicalResult PartsChain::visit(Operation *op) {
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op))
    return visitLinalg(linalgOp);
  ArrayRef<ChainDim> known = getDims(op->getResult(0));
  if (auto normalize = dyn_cast<NormalizeOp>(op)) {
    normalizes.insert(normalizes.begin(), normalize);
    return assign(normalize.getScores(), SmallVector<ChainDim>(known));
  }
  if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    SmallVector<ChainDim> found(known);
    if (!pad.getConstantPaddingValue() || !pad.getLow().empty() ||
        !pad.getHigh().empty())
      return give("padding between the parts is not constant");
    for (auto [dim, low, high] :
         llvm::zip_equal(found, pad.getStaticLow(), pad.getStaticHigh())) {
      if (low < 0 || high < 0)
        return give("padding between the parts is negative");
      if (dim.axis != Axis::Whole)
        dim.excess -= low + high;
    }
    return assign(pad.getSource(), found);
  }
  if (auto concat = dyn_cast<tensor::ConcatOp>(op)) {
    if (known[concat.getDim()].axis != Axis::Whole)
      return give("tensors of pairs are joined along the pairs");
    for (Value input : concat.getInputs())
      if (failed(assign(input, SmallVector<ChainDim>(known))))
        return failure();
    return success();
  }
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return visitReshape(op, expand.getSrc(), expand.getResult(),
                        expand.getReassociationIndices(), true);
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return visitReshape(op, collapse.getSrc(), collapse.getResult(),
                        collapse.getReassociationIndices(), false);
  return success(); // tensor.empty
}

FailureOr<PartsChain> PartsChain::follow(AggregateOp aggregate, bool splitHeads,
                                         std::string &reason) {
  PartsChain chain;
  reason.clear();
  chain.aggregate = aggregate;
  chain.splitHeads = splitHeads;
  chain.reason = &reason;
  Axis head = splitHeads ? Axis::Head : Axis::Whole;
  if (failed(chain.assign(aggregate.getWeights(),
                          {{Axis::Batch}, {head}, {Axis::Query}, {Axis::Key}})))
    return failure();
  for (Operation &op : llvm::reverse(*aggregate->getBlock()))
    if (op.getNumResults() != 0 && chain.contains(op.getResult(0)) &&
        failed(chain.visit(&op)))
      return failure();
  if (chain.normalizes.empty())
    return chain.give("the weights come from no attn.normalize");
  chain.findLevels();
  return chain;
}

// The number of sweeps that have to be over before each normalisation's.
void PartsChain::findLevels() {
  DenseMap<Value, unsigned> done;
  for (Operation &op : *aggregate->getBlock()) {
    if (op.getNumResults() == 0 || !contains(op.getResult(0)))
      continue;
    unsigned level = 0;
    for (Value operand : op.getOperands())
      level = std::max(level, done.lookup(operand));
    if (auto normalize = dyn_cast<NormalizeOp>(op))
      levels[normalize] = level++;
    done[op.getResult(0)] = level;
  }
}

//===----------------------------------------------------------------------===//
// Halos
//===----------------------------------------------------------------------===//

static void join(PartsChain::Reaches &all, Value value,
                 SmallVector<Reach> reach) {
  auto [it, isNew] = all.insert({value, reach});
  if (isNew)
    return;
  for (auto [old, more] : llvm::zip_equal(it->second, reach)) {
    old.before = std::max(old.before, more.before);
    old.after = std::max(old.after, more.after);
  }
}

void PartsChain::spreadLinalg(linalg::LinalgOp op, ArrayRef<Reach> reach,
                              Reaches &all) const {
  SmallVector<ChainDim> axes = getLoopDims(op);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  SmallVector<Reach> loops(axes.size());
  AffineMap resultMap = op.getIndexingMapMatchingResult(op->getResult(0));
  for (auto [expr, dim] : llvm::zip_equal(resultMap.getResults(), reach))
    if (auto loop = dyn_cast<AffineDimExpr>(expr))
      loops[loop.getPosition()] = dim;
  for (OpOperand &operand : op->getOpOperands()) {
    if (!contains(operand.get()))
      continue;
    SmallVector<Reach> needed;
    for (AffineExpr expr : op.getMatchingIndexingMap(&operand).getResults()) {
      LinearIndex index = *getLinearIndex(expr);
      Reach dim;
      bool cut = false;
      for (auto [loop, factor] : index.terms) {
        if (axes[loop].axis == Axis::Whole) {
          dim.after += factor * (sizes[loop] - 1);
          continue;
        }
        cut = true;
        dim.before += loops[loop].before;
        dim.after += loops[loop].after;
      }
      needed.push_back(cut ? dim : Reach());
    }
    join(all, operand.get(), needed);
  }
}

void PartsChain::spread(Operation *op, ArrayRef<Reach> reach,
                        Reaches &all) const {
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op)) {
    // The values that a fill writes over are not asked for.
    if (!isa<linalg::FillOp>(op))
      spreadLinalg(linalgOp, reach, all);
    return;
  }
  if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    if (!contains(pad.getSource()))
      return;
    SmallVector<Reach> needed(reach);
    for (auto [dim, axis, low] :
         llvm::zip_equal(needed, getDims(pad), pad.getStaticLow())) {
      if (axis.axis == Axis::Whole)
        continue;
      dim.before += low;
      dim.after -= low;
    }
    return join(all, pad.getSource(), needed);
  }
  for (Value operand : op->getOperands()) {
    if (!contains(operand))
      continue;
    ArrayRef<ChainDim> from = getDims(op->getResult(0)), to = getDims(operand);
    SmallVector<Reach> needed(to.size());
    // Reshapes keep the order of what is cut.
    for (Axis axis : {Axis::Query, Axis::Key})
      for (auto [i, dim] : llvm::enumerate(to))
        if (dim.axis == axis)
          for (auto [j, other] : llvm::enumerate(from))
            if (other.axis == axis)
              needed[i] = reach[j];
    join(all, operand, needed);
  }
}

PartsChain::Reaches PartsChain::getReaches(ArrayRef<Value> roots) const {
  Reaches all;
  for (Value root : roots)
    join(all, root, SmallVector<Reach>(getDims(root).size()));
  for (Operation &op : llvm::reverse(*aggregate->getBlock()))
    if (op.getNumResults() != 0 && contains(op.getResult(0))) {
      auto it = all.find(op.getResult(0));
      if (it != all.end())
        spread(&op, SmallVector<Reach>(it->second), all);
    }
  return all;
}
