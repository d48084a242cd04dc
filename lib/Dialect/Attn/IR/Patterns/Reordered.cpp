//===- Reordered.cpp - a pattern over queries and keys in other orders ----===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

// Whether the classes of `keys` are those of the first digits of `queries`.
static bool sharesClasses(OrderAttr queries, OrderAttr keys) {
  if (keys.getClasses() > queries.getClasses())
    return false;
  for (int64_t i = 0; i < keys.getClasses(); ++i)
    if (queries.getDigits()[queries.getPermutation()[i]] !=
        keys.getDigits()[keys.getPermutation()[i]])
      return false;
  return true;
}

LogicalResult
ReorderedPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                             PatternAttrInterface, OrderAttr queries,
                             OrderAttr keys, int64_t group) {
  if (!sharesClasses(queries, keys)) // reordered_c1
    return emitError() << "expected keys with the classes of the queries' "
                          "first digits, got "
                       << keys.getNumClasses() << " classes of keys and "
                       << queries.getNumClasses() << " of queries";
  if (group < 1) // reordered_c2
    return emitError() << "expected a group of at least 1 head, got " << group;
  return success();
}

unsigned ReorderedPatternAttr::getNumPatternOperands() const {
  return getPattern().getNumPatternOperands();
}

std::pair<RelationPlaces, Formula>
ReorderedPatternAttr::getPlaces(AffineExpr head, AffineExpr query,
                                AffineExpr key) const {
  int64_t classes = getQueries().getNumClasses();
  int64_t shared = getKeys().getNumClasses();
  int64_t group = getGroup();
  AffineExpr cls = head.floorDiv(group) % classes;
  RelationPlaces places;
  places.head = head.floorDiv(classes * group) * group + head % group;
  auto [from, hasQuery] = getQueries().getPlace(cls, query);
  auto [to, hasKey] = getKeys().getPlace(cls.floorDiv(classes / shared), key);
  places.query = from;
  places.key = to;
  return {places, hasQuery & hasKey};
}

Formula ReorderedPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  auto [places, exist] =
      getPlaces(headExpr(context), queryExpr(context), keyExpr(context));
  return exist & getPattern().getRelationAt(places, firstOperand);
}
