//===- Bufferize.cpp - tensors to buffers ---------------------------------===//

#include "attn/Pipelines/Pipelines.h"
#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/Bufferization/Pipelines/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

void mlir::attn::buildBufferizePipeline(OpPassManager &pm) {
  // Results of calls could not go into memory of the caller, and a public
  // function that another one calls would be entered without its destinations.
  pm.addPass(createInlinerPass());
  pm.addPass(createSymbolDCEPass());
  pm.addPass(createAttnDecomposeTensorOps());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());

  pm.addPass(createAttnAddDestinations());
  // Shape functions are copies of whole functions until their dimensions are
  // traced back to the arguments; what is left of the rest is then dead.
  pm.addPass(memref::createResolveRankedShapeTypeResultDimsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());

  // After the last CSE: it would merge the destinations again.
  pm.addPass(createAttnCloneDestinations());
  // After the destinations exist and before anything allocates: the op that
  // computes a result then computes it in place.
  pm.addPass(bufferization::createEmptyTensorEliminationPass());
  pm.addPass(createAttnOneShotBufferize());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void mlir::attn::buildDeallocationPipeline(OpPassManager &pm) {
  // Ownership is a property of what bufferisation made; passes after this one
  // free their own temporaries. It does not know ops with several regions, so
  // tile ops are lowered before it.
  bufferization::buildBufferDeallocationPipeline(
      pm, bufferization::BufferDeallocationPipelineOptions());
  pm.addPass(createAttnExpandCopies());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  // Right after the last use instead of at the end of the function: the next
  // temporary then gets memory that is still in the caches, and the sum of all
  // temporaries is never needed at once.
  pm.addNestedPass<func::FuncOp>(
      bufferization::createOptimizeAllocationLivenessPass());
}
