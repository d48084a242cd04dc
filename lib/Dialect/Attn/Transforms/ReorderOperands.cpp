//===- ReorderOperands.cpp - tensors in other orders ----------------------===//
//
// A tensor goes through four forms, each a reshape of the one before but for a
// pad and a transpose:
//
//   places   B x H x N x D                   as the attention has it
//   axes     B x G x g x Y x X x D           with places added to each axis
//   digits   B x G x g x y1 x y0 x x1 x x0 x D
//   sorted   B x G x classes.. x g x positions.. x D
//
// and sorted, its groups collapsed, is the reordered tensor.
//
//===----------------------------------------------------------------------===//

#include "ReorderOperands.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
/// The forms of one tensor.
class Forms {
public:
  Forms(RankedTensorType type, AffineMap map, Dim row, OrderAttr order,
        int64_t group);

  RankedTensorType getType(ArrayRef<int64_t> shape) const {
    return RankedTensorType::get(shape, element);
  }

  Type element;
  /// Sizes of the forms; `axes` without the padding.
  SmallVector<int64_t> axes, paddedAxes, digits, sorted, reordered;
  /// How places become axes, axes digits, and reordered becomes sorted.
  SmallVector<ReassociationIndices> toAxes, toDigits, toSorted;
  /// What is added in front of each axis.
  SmallVector<int64_t> before;
  /// sorted[i] = digits[permutation[i]].
  SmallVector<int64_t> permutation;
  AffineMap map;
  bool isPadded() const { return axes != paddedAxes; }

private:
  void addPlaces(RankedTensorType type, AffineMap map, Dim row, OrderAttr order,
                 int64_t group);
  void sort(OrderAttr order, Dim row, MLIRContext *context);
  void addAxis(ReassociationIndices &group, int64_t size, int64_t low,
               ArrayRef<int64_t> parts);

  std::optional<int64_t> batchAt, headAt, groupAt, innerAt;
  int64_t rowAt = 0;
  Dim inner = Dim::D;
};
} // namespace

void Forms::addAxis(ReassociationIndices &group, int64_t size, int64_t low,
                    ArrayRef<int64_t> parts) {
  int64_t padded = 1;
  ReassociationIndices places;
  for (int64_t part : parts) {
    padded *= part;
    places.push_back(digits.size());
    digits.push_back(part);
  }
  group.push_back(axes.size());
  toDigits.push_back(places);
  axes.push_back(size);
  paddedAxes.push_back(padded);
  before.push_back(low);
}

void Forms::addPlaces(RankedTensorType type, AffineMap map, Dim row,
                      OrderAttr order, int64_t group) {
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    Dim dim = static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition());
    int64_t size = type.getDimSize(i);
    ReassociationIndices &places = toAxes.emplace_back();
    if (dim == row) {
      rowAt = digits.size();
      int64_t perAxis = order.getDigitsPerAxis();
      for (auto [axis, places1] : llvm::enumerate(order.getGrid()))
        addAxis(places, places1, order.getBefore()[axis],
                order.getDigits().slice(axis * perAxis, perAxis));
      continue;
    }
    if (dim == Dim::H) {
      headAt = digits.size();
      addAxis(places, size / group, 0, {size / group});
      groupAt = digits.size();
      addAxis(places, group, 0, {group});
      continue;
    }
    (dim == Dim::B ? batchAt : innerAt) = digits.size();
    if (dim != Dim::B)
      inner = dim;
    addAxis(places, size, 0, {size});
  }
}

void Forms::sort(OrderAttr order, Dim row, MLIRContext *context) {
  SmallVector<AffineExpr> dims;
  // Adds one dimension of the reordered tensor.
  auto add = [&](Dim dim, ArrayRef<int64_t> parts) {
    if (parts.empty())
      return;
    ReassociationIndices group;
    int64_t size = 1;
    for (int64_t part : parts) {
      group.push_back(permutation.size());
      permutation.push_back(part);
      sorted.push_back(digits[part]);
      size *= digits[part];
    }
    toSorted.push_back(group);
    reordered.push_back(size);
    dims.push_back(getAffineDimExpr(unsigned(dim), context));
  };
  SmallVector<int64_t> heads, positions;
  if (headAt)
    heads.push_back(*headAt);
  for (auto [i, digit] : llvm::enumerate(order.getPermutation()))
    (int64_t(i) < order.getClasses() ? heads : positions)
        .push_back(rowAt + digit);
  if (groupAt)
    heads.push_back(*groupAt);
  if (batchAt)
    add(Dim::B, *batchAt);
  add(Dim::H, heads);
  add(row, positions);
  if (innerAt)
    add(inner, *innerAt);
  map = AffineMap::get(kNumDims, 0, dims, context);
}

Forms::Forms(RankedTensorType type, AffineMap map, Dim row, OrderAttr order,
             int64_t group)
    : element(type.getElementType()) {
  addPlaces(type, map, row, order, group);
  sort(order, row, map.getContext());
}

static Value reshape(OpBuilder &b, Location loc, Value value,
                     RankedTensorType type,
                     ArrayRef<ReassociationIndices> groups) {
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  if (type == value.getType())
    return value;
  if (type.getRank() > rank)
    return tensor::ExpandShapeOp::create(b, loc, type, value, groups);
  return tensor::CollapseShapeOp::create(b, loc, type, value, groups);
}

static Value transpose(OpBuilder &b, Location loc, Value value,
                       RankedTensorType type, ArrayRef<int64_t> permutation) {
  if (llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size())))
    return value;
  Value empty =
      tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
  return linalg::TransposeOp::create(b, loc, value, empty, permutation)
      ->getResult(0);
}

static SmallVector<OpFoldResult> attributes(OpBuilder &b,
                                            ArrayRef<int64_t> values) {
  return llvm::map_to_vector(values, [&](int64_t value) -> OpFoldResult {
    return b.getIndexAttr(value);
  });
}

// `value`, in the form of axes, with its added places, which no pair sees.
static Value pad(OpBuilder &b, Location loc, Value value, const Forms &forms) {
  SmallVector<int64_t> after;
  for (auto [size, before, padded] :
       llvm::zip(forms.axes, forms.before, forms.paddedAxes))
    after.push_back(padded - before - size);
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(forms.element));
  return tensor::PadOp::create(b, loc, forms.getType(forms.paddedAxes), value,
                               attributes(b, forms.before),
                               attributes(b, after), zero);
}

bool attn::canReorder(AffineMap map, OrderAttr order, int64_t numHeads) {
  return numHeads == 1 || positionOf(map, Dim::H) || order.getClasses() == 0;
}

IndexedTensor attn::reorder(OpBuilder &b, Location loc, IndexedTensor tensor,
                            Dim row, OrderAttr order, int64_t group) {
  Forms forms(cast<RankedTensorType>(tensor.value.getType()), tensor.map, row,
              order, group);
  Value value = reshape(b, loc, tensor.value, forms.getType(forms.axes),
                        forms.toAxes);
  if (forms.isPadded())
    value = pad(b, loc, value, forms);
  value = reshape(b, loc, value, forms.getType(forms.digits), forms.toDigits);
  value = transpose(b, loc, value, forms.getType(forms.sorted),
                    forms.permutation);
  value = reshape(b, loc, value, forms.getType(forms.reordered),
                  forms.toSorted);
  return {value, forms.map};
}

std::pair<RankedTensorType, AffineMap>
attn::getReorderedType(RankedTensorType type, AffineMap map, Dim row,
                       OrderAttr order, int64_t group) {
  Forms forms(type, map, row, order, group);
  return {forms.getType(forms.reordered), forms.map};
}

Value attn::restoreOrder(OpBuilder &b, Location loc, Value reordered,
                         RankedTensorType type, AffineMap map, Dim row,
                         OrderAttr order, int64_t group) {
  Forms forms(type, map, row, order, group);
  Value value = reshape(b, loc, reordered, forms.getType(forms.sorted),
                        forms.toSorted);
  SmallVector<int64_t> inverse(forms.permutation.size());
  for (auto [i, digit] : llvm::enumerate(forms.permutation))
    inverse[digit] = i;
  value = transpose(b, loc, value, forms.getType(forms.digits), inverse);
  value = reshape(b, loc, value, forms.getType(forms.paddedAxes),
                  forms.toDigits);
  if (forms.isPadded()) {
    SmallVector<int64_t> ones(forms.axes.size(), 1);
    value = tensor::ExtractSliceOp::create(
        b, loc, value, attributes(b, forms.before), attributes(b, forms.axes),
        attributes(b, ones));
  }
  return reshape(b, loc, value, type, forms.toAxes);
}

Value attn::spreadParameter(OpBuilder &b, Location loc, Value parameter,
                            int64_t classes, int64_t group) {
  auto type = cast<RankedTensorType>(parameter.getType());
  if (type.getRank() == 0 || classes == 1)
    return parameter;
  int64_t heads = type.getDimSize(0);
  Type element = type.getElementType();
  SmallVector<int64_t> split = {heads / group, group};
  SmallVector<int64_t> spread = {heads / group, classes, group};
  SmallVector<ReassociationIndices> two = {{0, 1}}, three = {{0, 1, 2}};
  Value groups = tensor::ExpandShapeOp::create(
      b, loc, RankedTensorType::get(split, element), parameter, two);
  Value empty = tensor::EmptyOp::create(b, loc, spread, element);
  Value all =
      linalg::BroadcastOp::create(b, loc, groups, empty, ArrayRef<int64_t>{1})
          ->getResult(0);
  return tensor::CollapseShapeOp::create(
      b, loc, RankedTensorType::get({heads * classes}, element), all, three);
}
