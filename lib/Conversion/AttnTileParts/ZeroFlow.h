//===- ZeroFlow.h - what excluded pairs come to -----------------*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_ATTNTILEPARTS_ZEROFLOW_H
#define ATTN_LIB_CONVERSION_ATTNTILEPARTS_ZEROFLOW_H

#include "PartsChain.h"

namespace mlir::attn {

/// Whether the aggregated weights are 0 where all normalised weights that they
/// are made of are: a tile that the patterns leave empty then adds nothing. A
/// factor on a weight counts as finite.
bool vanishesWithWeights(const PartsChain &chain);

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTILEPARTS_ZEROFLOW_H
