//===- AttnShapeInference.cpp - dimensions from operands and maps ---------===//
//
// Free functions, so that a builder, a verifier and a pass may all call them.
//
//===----------------------------------------------------------------------===//

#include "AttnVerify.h"

using namespace mlir;
using namespace mlir::attn;

// Diagnostics take attributes, not maps.
static AffineMapAttr asAttr(AffineMap map) { return AffineMapAttr::get(map); }

namespace {
// One operand of an attention: what it is called and which dims it may have.
struct Role {
  StringRef name;
  Dim row, inner;
};
} // namespace

static const Role kRoles[4] = {{"query", Dim::Q, Dim::D},
                               {"key", Dim::K, Dim::D},
                               {"value", Dim::K, Dim::E},
                               {"output", Dim::Q, Dim::E}};

static LogicalResult checkMap(EmitError emitError, const Role &role,
                              ShapedType type, AffineMap map) {
  if (map.getNumDims() != kNumDims || map.getNumSymbols() != 0 ||
      !map.isProjectedPermutation()) // maps_c2
    return emitError() << "expected the " << role.name
                       << " map to project (b, h, q, k, d, e) without "
                          "repeats, got "
                       << asAttr(map);
  if (map.getNumResults() != static_cast<unsigned>(type.getRank())) // maps_c3
    return emitError() << "expected the " << role.name << " map to have "
                       << type.getRank() << " results, got "
                       << map.getNumResults();
  if (!positionOf(map, role.row) || !positionOf(map, role.inner)) // maps_c4
    return emitError() << "expected the " << role.name
                       << " map to use its row and inner dimensions, got "
                       << asAttr(map);
  for (AffineExpr expr : map.getResults()) {
    auto dim = static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition());
    if (dim != Dim::B && dim != Dim::H && dim != role.row && dim != role.inner)
      return emitError() << "expected the " << role.name // maps_c5
                         << " map to use b, h, its row and inner dimensions "
                            "only, got "
                         << asAttr(map);
  }
  return success();
}

// The map of operand `index` among those present.
static FailureOr<AffineMap> getMap(EmitError emitError, unsigned role,
                                   unsigned index, ShapedType type,
                                   ArrayAttr maps) {
  AffineMap map;
  if (maps)
    map = cast<AffineMapAttr>(maps[index]).getValue();
  else
    map = defaultMap(type.getContext(), type.getRank(), kRoles[role].row,
                     kRoles[role].inner);
  if (!map) { // attention_c1
    emitError() << "expected the " << kRoles[role].name
                << " to have rank 2, 3 or 4 where no maps are given, got "
                << type;
    return failure();
  }
  if (failed(checkMap(emitError, kRoles[role], type, map)))
    return failure();
  return map;
}

// Takes `size` as the extent of a dimension known so far as `known`.
static LogicalResult unify(EmitError emitError, StringRef what, int64_t &known,
                           int64_t size) {
  if (known == -1 ||
      (ShapedType::isDynamic(known) && !ShapedType::isDynamic(size))) {
    known = size;
    return success();
  }
  if (compatibleSizes(known, size))
    return success();
  return emitError() << "expected equal " << what << ", got " << known
                     << " and " << size;
}

namespace {
struct Sizes {
  int64_t batch = -1, heads = -1, keyHeads = -1;
  int64_t numQueries = -1, numKeys = -1, keyDim = -1, valueDim = -1;
};
} // namespace

static LogicalResult unifyOperand(EmitError emitError, unsigned role,
                                  ShapedType type, AffineMap map,
                                  Sizes &sizes) {
  bool isKey = kRoles[role].row == Dim::K;
  int64_t &heads = isKey ? sizes.keyHeads : sizes.heads;
  int64_t &rows = isKey ? sizes.numKeys : sizes.numQueries;
  int64_t &inner = kRoles[role].inner == Dim::D ? sizes.keyDim : sizes.valueDim;
  if (positionOf(map, Dim::B) &&
      failed(unify(emitError, "batch sizes", sizes.batch, // attention_c2
                   sizeOf(type, map, Dim::B, 1))))
    return failure();
  if (failed(unify(emitError, isKey ? "key head counts" : "query head counts",
                   heads, sizeOf(type, map, Dim::H, 1)))) // attention_c3
    return failure();
  if (failed(unify(emitError, isKey ? "numbers of keys" : "numbers of queries",
                   rows, // attention_c4
                   sizeOf(type, map, kRoles[role].row, 1))))
    return failure();
  return unify(emitError, // attention_c5
               kRoles[role].inner == Dim::D ? "query and key head sizes"
                                            : "value and output head sizes",
               inner, sizeOf(type, map, kRoles[role].inner, 1));
}

static LogicalResult checkStatic(EmitError emitError, StringRef what,
                                 int64_t size) {
  if (ShapedType::isDynamic(size)) // attention_c6
    return emitError() << "expected a static " << what << ", got ?";
  return success();
}

FailureOr<AttentionShape>
mlir::attn::computeShape(EmitError emitError, ShapedType query, ShapedType key,
                         ShapedType value, ShapedType output, ArrayAttr maps) {
  ShapedType types[4] = {query, key, value, output};
  size_t present = llvm::count_if(types, [](ShapedType t) { return !!t; });
  if (maps && maps.size() != present) { // maps_c1
    emitError() << "expected " << present << " indexing maps, got "
                << maps.size();
    return failure();
  }
  AffineMap operandMaps[4];
  Sizes sizes;
  unsigned index = 0;
  for (unsigned role = 0; role < 4; ++role) {
    if (!types[role])
      continue;
    FailureOr<AffineMap> map =
        getMap(emitError, role, index++, types[role], maps);
    if (failed(map))
      return failure();
    operandMaps[role] = *map;
    if (failed(unifyOperand(emitError, role, types[role], *map, sizes)))
      return failure();
  }
  AttentionShape shape;
  auto orOne = [](int64_t size) { return size == -1 ? 1 : size; };
  shape.batch = orOne(sizes.batch);
  shape.heads = orOne(sizes.heads);
  shape.keyHeads = value || key ? orOne(sizes.keyHeads) : shape.heads;
  shape.numQueries =
      sizes.numQueries == -1 ? ShapedType::kDynamic : sizes.numQueries;
  shape.numKeys = orOne(sizes.numKeys);
  shape.keyDim = sizes.keyDim == -1 ? 0 : sizes.keyDim;
  shape.valueDim = sizes.valueDim == -1 ? 0 : sizes.valueDim;
  shape.queryMap = operandMaps[0];
  shape.keyMap = operandMaps[1];
  shape.valueMap = operandMaps[2];
  shape.outputMap = operandMaps[3];
  if (failed(checkStatic(emitError, "query head count", shape.heads)) ||
      failed(checkStatic(emitError, "key head count", shape.keyHeads)) ||
      failed(checkStatic(emitError, "key head size", shape.keyDim)) ||
      failed(checkStatic(emitError, "value head size", shape.valueDim)))
    return failure();
  // Without query and output the caller knows the heads and checks them.
  if ((query || output) &&
      failed(verifyHeadGroups(emitError, shape.heads, shape.keyHeads)))
    return failure();
  return shape;
}
