//===- Pipelines.h - the order of passes, stage by stage --------*- C++ -*-===//
//
// A pipeline is a list of named stages. Tools stop after one, start from the
// end of one, and print one; a stage's end is a contract that tests check.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PIPELINES_PIPELINES_H
#define ATTN_PIPELINES_PIPELINES_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace mlir::attn {

/// What the passes of a pipeline are told about the target.
struct PipelineOptions {
  /// Width of a vector register and how many there are; the code of target
  /// `linalg` does not depend on them.
  unsigned vectorBits = 512;
  unsigned numVectorRegisters = 32;
  /// Vectors of 512 bits have instructions for exponentials.
  bool scalef = true;
  /// Tile sizes (batch, head, query, key) that override the cost model's;
  /// empty: the cost model decides.
  SmallVector<int64_t> tiles;
};

/// One step of a pipeline.
struct Stage {
  llvm::StringLiteral name;
  /// What holds at the end of the stage.
  llvm::StringLiteral summary;
  /// Adds the passes of the stage; null if the stage has none.
  void (*build)(OpPassManager &pm, const PipelineOptions &options);
};

/// The stages of a target ("cpu" or "linalg") in order; empty when there is no
/// such target.
ArrayRef<Stage> getStages(StringRef target);
/// The names of all targets that have a pipeline.
ArrayRef<StringRef> getPipelineTargets();

/// Adds the stages of `target` after `from` (all when empty) up to and
/// including `to` (to the end when empty).
llvm::Error buildStages(OpPassManager &pm, StringRef target, StringRef from,
                        StringRef to, const PipelineOptions &options);

/// Tensors to buffers: results go into memory of the caller, arguments keep
/// their outer strides. Temporaries are not freed yet.
void buildBufferizePipeline(OpPassManager &pm);
/// Frees temporaries; no tile op is left. Part of the two pipelines below.
void buildDeallocationPipeline(OpPassManager &pm);
/// Buffers to plain loops and scalars, for target linalg.
void buildLoopsPipeline(OpPassManager &pm, const PipelineOptions &options);
/// Buffers to parallel loops and vectors, for target cpu.
void buildVectorPipeline(OpPassManager &pm, const PipelineOptions &options);
/// Loops, vectors and scalars to the LLVM dialect with the C interface.
void buildLLVMPipeline(OpPassManager &pm, const PipelineOptions &options);

/// Registers --attn-<target>-pipeline and --attn-bufferize-pipeline.
void registerPipelines();

} // namespace mlir::attn

#endif // ATTN_PIPELINES_PIPELINES_H
