//===- IndexSpace.cpp - index variables with extents ----------------------===//

#include "IndexSpace.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using namespace mlir::attn;

AffineExpr IndexSpace::addVariable(int64_t extent, bool canSplit) {
  extents.push_back(extent);
  splittable.push_back(canSplit);
  return getAffineDimExpr(extents.size() - 1, context);
}

void IndexSpace::setExtent(AffineExpr variable, int64_t extent) {
  extents[cast<AffineDimExpr>(variable).getPosition()] = extent;
}

AffineExpr IndexSpace::getSymbol(Value value) {
  auto *it = llvm::find(symbols, value);
  unsigned position = it - symbols.begin();
  if (it == symbols.end())
    symbols.push_back(value);
  return getAffineSymbolExpr(position, context);
}

//===----------------------------------------------------------------------===//
// Ranges
//===----------------------------------------------------------------------===//

using Bounds = std::pair<std::optional<int64_t>, std::optional<int64_t>>;

static Bounds rangeOfTerm(const IndexSpace &space, AffineExpr term) {
  if (auto dim = dyn_cast<AffineDimExpr>(term)) {
    int64_t extent = space.getExtent(dim.getPosition());
    if (ShapedType::isDynamic(extent))
      return {0, std::nullopt};
    return {0, std::max<int64_t>(extent - 1, 0)};
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(term);
  auto divisor =
      binary ? dyn_cast<AffineConstantExpr>(binary.getRHS()) : nullptr;
  if (!divisor || divisor.getValue() <= 0)
    return {};
  if (term.getKind() == AffineExprKind::Mod)
    return {0, divisor.getValue() - 1};
  if (term.getKind() != AffineExprKind::FloorDiv)
    return {};
  Bounds inner = space.getRange(binary.getLHS());
  for (std::optional<int64_t> *bound : {&inner.first, &inner.second})
    if (*bound)
      *bound = llvm::divideFloorSigned(**bound, divisor.getValue());
  return inner;
}

Bounds IndexSpace::getRange(AffineExpr expr) const {
  LinearForm form = LinearForm::get(expr);
  Bounds range = {form.constant, form.constant};
  for (auto [term, factor] : form.terms) {
    Bounds bounds = rangeOfTerm(*this, term);
    if (factor < 0)
      std::swap(bounds.first, bounds.second);
    auto add = [&, factor = factor](std::optional<int64_t> &sum,
                                    std::optional<int64_t> bound) {
      sum = sum && bound ? std::optional<int64_t>(*sum + factor * *bound)
                         : std::nullopt;
    };
    add(range.first, bounds.first);
    add(range.second, bounds.second);
  }
  return range;
}

bool IndexSpace::isNonNegative(AffineExpr expr) const {
  std::optional<int64_t> low = getRange(expr).first;
  return low && *low >= 0;
}

//===----------------------------------------------------------------------===//
// Divisions
//===----------------------------------------------------------------------===//

// expr = whole * divisor + rest, with no multiple of the divisor in rest.
struct IndexSpace::Parts {
  LinearForm whole, rest;
  bool folds = false; // 0 <= rest < divisor
};

// Only a variable that stands alone with a coefficient dividing `divisor` can
// be split so that the division folds.
void IndexSpace::requestSplit(const LinearForm &rest, int64_t divisor) {
  if (!isReshaping || request || rest.terms.size() != 1 || rest.constant != 0)
    return;
  auto [term, factor] = rest.terms.front();
  auto dim = dyn_cast<AffineDimExpr>(term);
  if (!dim || !splittable[dim.getPosition()] || factor <= 0 ||
      divisor % factor != 0)
    return;
  int64_t extent = extents[dim.getPosition()], part = divisor / factor;
  if (part > 1 && (ShapedType::isDynamic(extent) ||
                   (extent % part == 0 && extent > part)))
    request = SplitRequest{dim.getPosition(), part};
}

IndexSpace::Parts IndexSpace::divide(AffineExpr expr, int64_t divisor) {
  LinearForm form = LinearForm::get(expr);
  Parts parts{LinearForm(context), LinearForm(context)};
  for (auto [term, factor] : form.terms) {
    if (factor % divisor == 0)
      parts.whole.addTerm(term, factor / divisor);
    else
      parts.rest.addTerm(term, factor);
  }
  parts.whole.constant = llvm::divideFloorSigned(form.constant, divisor);
  parts.rest.constant = form.constant - parts.whole.constant * divisor;
  auto [low, high] = getRange(parts.rest.getExpr());
  parts.folds = low && high && *low >= 0 && *high < divisor;
  if (!parts.folds)
    requestSplit(parts.rest, divisor);
  return parts;
}

AffineExpr IndexSpace::floorDiv(AffineExpr expr, int64_t divisor) {
  Parts parts = divide(expr, divisor);
  AffineExpr whole = parts.whole.getExpr();
  return parts.folds ? whole
                     : simplifyQuasiAffine(
                           whole + parts.rest.getExpr().floorDiv(divisor));
}

AffineExpr IndexSpace::mod(AffineExpr expr, int64_t divisor) {
  Parts parts = divide(expr, divisor);
  AffineExpr rest = parts.rest.getExpr();
  return parts.folds ? rest : simplifyQuasiAffine(rest % divisor);
}

//===----------------------------------------------------------------------===//
// Reshapes
//===----------------------------------------------------------------------===//

std::optional<SmallVector<AffineExpr>>
IndexSpace::delinearize(AffineExpr expr, ArrayRef<int64_t> shape) {
  SmallVector<AffineExpr> indices(shape.size(), constant(0));
  SmallVector<unsigned> dims;
  for (unsigned i = 0; i < shape.size(); ++i)
    if (shape[i] != 1)
      dims.push_back(i);
  if (dims.empty())
    return indices;
  llvm::SaveAndRestore<bool> reshaping(isReshaping, true);
  for (unsigned dim : llvm::reverse(llvm::drop_begin(dims))) {
    if (ShapedType::isDynamic(shape[dim]) || shape[dim] == 0)
      return std::nullopt;
    indices[dim] = mod(expr, shape[dim]);
    expr = floorDiv(expr, shape[dim]);
  }
  indices[dims.front()] = expr;
  return indices;
}

std::optional<AffineExpr>
IndexSpace::linearize(ArrayRef<AffineExpr> indices,
                      ArrayRef<int64_t> shape) const {
  AffineExpr expr = constant(0);
  for (auto [index, size] : llvm::zip(indices, shape)) {
    if (size == 1)
      continue;
    bool isZero = expr == constant(0);
    if (!isZero && ShapedType::isDynamic(size))
      return std::nullopt;
    expr = isZero ? index : expr * size + index;
  }
  return simplifyQuasiAffine(expr);
}
