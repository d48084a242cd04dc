//===- AttnVerify.h - checks that several operations share ------*- C++ -*-===//
//
// The labels are those of docs/Spec.md.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_ATTNVERIFY_H
#define ATTN_LIB_DIALECT_ATTN_IR_ATTNVERIFY_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// Emits an error or swallows it; verifiers pass the op's own.
using EmitError = function_ref<InFlightDiagnostic()>;

/// Dimensions of query, key, value (query and key may be null) under `maps`
/// (null: the defaults). Checks maps_c1 .. maps_c5 and attention_c1 .. c7.
/// As many maps are expected as types are not null.
FailureOr<AttentionShape> computeShape(EmitError emitError, ShapedType query,
                                       ShapedType key, ShapedType value,
                                       ShapedType output, ArrayAttr maps);

/// attention_c7: query heads are a multiple of key heads, where both are known.
LogicalResult verifyHeadGroups(EmitError emitError, int64_t heads,
                               int64_t keyHeads);

/// 1 / sqrt(Dk) where the product is multiplication, else 1.
double getDefaultScale(bool multiplies, int64_t keyDim);

/// scale_c1: a scale that is given is finite.
LogicalResult verifyScale(Operation *op, std::optional<APFloat> scale);

/// region_c1 .. region_c5 of a score region.
LogicalResult verifyScoreRegion(Operation *op, Region &region, Type accType);

/// region_c1 .. region_c5 of a combine region.
LogicalResult verifyCombineRegion(Operation *op, Region &region, Type accType);

/// pattern_c1: as many operands as the pattern takes.
LogicalResult verifyPatternOperands(Operation *op, PatternAttrInterface pattern,
                                    size_t numOperands);

/// normalizer_c1 .. normalizer_c3: parameters present, of the right shape and type.
LogicalResult verifyNormalizerParams(Operation *op,
                                     NormalizerAttrInterface normalizer,
                                     ValueRange params, int64_t heads,
                                     Type accType);

/// state_c1 .. state_c4: the shapes and types of a state.
LogicalResult verifyState(Operation *op, NormalizerAttrInterface normalizer,
                          ShapedType acc, ShapedType stabilizer,
                          ArrayRef<ShapedType> accumulators);

/// batched_c1: a `B`-tensor clause such as lengths fits the batch.
LogicalResult verifyPerBatch(Operation *op, StringRef clause, Value operand,
                             int64_t batch);

/// Shape of `type` without its last dimension.
SmallVector<int64_t> leadingShape(ShapedType type);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_ATTNVERIFY_H
