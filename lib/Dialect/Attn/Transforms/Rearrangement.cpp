//===- Rearrangement.cpp - tensors in another order, read in place --------===//

#include "Rearrangement.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Tracing
//===----------------------------------------------------------------------===//

namespace {
// Follows reshapes and transposes of a tensor, step by step. `groups` are the
// dimensions of the current tensor that each dimension of the first has become.
struct Tracer {
  explicit Tracer(RankedTensorType type) {
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      groups.push_back({dim});
  }

  // Every dimension splits into some.
  void split(ArrayRef<ReassociationIndices> parts) {
    SmallVector<ReassociationIndices> next;
    for (const ReassociationIndices &group : groups) {
      next.emplace_back();
      for (int64_t dim : group)
        llvm::append_range(next.back(), parts[dim]);
    }
    groups = std::move(next);
  }
  // Dimension `dim` becomes `to[dim]`.
  void move(ArrayRef<int64_t> to) {
    for (ReassociationIndices &group : groups)
      for (int64_t &dim : group)
        dim = to[dim];
    isPermuted = true;
  }
  // Dimensions of sizes `shape` become digits of those that `parts` make.
  Rearrangement finish(ArrayRef<int64_t> shape,
                       ArrayRef<ReassociationIndices> parts) const;

  SmallVector<ReassociationIndices> groups;
  bool isPermuted = false;
};
} // namespace

Rearrangement
Tracer::finish(ArrayRef<int64_t> shape,
               ArrayRef<ReassociationIndices> parts) const {
  SmallVector<PlaceDigit> digits(shape.size());
  Rearrangement how;
  for (auto [axis, part] : llvm::enumerate(parts)) {
    int64_t weight = 1;
    for (int64_t dim : llvm::reverse(part)) {
      digits[dim] = {static_cast<unsigned>(axis), shape[dim], weight};
      weight *= shape[dim];
    }
    how.sizes.push_back(weight);
    how.before.push_back(0);
  }
  for (const ReassociationIndices &group : groups) {
    how.dims.emplace_back();
    for (int64_t dim : group)
      how.dims.back().push_back(digits[dim]);
  }
  return how;
}

static SmallVector<ReassociationIndices> oneByOne(int64_t rank) {
  SmallVector<ReassociationIndices> groups;
  for (int64_t dim = 0; dim < rank; ++dim)
    groups.push_back({dim});
  return groups;
}

static bool isZero(Attribute number) {
  if (auto value = dyn_cast_or_null<FloatAttr>(number))
    return value.getValue().isZero();
  return false;
}

// The shape of `value` or, if it is not known, none.
static std::optional<ArrayRef<int64_t>> staticShape(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type || !type.hasStaticShape())
    return std::nullopt;
  return type.getShape();
}

std::optional<Rearranged> attn::traceOperand(Value operand) {
  if (!operand || !staticShape(operand))
    return std::nullopt;
  Value value = operand;
  Tracer tracer(cast<RankedTensorType>(operand.getType()));
  if (auto merge = value.getDefiningOp<tensor::CollapseShapeOp>()) {
    tracer.split(merge.getReassociationIndices());
    value = merge.getSrc();
  }
  if (auto transpose = value.getDefiningOp<linalg::TransposeOp>()) {
    tracer.move(transpose.getPermutation());
    value = transpose.getInput();
  }
  std::optional<ArrayRef<int64_t>> shape = staticShape(value);
  if (!tracer.isPermuted || !shape)
    return std::nullopt;
  SmallVector<ReassociationIndices> parts = oneByOne(shape->size());
  if (auto split = value.getDefiningOp<tensor::ExpandShapeOp>()) {
    parts = split.getReassociationIndices();
    value = split.getSrc();
  }
  Rearrangement how = tracer.finish(*shape, parts);
  auto pad = value.getDefiningOp<tensor::PadOp>();
  Attribute number;
  if (pad && staticShape(pad.getSource()) && pad.getConstantPaddingValue() &&
      matchPattern(pad.getConstantPaddingValue(), m_Constant(&number)) &&
      isZero(number)) {
    value = pad.getSource();
    how.sizes.assign(staticShape(value)->begin(), staticShape(value)->end());
    how.before.assign(pad.getStaticLow().begin(), pad.getStaticLow().end());
  }
  return Rearranged{value, std::move(how)};
}

// The only user of `value`, if it is an `OpTy`.
template <typename OpTy>
static OpTy onlyUser(Value value) {
  return value.hasOneUse() ? dyn_cast<OpTy>(*value.user_begin()) : OpTy();
}

static bool isPlainCrop(tensor::ExtractSliceOp slice) {
  auto isOne = [](int64_t stride) { return stride == 1; };
  return staticShape(slice) && llvm::all_of(slice.getStaticStrides(), isOne) &&
         llvm::none_of(slice.getStaticOffsets(), ShapedType::isDynamic) &&
         slice.getType().getRank() == slice.getSourceType().getRank();
}

std::optional<Rearranged> attn::traceResult(Value result) {
  if (!result || !staticShape(result))
    return std::nullopt;
  Value value = result;
  Tracer tracer(cast<RankedTensorType>(result.getType()));
  if (auto split = onlyUser<tensor::ExpandShapeOp>(value)) {
    tracer.split(split.getReassociationIndices());
    value = split.getResult();
  }
  if (auto transpose = onlyUser<linalg::TransposeOp>(value)) {
    SmallVector<int64_t> to(transpose.getPermutation().size());
    for (auto [after, dim] : llvm::enumerate(transpose.getPermutation()))
      to[dim] = after;
    tracer.move(to);
    value = transpose->getResult(0);
  }
  std::optional<ArrayRef<int64_t>> shape = staticShape(value);
  if (!tracer.isPermuted || !shape)
    return std::nullopt;
  SmallVector<ReassociationIndices> parts = oneByOne(shape->size());
  if (auto merge = onlyUser<tensor::CollapseShapeOp>(value)) {
    parts = merge.getReassociationIndices();
    value = merge.getResult();
  }
  Rearrangement how = tracer.finish(*shape, parts);
  auto crop = onlyUser<tensor::ExtractSliceOp>(value);
  if (crop && isPlainCrop(crop)) {
    value = crop.getResult();
    how.sizes.assign(staticShape(value)->begin(), staticShape(value)->end());
    how.before.assign(crop.getStaticOffsets().begin(),
                      crop.getStaticOffsets().end());
  }
  return Rearranged{value, std::move(how)};
}

//===----------------------------------------------------------------------===//
// Planning
//===----------------------------------------------------------------------===//

static int64_t countPlaces(ArrayRef<PlaceDigit> digits) {
  int64_t places = 1;
  for (const PlaceDigit &digit : digits)
    places *= digit.size;
  return places;
}

BoxPlan::BoxPlan(const Rearrangement &how, MLIRContext *context)
    : axes(how.sizes.size()), context(context) {
  for (auto [axis, size, before] : llvm::zip(axes, how.sizes, how.before)) {
    axis.size = size;
    axis.before = before;
    axis.start = getAffineConstantExpr(-before, context);
  }
}

// `digits` have the values that they have in the number `index`.
void BoxPlan::fix(ArrayRef<PlaceDigit> digits, AffineExpr index) {
  int64_t places = countPlaces(digits), inner = places;
  for (auto [i, digit] : llvm::enumerate(digits)) {
    inner /= digit.size;
    if (digit.size == 1)
      continue;
    AffineExpr value = index.floorDiv(inner);
    if (i > 0)
      value = value % digit.size;
    axes[digit.axis].start = axes[digit.axis].start + value * digit.weight;
  }
}

// Tiles have `numHeads` heads: all values of the last digits.
bool BoxPlan::addHeads(ArrayRef<PlaceDigit> digits, int64_t numHeads) {
  size_t first = digits.size();
  int64_t inner = 1;
  while (first > 0 && inner < numHeads)
    inner *= digits[--first].size;
  if (inner != numHeads)
    return false;
  heads = numHeads;
  fix(digits.take_front(first), getAffineDimExpr(1, context).floorDiv(inner));
  for (const PlaceDigit &digit : digits.drop_front(first))
    runs.push_back({digit, digit.size, Role::Head});
  return true;
}

// Tiles have `numRows` rows, the last one maybe fewer.
bool BoxPlan::addRows(ArrayRef<PlaceDigit> digits, int64_t numRows) {
  AffineExpr row = getAffineDimExpr(2, context);
  int64_t inner = countPlaces(digits);
  rows = std::min(numRows, inner);
  auto isLong = [](const PlaceDigit &digit) { return digit.size > 1; };
  if (rows < inner && llvm::count_if(digits, isLong) == 1) {
    const PlaceDigit &digit = *llvm::find_if(digits, isLong);
    axes[digit.axis].start = axes[digit.axis].start + row * digit.weight;
    anyRows = inner % rows != 0;
    runs.push_back({digit, rows, Role::Row});
    return true;
  }
  // Whole values of the last digits and some of the one before.
  for (auto [i, digit] : llvm::enumerate(digits)) {
    inner /= digit.size;
    if (rows < inner)
      continue;
    int64_t some = rows / inner;
    if (rows % inner != 0 || digit.size % some != 0)
      return false;
    if (some < digit.size) // Otherwise tiles begin where digits do.
      axes[digit.axis].start =
          axes[digit.axis].start +
          row.floorDiv(inner) % digit.size * digit.weight;
    fix(digits.take_front(i), row.floorDiv(inner * digit.size));
    runs.push_back({digit, some, Role::Row});
    for (const PlaceDigit &whole : digits.drop_front(i + 1))
      runs.push_back({whole, whole.size, Role::Row});
    return true;
  }
  return false;
}

// Makes one run of neighbouring digits of an axis and sees that runs come in the
// order of the axes.
bool BoxPlan::placeRuns() {
  int64_t last = -1;
  const Run *previous = nullptr;
  for (const Run &run : runs) {
    if (run.extent == 1 && run.role != Role::Inner)
      continue;
    Axis &axis = axes[run.digit.axis];
    if (int64_t(run.digit.axis) == last) {
      if (previous->role != run.role || run.extent != run.digit.size ||
          previous->digit.weight != run.digit.weight * run.digit.size)
        return false;
      axis.extent *= run.extent;
    } else {
      if (int64_t(run.digit.axis) < last)
        return false;
      last = run.digit.axis;
      axis.extent = run.extent;
      axis.role = run.role;
    }
    axis.step = run.digit.weight;
    previous = &run;
  }
  return true;
}

void BoxPlan::findClips(const Rearrangement &how) {
  SmallVector<int64_t> highest(axes.size());
  for (ArrayRef<PlaceDigit> digits : how.dims)
    for (const PlaceDigit &digit : digits)
      highest[digit.axis] += (digit.size - 1) * digit.weight;
  for (auto [axis, high] : llvm::zip(axes, highest)) {
    axis.clipsLow = axis.before > 0;
    axis.clipsHigh = high - axis.before >= axis.size;
  }
}

std::optional<BoxPlan> BoxPlan::get(const Rearrangement &how, AffineMap map,
                                    Dim row, int64_t numHeads,
                                    int64_t numRows) {
  BoxPlan plan(how, map.getContext());
  auto at = [&](Dim dim) -> ArrayRef<PlaceDigit> {
    std::optional<unsigned> position = positionOf(map, dim);
    return position ? ArrayRef<PlaceDigit>(how.dims[*position])
                    : ArrayRef<PlaceDigit>();
  };
  plan.fix(at(Dim::B), getAffineDimExpr(0, map.getContext()));
  if (!plan.addHeads(at(Dim::H), numHeads) ||
      !plan.addRows(at(row), numRows))
    return std::nullopt;
  Dim inner = positionOf(map, Dim::D) ? Dim::D : Dim::E;
  if (positionOf(map, inner)) {
    if (at(inner).size() != 1)
      return std::nullopt;
    plan.hasInner = true;
    plan.runs.push_back({at(inner)[0], at(inner)[0].size, Role::Inner});
  }
  if (!plan.placeRuns())
    return std::nullopt;
  plan.findClips(how);
  // What is clipped is a row, and rows lie between heads and the inner axis.
  for (auto [i, axis] : llvm::enumerate(plan.axes)) {
    if (!axis.clipsLow && !axis.clipsHigh)
      continue;
    if (axis.role == Role::None)
      axis.role = Role::Row;
    if (axis.role != Role::Row)
      return std::nullopt;
  }
  Role last = Role::None;
  for (const Axis &axis : plan.axes) {
    if (!axis.isKept())
      continue;
    // Heads are one dimension of a tile.
    if (axis.role < last || (axis.role == last && last == Role::Head))
      return std::nullopt;
    last = axis.role;
  }
  return plan;
}

bool BoxPlan::isStrided() const {
  int64_t along = 0;
  for (const Axis &axis : axes) {
    along += axis.role == Role::Row;
    if (axis.clipsLow || (axis.clipsHigh && axis.extent == 1 && rows > 1))
      return false;
  }
  return along <= 1;
}

bool BoxPlan::shortens() const {
  return llvm::any_of(axes, [](const Axis &axis) { return axis.clipsHigh; });
}

bool BoxPlan::hasRowsOf(const BoxPlan &other) const {
  auto rowAxis = [](const BoxPlan &plan) {
    const Axis *at = llvm::find_if(
        plan.axes, [](const Axis &axis) { return axis.role == Role::Row; });
    return at == plan.axes.end() ? nullptr : at;
  };
  const Axis *mine = rowAxis(*this), *theirs = rowAxis(other);
  if (!mine || !theirs)
    return mine == theirs && rows == other.rows;
  return mine->start == theirs->start && mine->size == theirs->size &&
         mine->step == theirs->step && mine->extent == theirs->extent &&
         anyRows == other.anyRows;
}

bool attn::isOrderedBy(const Rearrangement &how, AffineMap map, Dim row,
                       OrderAttr order) {
  if (order.getGrid().size() != 1)
    return false;
  unsigned axis = how.dims[*positionOf(map, row)].front().axis;
  SmallVector<std::pair<int64_t, int64_t>> found, wanted;
  for (Dim dim : {Dim::H, row}) // Classes are among the heads.
    if (std::optional<unsigned> at = positionOf(map, dim))
      for (const PlaceDigit &digit : how.dims[*at])
        if (digit.size > 1 && digit.axis == axis)
          found.push_back({digit.size, digit.weight});
  ArrayRef<int64_t> digits = order.getDigits();
  for (int64_t i : order.getPermutation()) {
    int64_t weight = 1;
    for (int64_t size : digits.drop_front(i + 1))
      weight *= size;
    if (digits[i] > 1)
      wanted.push_back({digits[i], weight});
  }
  return found == wanted && how.sizes[axis] == order.getGrid()[0] &&
         how.before[axis] == order.getBefore()[0];
}
