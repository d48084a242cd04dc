//===- Combinations.cpp - union, intersect, complement, per_head ----------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

// The parts' relations; each part takes the operands behind the one before.
static SmallVector<Formula> getParts(ArrayRef<PatternAttrInterface> patterns,
                                     const RelationPlaces &at,
                                     unsigned firstOperand) {
  SmallVector<Formula> parts;
  for (PatternAttrInterface pattern : patterns) {
    parts.push_back(pattern.getRelationAt(at, firstOperand));
    firstOperand += pattern.getNumPatternOperands();
  }
  return parts;
}

// The orders of `patterns` without classes: safe whatever else is visible.
static SmallVector<PatternOrder>
getSafeOrders(ArrayRef<PatternAttrInterface> patterns, int64_t numQueries,
              int64_t numKeys) {
  SmallVector<PatternOrder> orders;
  for (PatternAttrInterface pattern : patterns)
    for (PatternOrder order : pattern.getOrders(numQueries, numKeys))
      orders.push_back({order.queries,
                        cast<OrderAttr>(order.keys).withoutClasses(), {}});
  return orders;
}

static unsigned countOperands(ArrayRef<PatternAttrInterface> patterns) {
  unsigned count = 0;
  for (PatternAttrInterface pattern : patterns)
    count += pattern.getNumPatternOperands();
  return count;
}

// The parts with the operand fixed in the one that takes it; nullopt where that
// one refuses.
static std::optional<SmallVector<PatternAttrInterface>>
bindInParts(ArrayRef<PatternAttrInterface> patterns, unsigned index,
            int64_t value) {
  SmallVector<PatternAttrInterface> parts(patterns);
  for (PatternAttrInterface &part : parts) {
    unsigned count = part.getNumPatternOperands();
    if (index >= count) {
      index -= count;
      continue;
    }
    part = dyn_cast_if_present<PatternAttrInterface>(
        part.bindOperand(index, value));
    if (!part)
      return std::nullopt;
    return parts;
  }
  return std::nullopt;
}

template <typename Attr>
static Attribute bindCombination(Attr attr, unsigned index, int64_t value) {
  auto parts = bindInParts(attr.getPatterns(), index, value);
  return parts ? Attribute(Attr::get(attr.getContext(), *parts)) : Attribute();
}

static LogicalResult verifyParts(function_ref<InFlightDiagnostic()> emitError,
                                 ArrayRef<PatternAttrInterface> patterns) {
  if (patterns.empty()) // combination_c1
    return emitError() << "expected at least 1 pattern, got 0";
  return success();
}

LogicalResult
UnionPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                         ArrayRef<PatternAttrInterface> patterns) {
  return verifyParts(emitError, patterns);
}
unsigned UnionPatternAttr::getNumPatternOperands() const {
  return countOperands(getPatterns());
}
Attribute UnionPatternAttr::bindOperand(unsigned index, int64_t value) const {
  return bindCombination(*this, index, value);
}
Formula UnionPatternAttr::getRelation(unsigned firstOperand) const {
  return getRelationAt(RelationPlaces::get(getContext()), firstOperand);
}
Formula UnionPatternAttr::getRelationAt(const RelationPlaces &at,
                          unsigned firstOperand) const {
  return Formula::disj(getParts(getPatterns(), at, firstOperand));
}

LogicalResult
IntersectPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                             ArrayRef<PatternAttrInterface> patterns) {
  return verifyParts(emitError, patterns);
}
unsigned IntersectPatternAttr::getNumPatternOperands() const {
  return countOperands(getPatterns());
}
Attribute IntersectPatternAttr::bindOperand(unsigned index, int64_t value) const {
  return bindCombination(*this, index, value);
}
Formula IntersectPatternAttr::getRelation(unsigned firstOperand) const {
  return getRelationAt(RelationPlaces::get(getContext()), firstOperand);
}
Formula IntersectPatternAttr::getRelationAt(const RelationPlaces &at,
                          unsigned firstOperand) const {
  return Formula::conj(getParts(getPatterns(), at, firstOperand));
}

unsigned ComplementPatternAttr::getNumPatternOperands() const {
  return getPattern().getNumPatternOperands();
}
Attribute ComplementPatternAttr::bindOperand(unsigned index,
                                             int64_t value) const {
  auto pattern = dyn_cast_if_present<PatternAttrInterface>(
      getPattern().bindOperand(index, value));
  return pattern ? Attribute(get(getContext(), pattern)) : Attribute();
}
Formula ComplementPatternAttr::getRelation(unsigned firstOperand) const {
  return getRelationAt(RelationPlaces::get(getContext()), firstOperand);
}
Formula ComplementPatternAttr::getRelationAt(const RelationPlaces &at,
                          unsigned firstOperand) const {
  return !getPattern().getRelationAt(at, firstOperand);
}

LogicalResult
PerHeadPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                           ArrayRef<PatternAttrInterface> patterns) {
  return verifyParts(emitError, patterns);
}
unsigned PerHeadPatternAttr::getNumPatternOperands() const {
  return countOperands(getPatterns());
}
Attribute PerHeadPatternAttr::bindOperand(unsigned index, int64_t value) const {
  return bindCombination(*this, index, value);
}
Formula PerHeadPatternAttr::getRelation(unsigned firstOperand) const {
  return getRelationAt(RelationPlaces::get(getContext()), firstOperand);
}
Formula PerHeadPatternAttr::getRelationAt(const RelationPlaces &at,
                          unsigned firstOperand) const {
  AffineExpr h = at.head;
  SmallVector<Formula> parts = getParts(getPatterns(), at, firstOperand);
  int64_t last = int64_t(parts.size()) - 1;
  for (auto [i, part] : llvm::enumerate(parts))
    part = part & (int64_t(i) == last ? Formula::ge(h - last)
                                      : Formula::eq(h - int64_t(i)));
  return Formula::disj(parts);
}

SmallVector<PatternOrder>
UnionPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  ArrayRef<PatternAttrInterface> patterns = getPatterns();
  SmallVector<PatternOrder> orders =
      getSafeOrders(patterns, numQueries, numKeys);
  // One part in its order, the others as they are.
  for (auto [i, pattern] : llvm::enumerate(patterns)) {
    for (PatternOrder order : pattern.getOrders(numQueries, numKeys)) {
      SmallVector<PatternAttrInterface> others(patterns);
      others.erase(others.begin() + i);
      if (order.apart)
        others.push_back(cast<PatternAttrInterface>(order.apart));
      if (others.empty())
        return {order};
      order.apart = UnionPatternAttr::get(getContext(), others);
      orders.push_back(order);
    }
  }
  return orders;
}

SmallVector<PatternOrder>
IntersectPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  SmallVector<PatternOrder> orders;
  for (PatternAttrInterface pattern : getPatterns())
    llvm::append_range(orders, pattern.getOrders(numQueries, numKeys));
  return orders;
}

SmallVector<PatternOrder>
ComplementPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  return getSafeOrders(getPattern(), numQueries, numKeys);
}

SmallVector<PatternOrder>
PerHeadPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  return getSafeOrders(getPatterns(), numQueries, numKeys);
}
