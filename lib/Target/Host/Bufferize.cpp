//===- Bufferize.cpp - one-shot bufferisation with free outer strides -----===//

#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/BufferUtils.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotModuleBufferize.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNONESHOTBUFFERIZE
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::bufferization;

/// A type with inner stride 1 and free outer strides and offset.
static BufferLikeType getArgumentType(TensorLikeType type, Attribute space,
                                      func::FuncOp,
                                      const BufferizationOptions &) {
  auto tensor = cast<TensorType>(type);
  auto ranked = dyn_cast<RankedTensorType>(tensor);
  if (!ranked)
    return cast<BufferLikeType>(
        getMemRefTypeWithFullyDynamicLayout(tensor, space));
  SmallVector<int64_t> strides(ranked.getRank(), ShapedType::kDynamic);
  if (!strides.empty())
    strides.back() = 1;
  auto layout = StridedLayoutAttr::get(type.getContext(), ShapedType::kDynamic,
                                       strides);
  return cast<BufferLikeType>(MemRefType::get(
      ranked.getShape(), ranked.getElementType(), layout, space));
}

namespace {
struct AttnBufferize
    : public mlir::attn::impl::AttnOneShotBufferizeBase<AttnBufferize> {
  void runOnOperation() override {
    OneShotBufferizationOptions options;
    options.bufferizeFunctionBoundaries = true;
    options.functionArgTypeConverterFn = getArgumentType;
    options.inferFunctionResultLayout = false;
    // A value that a loop carries may need a new buffer in each iteration.
    options.allowReturnAllocsFromLoops = true;
    // Vector loads of temporaries then never cross a cache line.
    options.bufferAlignment = 64;
    BufferizationState state;
    // Upstream visits functions in an order that depends on addresses; buffers of
    // constants would be made, and named, in that order.
    WalkResult made = getOperation().walk([&](arith::ConstantOp constant) {
      if (!isa<RankedTensorType>(constant.getType()))
        return WalkResult::advance();
      return WalkResult(bufferization::getGlobalFor(
          constant, state.getSymbolTables(), options.bufferAlignment));
    });
    if (made.wasInterrupted())
      return signalPassFailure();
    if (failed(runOneShotModuleBufferize(getOperation(), options, state)))
      return signalPassFailure();
    removeBufferizationAttributesInModule(getOperation());
  }
};
} // namespace
