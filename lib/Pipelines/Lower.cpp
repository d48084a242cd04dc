//===- Lower.cpp - buffers to the LLVM dialect ----------------------------===//

#include "attn/Conversion/Passes.h"
#include "attn/Pipelines/Pipelines.h"
#include "attn/Target/CPU/LinalgPasses.h"
#include "attn/Target/CPU/Passes.h"
#include "attn/Target/Host/Passes.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

void mlir::attn::buildLoopsPipeline(OpPassManager &pm,
                                    const PipelineOptions &) {
  pm.addPass(createConvertAttnToLinalg());
  buildDeallocationPipeline(pm);
  pm.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  pm.addNestedPass<func::FuncOp>(createForallToForLoopPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void mlir::attn::buildVectorPipeline(OpPassManager &pm,
                                     const PipelineOptions &options) {
  ConvertAttnToCPUOptions kernels;
  kernels.vectorBits = options.vectorBits;
  kernels.vectorRegisters = options.numVectorRegisters;
  pm.addPass(createConvertAttnToCPU(kernels));
  // Tile ops that have no vector form become plain loops.
  pm.addPass(createConvertAttnToLinalg());
  pm.addPass(createAttnStackBuffers());
  // Intrinsics have effects that deallocation does not know: it comes first.
  buildDeallocationPipeline(pm);
  // Before loops are made of the rest: it reads whole linalg ops.
  ConvertLinalgToCPUOptions cpu;
  cpu.vectorBits = options.vectorBits;
  cpu.numVectorRegisters = options.numVectorRegisters;
  pm.addPass(createConvertLinalgToCPU(cpu));
  // Polynomials are for f32: narrower floats get there first.
  pm.addPass(math::createMathExtendToSupportedTypes());
  AttnExpandExponentialsOptions exponentials;
  exponentials.vectorBits = options.vectorBits;
  exponentials.scalef = options.scalef;
  pm.addPass(createAttnExpandExponentials(exponentials));
  pm.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  pm.addNestedPass<func::FuncOp>(createForallToParallelLoopPass());
  // Now math on vectors is what was vectorised; scalars go to the C library.
  pm.addPass(createAttnApproximateMath());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void mlir::attn::buildLLVMPipeline(OpPassManager &pm,
                                   const PipelineOptions &) {
  // Parallel loops first: the conversion reads scf.parallel, which the one to
  // control flow would turn into a sequential loop.
  pm.addPass(createConvertSCFToOpenMPPass());
  // Its stack scopes hold one block, and control flow makes several.
  pm.addPass(createAttnFinishOpenMP());
  pm.addPass(createConvertVectorToSCFPass());
  pm.addPass(createAttnLowerVectors());
  pm.addNestedPass<func::FuncOp>(memref::createExpandOpsPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  // Expanding metadata leaves affine.apply.
  pm.addPass(createLowerAffinePass());
  pm.addPass(createSCFToControlFlowPass());
  // LLVM would call a function for each rounding to bf16 that no C library of
  // this age has: compute in f32, round by integer arithmetic.
  pm.addPass(math::createMathExtendToSupportedTypes());
  arith::ArithEmulateUnsupportedFloatsOptions emulate;
  emulate.sourceTypeStrs = {"bf16"};
  emulate.targetTypeStr = "f32";
  pm.addPass(arith::createArithEmulateUnsupportedFloats(emulate));
  arith::ArithExpandOpsPassOptions expand;
  expand.includeBf16 = true;
  pm.addPass(arith::createArithExpandOpsPass(expand));
  // What LLVM has an intrinsic for is left to the conversion below.
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  // One conversion for everything that is left: each of the dialects' own
  // passes would leave casts that only the others can remove.
  pm.addPass(createConvertToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createAttnEmitCInterface());
}
