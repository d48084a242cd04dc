//===- Reshapes.cpp - reshapes to computed sizes --------------------------===//
//
// Idea. A product of matrices with dynamic sizes is imported with reshapes whose
// sizes are computed, here of a tensor<?x4x?x24xf32> of sizes [b, 4, n, 24]:
//
//   %bh = arith.muli %b, %c4
//   %s  = tensor.from_elements %bh, %n, %c24
//   %r  = tensor.reshape %x(%s)                           // [4 b, n, 24]
//
// Each size is a constant times sizes of other tensors. Source and result read
// from both ends, what multiplies up to the same is one group of a collapse_shape
// or an expand_shape: [b, 4] [n] [24].
//
//===----------------------------------------------------------------------===//

#include "Reshapes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

namespace {
/// Dimension `dim` of a tensor; the integer `value` itself if that is -1.
struct Unknown {
  Value value;
  int64_t dim;
  bool operator==(const Unknown &other) const {
    return value == other.value && dim == other.dim;
  }
};

/// `factor` times the product of `unknowns`.
struct Size {
  int64_t factor = 1;
  SmallVector<Unknown, 2> unknowns;

  bool isOne() const { return factor == 1 && unknowns.empty(); }
  void multiply(const Size &other) {
    factor *= other.factor;
    llvm::append_range(unknowns, other.unknowns);
  }
  /// Removes `other`; false if that is no part of it.
  bool divide(const Size &other) {
    if (other.factor == 0 || factor % other.factor != 0)
      return false;
    factor /= other.factor;
    for (const Unknown &unknown : other.unknowns) {
      auto *it = llvm::find(unknowns, unknown);
      if (it == unknowns.end())
        return false;
      unknowns.erase(it);
    }
    return true;
  }
};
} // namespace

static Size getSize(Value tensor, int64_t dim);

static Size getSize(Value value) {
  if (auto cast = value.getDefiningOp<arith::IndexCastOp>())
    return getSize(cast.getIn());
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return {constant.getSExtValue(), {}};
  if (auto product = value.getDefiningOp<arith::MulIOp>()) {
    Size size = getSize(product.getLhs());
    size.multiply(getSize(product.getRhs()));
    return size;
  }
  auto dim = value.getDefiningOp<tensor::DimOp>();
  if (dim && dim.getConstantIndex() &&
      isa<RankedTensorType>(dim.getSource().getType()))
    return getSize(dim.getSource(), *dim.getConstantIndex());
  return {1, {{value, -1}}};
}

static Size getSize(OpFoldResult size) {
  if (auto value = dyn_cast<Value>(size))
    return getSize(value);
  return {*getConstantIntValue(size), {}};
}

static Size getSize(Value tensor, int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (!type.isDynamicDim(dim))
    return {type.getDimSize(dim), {}};
  Operation *op = tensor.getDefiningOp();
  if (auto linalgOp = dyn_cast_or_null<linalg::LinalgOp>(op)) {
    unsigned result = cast<OpResult>(tensor).getResultNumber();
    return getSize(linalgOp.getDpsInitOperand(result)->get(), dim);
  }
  if (auto empty = dyn_cast_or_null<tensor::EmptyOp>(op))
    return getSize(empty.getDynamicSize(dim));
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return getSize(expand.getMixedOutputShape()[dim]);
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op)) {
    Size size;
    for (int64_t d : collapse.getReassociationIndices()[dim])
      size.multiply(getSize(collapse.getSrc(), d));
    return size;
  }
  auto cast = dyn_cast_or_null<tensor::CastOp>(op);
  if (cast && isa<RankedTensorType>(cast.getSource().getType()))
    return getSize(cast.getSource(), dim);
  return {1, {{tensor, dim}}};
}

//===----------------------------------------------------------------------===//
// Sizes that agree in every call
//===----------------------------------------------------------------------===//

static bool isFunctionArgument(Value value) {
  auto arg = dyn_cast<BlockArgument>(value);
  return arg && isa<RankedTensorType>(arg.getType()) &&
         isa<FunctionOpInterface>(arg.getOwner()->getParentOp()) &&
         arg.getOwner()->isEntryBlock();
}

// Whether two types have the same dynamic dimensions.
static bool areAlike(Type a, Type b) {
  auto first = dyn_cast<RankedTensorType>(a), second = dyn_cast<RankedTensorType>(b);
  if (!first || !second || first.getRank() != second.getRank())
    return false;
  for (auto [x, y] : llvm::zip(first.getShape(), second.getShape()))
    if (ShapedType::isDynamic(x) != ShapedType::isDynamic(y))
      return false;
  return true;
}

// The same dimension of the first function argument that is dynamic where this
// one is: an exporter that knows two sizes to be one writes either.
static Unknown getRepresentative(Unknown unknown) {
  if (unknown.dim < 0 || !isFunctionArgument(unknown.value))
    return unknown;
  for (BlockArgument arg :
       cast<BlockArgument>(unknown.value).getOwner()->getArguments())
    if (areAlike(arg.getType(), unknown.value.getType()))
      return {arg, unknown.dim};
  return unknown;
}

static SmallVector<Size> getRepresentatives(ArrayRef<Size> sizes) {
  SmallVector<Size> result(sizes);
  for (Size &size : result)
    for (Unknown &unknown : size.unknowns)
      unknown = getRepresentative(unknown);
  return result;
}

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

namespace {
/// How many dimensions of the source, and how many of the result, have the same
/// product.
struct Group {
  unsigned from = 1, to = 1;
  /// Only because the number of elements stays.
  bool isLeft = false;
};
} // namespace

// The shortest group at the front of both, or std::nullopt.
static std::optional<Group> takeGroup(ArrayRef<Size> from, ArrayRef<Size> to) {
  if (from.empty() || to.empty())
    return std::nullopt;
  Group group;
  Size a = from.front(), b = to.front();
  while (true) {
    // The one that is a part of the other grows.
    Size rest = b;
    if (rest.divide(a)) {
      if (rest.isOne())
        return group;
      if (group.from == from.size())
        return std::nullopt;
      a.multiply(from[group.from++]);
      continue;
    }
    rest = a;
    if (!rest.divide(b) || group.to == to.size())
      return std::nullopt;
    b.multiply(to[group.to++]);
  }
}

// Groups from the front as far as they go; then from the back. What is left
// between is a group too if one side is a single dimension: a reshape keeps the
// number of elements.
static std::optional<SmallVector<Group>> groupSizes(ArrayRef<Size> from,
                                                    ArrayRef<Size> to) {
  SmallVector<Group> groups, trailing;
  while (auto group = takeGroup(from, to)) {
    groups.push_back(*group);
    from = from.drop_front(group->from);
    to = to.drop_front(group->to);
  }
  SmallVector<Size> backFrom(llvm::reverse(from)), backTo(llvm::reverse(to));
  from = backFrom;
  to = backTo;
  while (auto group = takeGroup(from, to)) {
    trailing.push_back(*group);
    from = from.drop_front(group->from);
    to = to.drop_front(group->to);
  }
  if (from.empty() != to.empty())
    return std::nullopt;
  if (!from.empty()) {
    if (from.size() > 1 && to.size() > 1)
      return std::nullopt;
    groups.push_back({unsigned(from.size()), unsigned(to.size()), true});
  }
  llvm::append_range(groups, llvm::reverse(trailing));
  return groups;
}

// `counts` dimensions that are not 1 each, as the dimensions of a tensor; those
// of size 1 go with the ones before them.
static SmallVector<ReassociationIndices> getIndices(ArrayRef<Size> sizes,
                                                    ArrayRef<unsigned> counts) {
  SmallVector<ReassociationIndices> indices(1);
  unsigned seen = 0;
  for (auto [i, size] : llvm::enumerate(sizes)) {
    if (!size.isOne() && seen++ == counts[indices.size() - 1]) {
      indices.emplace_back();
      seen = 1;
    }
    indices.back().push_back(i);
  }
  return indices;
}

//===----------------------------------------------------------------------===//
// Rewriting
//===----------------------------------------------------------------------===//

namespace {
/// Two arguments of a function that must agree on a dimension.
struct Agreement {
  BlockArgument first, second;
  int64_t dim;
};

class ReshapeSimplifier {
public:
  explicit ReshapeSimplifier(MLIRContext *context) : rewriter(context) {}
  void simplify(tensor::ReshapeOp op);

private:
  void assertThat(Location loc, const Agreement &agreement);
  Value build(tensor::ReshapeOp op, ArrayRef<ReassociationIndices> from,
              ArrayRef<ReassociationIndices> to, ArrayRef<Size> sizes);

  IRRewriter rewriter;
  llvm::DenseSet<std::tuple<Value, Value, int64_t>> asserted;
};
} // namespace

static Size getProduct(ArrayRef<Size> sizes) {
  Size product;
  for (const Size &size : sizes)
    product.multiply(size);
  return product;
}

// What arguments have to agree on for the sides of each group to be equal.
// std::nullopt if the reshape moves a size of its source elsewhere.
static std::optional<SmallVector<Agreement>>
getAgreements(ArrayRef<Size> from, ArrayRef<Size> to, ArrayRef<Group> groups) {
  SmallVector<Agreement> agreements;
  SmallVector<Unknown> all = getProduct(from).unknowns;
  for (const Group &group : groups) {
    auto left = getProduct(from.take_front(group.from)).unknowns;
    auto right = getProduct(to.take_front(group.to)).unknowns;
    from = from.drop_front(group.from);
    to = to.drop_front(group.to);
    if (group.isLeft)
      continue;
    llvm::erase_if(right, [&](const Unknown &unknown) {
      auto *it = llvm::find(left, unknown);
      if (it == left.end())
        return false;
      left.erase(it);
      return true;
    });
    for (const Unknown &unknown : right) {
      auto *it = llvm::find_if(left, [&](const Unknown &other) {
        return getRepresentative(other) == getRepresentative(unknown);
      });
      if (it == left.end() || llvm::is_contained(all, unknown))
        return std::nullopt;
      agreements.push_back({cast<BlockArgument>(it->value),
                            cast<BlockArgument>(unknown.value), unknown.dim});
      left.erase(it);
    }
  }
  return agreements;
}

void ReshapeSimplifier::assertThat(Location loc, const Agreement &agreement) {
  auto [first, second, dim] = agreement;
  if (!asserted.insert({first, second, dim}).second)
    return;
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPointToStart(first.getOwner());
  Value equal = arith::CmpIOp::create(
      rewriter, loc, arith::CmpIPredicate::eq,
      tensor::DimOp::create(rewriter, loc, first, dim),
      tensor::DimOp::create(rewriter, loc, second, dim));
  cf::AssertOp::create(rewriter, loc, equal,
                       ("expected arguments " + Twine(first.getArgNumber()) +
                        " and " + Twine(second.getArgNumber()) +
                        " to agree on the size of dimension " + Twine(dim))
                           .str());
}

static bool isStatic(ArrayRef<int64_t> shape) {
  return !ShapedType::isDynamicShape(shape);
}

// The source collapsed to one dimension for each group, then expanded; null if
// the types do not go together.
Value ReshapeSimplifier::build(tensor::ReshapeOp op,
                               ArrayRef<ReassociationIndices> from,
                               ArrayRef<ReassociationIndices> to,
                               ArrayRef<Size> sizes) {
  auto source = cast<RankedTensorType>(op.getSource().getType());
  SmallVector<int64_t> middle, shape;
  for (const Size &size : sizes)
    shape.push_back(size.unknowns.empty() ? size.factor : ShapedType::kDynamic);
  for (auto [a, b] : llvm::zip(from, to)) {
    ArrayRef<int64_t> left = source.getShape().slice(a.front(), a.size());
    ArrayRef<int64_t> right = ArrayRef(shape).slice(b.front(), b.size());
    if (isStatic(left) && !isStatic(right))
      return nullptr;
    middle.push_back(isStatic(right) ? ShapedType::getNumElements(right)
                                     : ShapedType::kDynamic);
  }
  Location loc = op.getLoc();
  Value value = op.getSource();
  if (from.size() != size_t(source.getRank()))
    value = tensor::CollapseShapeOp::create(rewriter, loc, value, from);
  auto castTo = [&](Type type) {
    if (value.getType() != type)
      value = tensor::CastOp::create(rewriter, loc, type, value);
  };
  castTo(source.clone(middle));
  if (to.size() != shape.size()) {
    auto elements = op.getShape().getDefiningOp<tensor::FromElementsOp>();
    SmallVector<OpFoldResult> outer;
    for (auto [size, element] : llvm::zip(shape, elements.getElements())) {
      Value index = element;
      if (ShapedType::isDynamic(size) && !index.getType().isIndex())
        index = arith::IndexCastOp::create(rewriter, loc,
                                           rewriter.getIndexType(), index);
      outer.push_back(ShapedType::isDynamic(size)
                          ? OpFoldResult(index)
                          : rewriter.getIndexAttr(size));
    }
    value = tensor::ExpandShapeOp::create(rewriter, loc, source.clone(shape),
                                          value, to, outer);
  }
  castTo(op.getType());
  return value;
}

static bool isProduct(Operation *op) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalg::isaContractionOpInterface(linalgOp);
}

void ReshapeSimplifier::simplify(tensor::ReshapeOp op) {
  auto source = dyn_cast<RankedTensorType>(op.getSource().getType());
  auto result = dyn_cast<RankedTensorType>(op.getType());
  auto elements = op.getShape().getDefiningOp<tensor::FromElementsOp>();
  if (!source || !result || !elements || source.getRank() == 0 ||
      result.getRank() == 0)
    return;
  SmallVector<Size> from, to;
  for (int64_t i = 0; i < source.getRank(); ++i)
    from.push_back(getSize(op.getSource(), i));
  for (auto [size, element] : llvm::zip(result.getShape(), elements.getElements()))
    to.push_back(ShapedType::isDynamic(size) ? getSize(element) : Size{size, {}});
  auto isLong = [](const Size &size) { return !size.isOne(); };
  auto longFrom = llvm::filter_to_vector(from, isLong);
  auto longTo = llvm::filter_to_vector(to, isLong);
  auto groups = groupSizes(longFrom, longTo);
  SmallVector<Agreement> agreements;
  // An operand that is brought into shape for a product, as einsum does.
  if (!groups && llvm::any_of(op->getUsers(), isProduct)) {
    groups = groupSizes(getRepresentatives(longFrom), getRepresentatives(longTo));
    auto needed = groups ? getAgreements(longFrom, longTo, *groups) : std::nullopt;
    if (!needed)
      return;
    agreements = *needed;
  }
  if (!groups)
    return;
  SmallVector<unsigned> fromCounts, toCounts;
  for (const Group &group : *groups) {
    fromCounts.push_back(group.from);
    toCounts.push_back(group.to);
  }
  rewriter.setInsertionPoint(op);
  Value value = build(op, getIndices(from, fromCounts), getIndices(to, toCounts), to);
  if (!value)
    return;
  for (const Agreement &agreement : agreements)
    assertThat(op.getLoc(), agreement);
  rewriter.replaceOp(op, value);
}

void mlir::attn::simplifyReshapes(Operation *root) {
  ReshapeSimplifier simplifier(root->getContext());
  root->walk([&](tensor::ReshapeOp op) { simplifier.simplify(op); });
}
