//===- SequenceOrder.cpp - orders of the places of a sequence -------------===//

#include "attn/Dialect/Attn/IR/Attn.h"

#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

SmallVector<AffineExpr>
SequencePlace::getCoordinates(ArrayRef<int64_t> sizes) const {
  if (ArrayRef(grid) == sizes)
    return coordinates;
  SmallVector<AffineExpr> result(sizes.size());
  int64_t inner = 1;
  for (size_t i = sizes.size(); i-- > 0;) {
    AffineExpr outer = index.floorDiv(inner);
    result[i] = i == 0 ? outer : outer % sizes[i];
    inner *= sizes[i];
  }
  return result;
}

RelationPlaces RelationPlaces::get(MLIRContext *context) {
  return {getAffineDimExpr(kHeadDim, context),
          {getAffineDimExpr(kQueryDim, context), {}, {}},
          {getAffineDimExpr(kKeyDim, context), {}, {}}};
}

//===----------------------------------------------------------------------===//
// Orders
//===----------------------------------------------------------------------===//

static int64_t product(ArrayRef<int64_t> values) {
  return std::accumulate(values.begin(), values.end(), int64_t(1),
                         std::multiplies<>());
}

static bool isPermutation(ArrayRef<int64_t> values) {
  SmallVector<bool> seen(values.size(), false);
  for (int64_t value : values) {
    if (value < 0 || value >= int64_t(values.size()) || seen[value])
      return false;
    seen[value] = true;
  }
  return true;
}

static bool isPositive(ArrayRef<int64_t> values, int64_t lowest) {
  // Products of a few of them stay far from the end of 64 bits.
  constexpr int64_t limit = int64_t(1) << 31;
  int64_t all = 1;
  for (int64_t value : values) {
    if (value < lowest || value > limit / all)
      return false;
    all *= std::max<int64_t>(value, 1);
  }
  return true;
}

LogicalResult OrderAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                ArrayRef<int64_t> grid,
                                ArrayRef<int64_t> before,
                                ArrayRef<int64_t> digits,
                                ArrayRef<int64_t> permutation,
                                int64_t classes) {
  size_t axes = grid.size();
  if (axes == 0 || before.size() != axes || digits.empty() ||
      digits.size() % axes != 0) // order_c1
    return emitError() << "expected at least one axis, one value of before and "
                          "equally many digits for each, got "
                       << axes << " axes, " << before.size() << " values, "
                       << digits.size() << " digits";
  if (!isPositive(grid, 1) || !isPositive(digits, 1) ||
      !isPositive(before, 0)) // order_c2
    return emitError() << "expected sizes of at least 1, before of at least 0 "
                          "and at most 2147483648 places, got others";
  size_t perAxis = digits.size() / axes;
  for (size_t i = 0; i < axes; ++i) {
    int64_t size = product(digits.slice(i * perAxis, perAxis));
    if (size < grid[i] + before[i]) // order_c3
      return emitError() << "expected digits for " << grid[i] + before[i]
                         << " places, got " << size;
  }
  if (permutation.size() != digits.size() ||
      !isPermutation(permutation)) // order_c4
    return emitError() << "expected a permutation of " << digits.size()
                       << " digits, got another list";
  if (classes < 0 || classes > int64_t(digits.size())) // order_c5
    return emitError() << "expected between 0 and " << digits.size()
                       << " digits of the class, got " << classes;
  return success();
}

int64_t OrderAttr::getDigitsPerAxis() const {
  return getDigits().size() / getGrid().size();
}

int64_t OrderAttr::getNumTokens() const { return product(getGrid()); }

int64_t OrderAttr::getNumClasses() const {
  int64_t count = 1;
  for (int64_t digit : getPermutation().take_front(getClasses()))
    count *= getDigits()[digit];
  return count;
}

int64_t OrderAttr::getClassSize() const {
  return product(getDigits()) / getNumClasses();
}

int64_t OrderAttr::getPaddedSize(unsigned axis) const {
  return product(
      getDigits().slice(axis * getDigitsPerAxis(), getDigitsPerAxis()));
}

OrderAttr OrderAttr::withoutClasses() const {
  return OrderAttr::get(getContext(), getGrid(), getBefore(), getDigits(),
                        getPermutation(), 0);
}

std::pair<SequencePlace, Formula>
OrderAttr::getPlace(AffineExpr cls, AffineExpr position) const {
  MLIRContext *context = getContext();
  ArrayRef<int64_t> digits = getDigits(), permutation = getPermutation();
  // The digits out of the two numbers, the least significant first.
  SmallVector<AffineExpr> values(digits.size());
  int64_t inner = 1;
  for (int64_t i = permutation.size(); i-- > 0;) {
    if (i == getClasses() - 1)
      inner = 1;
    bool isClass = i < getClasses();
    int64_t size = digits[permutation[i]];
    AffineExpr value = (isClass ? cls : position).floorDiv(inner);
    // The first of a number needs no remainder.
    bool isFirst = i == 0 || i == getClasses();
    values[permutation[i]] = isFirst ? value : value % size;
    inner *= size;
  }
  SequencePlace place;
  place.grid = llvm::to_vector(getGrid());
  place.index = getAffineConstantExpr(0, context);
  SmallVector<Formula> holds = {Formula::getTrue(context)};
  int64_t perAxis = getDigitsPerAxis();
  for (auto [axis, size] : llvm::enumerate(getGrid())) {
    AffineExpr coordinate = getAffineConstantExpr(0, context);
    for (int64_t i = 0; i < perAxis; ++i)
      coordinate = coordinate * digits[axis * perAxis + i] +
                   values[axis * perAxis + i];
    int64_t before = getBefore()[axis];
    coordinate = coordinate - before;
    if (before > 0)
      holds.push_back(Formula::ge(coordinate));
    if (getPaddedSize(axis) > size + before)
      holds.push_back(Formula::ge(size - 1 - coordinate));
    place.coordinates.push_back(coordinate);
    place.index = place.index * size + coordinate;
  }
  return {place, Formula::conj(holds)};
}
