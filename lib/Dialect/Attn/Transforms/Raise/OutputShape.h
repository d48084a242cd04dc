//===- OutputShape.h - the output in the shape of the product ---*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_OUTPUTSHAPE_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_OUTPUTSHAPE_H

#include "AttentionMatch.h"

namespace mlir::attn {

/// A dimension of the attention's output, and the dimensions of the anchor's
/// result that it is made of or a part of.
struct OutputDims {
  SmallVector<Dim> dims;
  /// The finest common shape: each atom belongs to one output dimension (or to
  /// none, of size 1) and to one result dimension.
  SmallVector<int64_t> atomSizes, atomResult;
  SmallVector<int> atomOutput;
};

/// Fails if b or h is not contiguous and in order within the result.
FailureOr<OutputDims> getOutputDims(const AttentionMatch &match);

/// `value` with the dimensions of the anchor's result, by way of the atoms.
Value reshapeOutput(OpBuilder &builder, Location loc, Value value,
                    const OutputDims &out, RankedTensorType result);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_OUTPUTSHAPE_H
