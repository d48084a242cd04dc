//===- Operand.cpp - queries, keys and values behind their reshapes -------===//

#include "Operand.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Candidates
//===----------------------------------------------------------------------===//

static bool isInput(Value value, linalg::LinalgOp op) {
  auto arg = dyn_cast<BlockArgument>(value);
  return arg && arg.getOwner() == op.getBlock() &&
         op.isDpsInput(op.getMatchingOpOperand(arg));
}

// `value` in the body of `op` as factor * (an input's element).
static std::optional<std::pair<OpOperand *, double>>
asScaledInput(ElementTrace &trace, Value value, linalg::LinalgOp op) {
  double factor = 1.0;
  SmallVector<ScalarExpr> iteration(
      op.getNumLoops(), trace.getScalars().getIndex(trace.getSpace().constant(0)));
  auto constantOf = [&](Value v) -> std::optional<double> {
    // A constant, or an element of a tensor with one element.
    if (isInput(v, op) &&
        !op.getMatchingIndexingMap(op.getMatchingOpOperand(cast<BlockArgument>(v)))
             .isConstant())
      return std::nullopt;
    ScalarExpr expr = trace.traceScalar(v, op, iteration);
    return expr ? getFloatConstant(expr) : std::nullopt;
  };
  while (!isInput(value, op)) {
    Operation *def = value.getDefiningOp();
    if (!def || def->getBlock() != op.getBlock())
      return std::nullopt;
    if (isa<arith::ExtFOp>(def)) {
      value = def->getOperand(0);
      continue;
    }
    bool isProduct = isa<arith::MulFOp>(def);
    if (!isProduct && !isa<arith::DivFOp>(def))
      return std::nullopt;
    unsigned constantSide = 1;
    std::optional<double> constant = constantOf(def->getOperand(1));
    if (!constant && isProduct) {
      constantSide = 0;
      constant = constantOf(def->getOperand(0));
    }
    if (!constant || *constant == 0.0)
      return std::nullopt;
    factor = isProduct ? factor * *constant : factor / *constant;
    value = def->getOperand(1 - constantSide);
  }
  return std::pair(op.getMatchingOpOperand(cast<BlockArgument>(value)), factor);
}

// One step back from `candidate`, or std::nullopt at the end of the chain.
static std::optional<OperandCandidate>
stepBack(ElementTrace &trace, const OperandCandidate &candidate) {
  Operation *op = candidate.tensor.getDefiningOp();
  if (!op)
    return std::nullopt;
  bool partial = false;
  if (auto source = indicesOfSource(trace.getSpace(), op, candidate.indices,
                                    &partial)) {
    if (partial || !isa<RankedTensorType>(op->getOperand(0).getType()))
      return std::nullopt;
    return OperandCandidate{op->getOperand(0), *source, candidate.factor};
  }
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp || linalgOp.getNumLoops() != linalgOp.getNumParallelLoops() ||
      op->getNumResults() != 1)
    return std::nullopt;
  auto input = asScaledInput(
      trace, linalgOp.getBlock()->getTerminator()->getOperand(0), linalgOp);
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(linalgOp, 0);
  if (!input || !dims || llvm::is_contained(*dims, -1))
    return std::nullopt;
  SmallVector<AffineExpr> iteration;
  for (int64_t dim : *dims)
    iteration.push_back(candidate.indices[dim]);
  AffineMap map = linalgOp.getMatchingIndexingMap(input->first);
  OperandCandidate next{input->first->get(), {}, candidate.factor * input->second};
  for (AffineExpr expr : map.getResults())
    next.indices.push_back(expr.replaceDims(iteration));
  return next;
}

SmallVector<OperandCandidate>
mlir::attn::collectCandidates(ElementTrace &trace, Value value,
                              ArrayRef<AffineExpr> indices) {
  SmallVector<OperandCandidate> candidates;
  std::optional<OperandCandidate> next =
      OperandCandidate{value, SmallVector<AffineExpr>(indices)};
  while (next) {
    auto type = cast<RankedTensorType>(next->tensor.getType());
    for (auto [index, size] : llvm::zip(next->indices, type.getShape()))
      index = size == 1 ? trace.getSpace().constant(0)
                        : simplifyQuasiAffine(index);
    candidates.push_back(*next);
    next = stepBack(trace, candidates.back());
  }
  return candidates;
}

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

// A tensor that stays materialised weighs more than any number of reshapes.
static constexpr unsigned kComputedCost = 32;

AffineExpr HeadSplit::getIndex(unsigned begin, unsigned end,
                               MLIRContext *context) const {
  AffineExpr index = getAffineConstantExpr(0, context);
  for (unsigned i = begin; i < end; ++i)
    index = index * extents[i] + variables[i];
  return simplifyQuasiAffine(index);
}

int64_t HeadSplit::getExtent(unsigned begin, unsigned end) const {
  int64_t extent = 1;
  for (unsigned i = begin; i < end; ++i) {
    if (ShapedType::isDynamic(extents[i]))
      return ShapedType::kDynamic;
    extent *= extents[i];
  }
  return extent;
}

namespace {
// An index name, the expression that it has in the match, and its extent.
struct RoleIndex {
  Dim dim;
  AffineExpr index;
  int64_t extent;
};

// What an operand's dimensions may stand for.
struct Roles {
  SmallVector<RoleIndex, 4> indices;
  AffineExpr combined;
};
} // namespace

// The offset and stride by which `index` reads what `role` counts.
static std::optional<std::pair<int64_t, int64_t>> matchSlice(AffineExpr index,
                                                             AffineExpr role) {
  LinearForm a = LinearForm::get(index), b = LinearForm::get(role);
  if (b.terms.empty() || a.terms.size() != b.terms.size())
    return std::nullopt;
  int64_t stride = a.terms.front().second / b.terms.front().second;
  if (stride < 1)
    return std::nullopt;
  AffineExpr rest = simplifyQuasiAffine(index - role * stride);
  auto offset = dyn_cast<AffineConstantExpr>(rest);
  if (!offset || offset.getValue() < 0)
    return std::nullopt;
  return std::pair(offset.getValue(), stride);
}

static std::optional<OperandDim> roleOf(AffineExpr index, int64_t size,
                                        const Roles &roles) {
  if (auto constant = dyn_cast<AffineConstantExpr>(index))
    return OperandDim{OperandDim::Role::Constant, Dim::B, constant.getValue()};
  for (const RoleIndex &role : roles.indices)
    if (index == role.index &&
        (size == role.extent || ShapedType::isDynamic(size) ||
         ShapedType::isDynamic(role.extent)))
      return OperandDim{OperandDim::Role::Index, role.dim};
  if (index == roles.combined)
    return OperandDim{OperandDim::Role::BatchAndHead};
  // Every other head, or the rows behind those of something else.
  for (const RoleIndex &role : roles.indices) {
    auto slice = matchSlice(index, role.index);
    bool isInner = role.dim == Dim::D || role.dim == Dim::E;
    if (!slice || ShapedType::isDynamic(role.extent) ||
        (isInner && slice->second != 1))
      continue;
    OperandDim dim{OperandDim::Role::Index, role.dim};
    std::tie(dim.offset, dim.stride) = *slice;
    dim.size = role.extent;
    return dim;
  }
  return std::nullopt;
}

// Gives dimensions of size 1 to index names of extent 1 that have none yet: a
// batch of 1 stays a dimension, and a single query keeps its row.
static void claimUnitDims(ArrayRef<int64_t> shape, ArrayRef<Dim> wanted,
                          SmallVector<OperandDim> &dims) {
  for (Dim dim : wanted) {
    auto has = [&](const OperandDim &d) {
      return d.role == OperandDim::Role::BatchAndHead
                 ? dim == Dim::B || dim == Dim::H
                 : d.role == OperandDim::Role::Index && d.dim == dim;
    };
    if (llvm::any_of(dims, has))
      continue;
    // Batch and heads are looked for from the front, rows from the back.
    bool fromFront = dim == Dim::B || dim == Dim::H;
    for (unsigned n = dims.size(), i = 0; i < n; ++i) {
      OperandDim &at = dims[fromFront ? i : n - 1 - i];
      if (at.role == OperandDim::Role::Constant && shape[at.first] == 1) {
        at.role = OperandDim::Role::Index;
        at.dim = dim;
        at.constant = 0;
        break;
      }
    }
  }
}

// One row of many, or one element of a row, is a slice with a single one: what no
// dimension stands for yet of `wanted`, with an extent of 1.
static void claimSlices(ArrayRef<RoleIndex> wanted,
                        SmallVector<OperandDim> &dims) {
  for (const RoleIndex &role : wanted) {
    Dim dim = role.dim;
    auto isDim = [&](const OperandDim &d) {
      return d.role == OperandDim::Role::Index && d.dim == dim;
    };
    if (role.extent != 1 || llvm::any_of(dims, isDim))
      continue;
    for (OperandDim &at : llvm::reverse(dims))
      if (at.role == OperandDim::Role::Constant) {
        at.role = OperandDim::Role::Index;
        at.dim = dim;
        at.offset = at.constant;
        at.size = 1;
        break;
      }
  }
}

static int64_t sizeOf(ArrayRef<int64_t> shape) {
  return llvm::is_contained(shape, ShapedType::kDynamic)
             ? ShapedType::kDynamic
             : ShapedType::getNumElements(shape);
}

// The roles of all dimensions, those that make one index together grouped.
static std::optional<SmallVector<OperandDim>>
assignRoles(const IndexSpace &space, const OperandCandidate &candidate,
            const Roles &roles) {
  ArrayRef<int64_t> shape =
      cast<RankedTensorType>(candidate.tensor.getType()).getShape();
  ArrayRef<AffineExpr> indices = candidate.indices;
  SmallVector<OperandDim> dims;
  for (unsigned i = 0; i < indices.size();) {
    std::optional<OperandDim> dim = roleOf(indices[i], shape[i], roles);
    unsigned count = 1;
    while (!dim && i + ++count <= indices.size())
      if (auto index = space.linearize(indices.slice(i, count),
                                       shape.slice(i, count)))
        dim = roleOf(*index, sizeOf(shape.slice(i, count)), roles);
    if (!dim || (count > 1 && dim->size))
      return std::nullopt;
    dim->first = i;
    dim->count = count;
    dims.push_back(*dim);
    i += count;
  }
  return dims;
}

static std::optional<OperandPlan>
planCandidate(const IndexSpace &space, const OperandCandidate &candidate,
              const Roles &roles, ArrayRef<Dim> unitDims) {
  auto type = cast<RankedTensorType>(candidate.tensor.getType());
  std::optional<SmallVector<OperandDim>> dims =
      assignRoles(space, candidate, roles);
  if (!dims)
    return std::nullopt;
  OperandPlan plan{candidate, *dims};
  claimUnitDims(type.getShape(), unitDims, plan.dims);
  // The row and the inner index come first.
  claimSlices(ArrayRef(roles.indices).take_front(2), plan.dims);
  unsigned count[kNumDims] = {};
  std::optional<unsigned> batchAt, headAt;
  for (auto [i, d] : llvm::enumerate(plan.dims)) {
    plan.cost += d.count - 1 + (d.size ? 1 : 0);
    if (d.role == OperandDim::Role::Constant) {
      plan.cost += 1;
      continue;
    }
    if (d.role == OperandDim::Role::BatchAndHead) {
      ++count[unsigned(Dim::B)], ++count[unsigned(Dim::H)];
      plan.cost += 4;
      continue;
    }
    ++count[unsigned(d.dim)];
    if (d.dim == Dim::B)
      batchAt = i;
    if (d.dim == Dim::H)
      headAt = i;
  }
  if (batchAt && headAt && *headAt < *batchAt)
    plan.cost += 1;
  if (llvm::any_of(count, [](unsigned c) { return c > 1; }) ||
      !count[unsigned(roles.indices[0].dim)] ||
      !count[unsigned(roles.indices[1].dim)])
    return std::nullopt;
  return plan;
}

// Whether `plan` has a head dimension.
static bool hasHeads(const OperandPlan &plan) {
  return llvm::any_of(plan.dims, [](const OperandDim &d) {
    return d.role == OperandDim::Role::BatchAndHead ||
           (d.role == OperandDim::Role::Index && d.dim == Dim::H);
  });
}

std::optional<OperandPlan> mlir::attn::planOperand(
    const IndexSpace &space, ArrayRef<OperandCandidate> candidates,
    const HeadSplit &split, bool isKey,
    Dim row, AffineExpr rowVariable, Dim inner, AffineExpr innerVariable,
    Type elementType) {
  MLIRContext *context = elementType.getContext();
  unsigned begin = split.batchEnd;
  unsigned end = isKey ? split.keyHeadEnd : split.variables.size();
  int64_t heads = split.getExtent(begin, end);
  AffineExpr batch = split.getIndex(0, begin, context);
  AffineExpr head = split.getIndex(begin, end, context);
  auto extentOf = [&](AffineExpr variable) {
    return space.getExtent(cast<AffineDimExpr>(variable).getPosition());
  };
  Roles roles{{{row, rowVariable, extentOf(rowVariable)},
               {inner, innerVariable, extentOf(innerVariable)}},
              getAffineConstantExpr(-1, context)};
  if (end > begin)
    roles.indices.push_back({Dim::H, head, heads});
  if (begin)
    roles.indices.push_back({Dim::B, batch, split.getExtent(0, begin)});
  if (begin && end > begin)
    roles.combined = simplifyQuasiAffine(batch * heads + head);
  SmallVector<Dim> unitDims;
  // The row and the inner index are constants only where their extent is 1.
  unitDims.append({inner, row});
  if (split.getExtent(0, begin) == 1)
    unitDims.push_back(Dim::B);
  if (heads == 1)
    unitDims.push_back(Dim::H);
  std::optional<OperandPlan> best;
  // What is computed behind a candidate stays in the graph.
  unsigned numComputed = llvm::count_if(
      candidates.drop_back(), [](const OperandCandidate &candidate) {
        return isa<linalg::LinalgOp>(candidate.tensor.getDefiningOp());
      });
  for (const OperandCandidate &candidate : candidates) {
    unsigned computed = numComputed;
    if (isa_and_nonnull<linalg::LinalgOp>(candidate.tensor.getDefiningOp()) &&
        numComputed)
      --numComputed;
    auto type = cast<RankedTensorType>(candidate.tensor.getType());
    if (type.getElementType() != elementType)
      continue;
    std::optional<OperandPlan> plan = planCandidate(space, candidate, roles, unitDims);
    if (!plan || (heads != 1 && !hasHeads(*plan)))
      continue;
    plan->cost += kComputedCost * computed;
    if (!best || plan->cost <= best->cost)
      best = plan;
  }
  return best;
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

// Each constant dimension joins the one before it (the first ones the one
// behind). A slice that reduces the rank would leave open which of several unit
// dimensions it drops, and with that the strides of the buffer.
static Value dropConstants(OpBuilder &builder, Location loc, Value sliced,
                           const OperandPlan &plan) {
  SmallVector<ReassociationIndices> groups;
  bool isOpen = false;
  int64_t position = 0;
  for (const OperandDim &dim : plan.dims)
    for (unsigned i = 0; i < dim.count; ++i, ++position) {
      bool isConstant = dim.role == OperandDim::Role::Constant;
      if (groups.empty() || (!isConstant && !isOpen))
        groups.emplace_back();
      isOpen = isConstant && (isOpen || groups.back().empty());
      groups.back().push_back(position);
    }
  if (int64_t(groups.size()) == position)
    return sliced;
  return tensor::CollapseShapeOp::create(builder, loc, sliced, groups);
}

// Constant indices sliced away, and what is read of the other dimensions.
static Value buildSlice(OpBuilder &builder, Location loc,
                        const OperandPlan &plan) {
  Value tensor = plan.candidate.tensor;
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<OpFoldResult> offsets, sizes, strides;
  SmallVector<int64_t> shape;
  bool isWhole = true;
  for (const OperandDim &dim : plan.dims)
    for (unsigned i = dim.first; i < dim.first + dim.count; ++i) {
      bool isConstant = dim.role == OperandDim::Role::Constant;
      offsets.push_back(
          builder.getIndexAttr(isConstant ? dim.constant : dim.offset));
      strides.push_back(builder.getIndexAttr(dim.stride));
      if (isConstant)
        sizes.push_back(builder.getIndexAttr(1));
      else if (dim.size)
        sizes.push_back(builder.getIndexAttr(*dim.size));
      else
        sizes.push_back(tensor::getMixedSize(builder, loc, tensor, i));
      isWhole &= !isConstant && !dim.size;
      shape.push_back(isConstant ? 1 : dim.size.value_or(type.getDimSize(i)));
    }
  if (isWhole)
    return tensor;
  auto result = RankedTensorType::get(shape, type.getElementType());
  auto sliced = tensor::ExtractSliceOp::create(builder, loc, result, tensor,
                                               offsets, sizes, strides);
  return dropConstants(builder, loc, sliced, plan);
}

// Dimensions that make one index together become one.
static Value buildCollapse(OpBuilder &builder, Location loc,
                           const OperandPlan &plan, Value tensor) {
  SmallVector<ReassociationIndices> groups;
  int64_t next = 0;
  for (const OperandDim &dim : plan.dims) {
    if (dim.role == OperandDim::Role::Constant)
      continue;
    groups.emplace_back();
    for (unsigned i = 0; i < dim.count; ++i)
      groups.back().push_back(next++);
  }
  if (groups.size() == static_cast<size_t>(next))
    return tensor;
  return tensor::CollapseShapeOp::create(builder, loc, tensor, groups);
}

std::pair<Value, AffineMap>
mlir::attn::buildOperand(OpBuilder &builder, Location loc,
                         const OperandPlan &plan, const HeadSplit &split,
                         bool isKey) {
  Value tensor = buildCollapse(builder, loc, plan,
                               buildSlice(builder, loc, plan));
  int64_t heads = split.getExtent(
      split.batchEnd, isKey ? split.keyHeadEnd : split.variables.size());
  SmallVector<ReassociationIndices> groups;
  SmallVector<AffineExpr> results;
  SmallVector<OpFoldResult> sizes;
  SmallVector<int64_t> shape;
  auto type = cast<RankedTensorType>(tensor.getType());
  auto add = [&](Dim dim, int64_t size, OpFoldResult runtime) {
    groups.back().push_back(shape.size());
    results.push_back(builder.getAffineDimExpr(unsigned(dim)));
    shape.push_back(size);
    sizes.push_back(runtime);
  };
  for (const OperandDim &dim : plan.dims) {
    if (dim.role == OperandDim::Role::Constant)
      continue;
    unsigned source = groups.size();
    groups.emplace_back();
    OpFoldResult size = tensor::getMixedSize(builder, loc, tensor, source);
    if (dim.role == OperandDim::Role::Index) {
      add(dim.dim, type.getDimSize(source), size);
      continue;
    }
    int64_t batch = type.isDynamicDim(source) ? ShapedType::kDynamic
                                              : type.getDimSize(source) / heads;
    if (type.isDynamicDim(source)) {
      Value divisor = arith::ConstantIndexOp::create(builder, loc, heads);
      size = arith::DivUIOp::create(builder, loc, cast<Value>(size), divisor)
                 .getResult();
    } else {
      size = builder.getIndexAttr(batch);
    }
    add(Dim::B, batch, size);
    add(Dim::H, heads, builder.getIndexAttr(heads));
  }
  AffineMap map = AffineMap::get(kNumDims, 0, results, builder.getContext());
  if (groups.size() == shape.size())
    return {tensor, map};
  auto result = RankedTensorType::get(shape, type.getElementType());
  return {tensor::ExpandShapeOp::create(builder, loc, result, tensor, groups,
                                        sizes),
          map};
}
