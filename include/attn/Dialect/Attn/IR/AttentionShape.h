//===- AttentionShape.h - dimensions of an attention ------------*- C++ -*-===//
//
// One attention has six index names. Operands say which of them they have, and
// in which order, by affine maps over all six:
//
//   (b, h, q, k, d, e) -> (b, h, q, d)      query, layout BHND (the default)
//   (b, h, q, k, d, e) -> (b, k, h, d)      key, layout BSHD
//   (b, h, q, k, d, e) -> (k, e)            value, shared by batch and heads
//
// For key and value, `h` counts key heads: query head h reads key head
// h floordiv group. A map is a projection without repeats; it has the row and
// the inner dimension always, batch and head where the operand has them.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_DIALECT_ATTN_IR_ATTENTIONSHAPE_H
#define ATTN_DIALECT_ATTN_IR_ATTENTIONSHAPE_H

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"

namespace mlir::attn {

/// The largest magnitude of an operand of a pattern: sums and products in a
/// predicate then stay within 64 bits.
constexpr int64_t kMaxPatternOperand = int64_t(1) << 40;
/// The largest magnitude of a q_offset, and the limit of lengths: positions then
/// fit in lanes of 32 bits.
constexpr int64_t kMaxPosition = int64_t(1) << 29;

/// The index names in the order of the maps' dimensions.
enum class Dim : unsigned { B = 0, H = 1, Q = 2, K = 3, D = 4, E = 5 };
constexpr unsigned kNumDims = 6;

/// Sizes (ShapedType::kDynamic where unknown) and maps of one attention.
struct AttentionShape {
  int64_t batch = 1, heads = 1, keyHeads = 1;
  int64_t numQueries = 1, numKeys = 1, keyDim = 0, valueDim = 0;
  /// Null for an operand that is absent.
  AffineMap queryMap, keyMap, valueMap, outputMap;

  int64_t groupSize() const { return heads / keyHeads; }
};

/// Position of index name `dim` in the results of `map`, or nullopt.
std::optional<unsigned> positionOf(AffineMap map, Dim dim);

/// Size of `dim` in `type` indexed by `map`; `absent` where the map lacks it.
int64_t sizeOf(ShapedType type, AffineMap map, Dim dim, int64_t absent);

/// The default map of an operand of `rank`: 4 (b, h, row, inner), 3 (b, row,
/// inner), 2 (row, inner); null for another rank.
AffineMap defaultMap(MLIRContext *context, unsigned rank, Dim row, Dim inner);

/// f64 for f64 data, else f32.
FloatType getAccumulationType(Type elementType);

/// Whether every extent is equal or one of them is dynamic.
bool compatibleSizes(int64_t a, int64_t b);

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_ATTENTIONSHAPE_H
