//===- Passes.td - from tensors to callable host code --------*- tablegen -*-===//

#ifndef ATTN_TARGET_HOST_PASSES_TD
#define ATTN_TARGET_HOST_PASSES_TD

include "mlir/Pass/PassBase.td"

def AttnDecomposeTensorOps : Pass<"attn-decompose-tensor-ops"> {
  let summary = "Rewrite tensor ops that cannot be bufferised into ones that can";
  let description = [{
    Requires: nothing.

    Ensures: no `tensor.concat` (slices inserted one after the other) and no
    `tensor.pad` that could be written as a fill and an inserted slice.
  }];
  let dependentDialects = ["tensor::TensorDialect", "linalg::LinalgDialect",
                           "arith::ArithDialect", "scf::SCFDialect"];
}

def AttnExpandCopies : Pass<"attn-expand-copies"> {
  let summary = "Write copies between buffers as linalg ops";
  let description = [{
    Requires: memrefs.

    Ensures: no `memref.copy`, which would become a call into a run-time library
    for strided memory and cannot be vectorised or made parallel.
  }];
  let dependentDialects = ["linalg::LinalgDialect"];
}

def AttnCloneDestinations : Pass<"attn-clone-destinations"> {
  let summary = "Give every op its own empty or filled tensor to write into";
  let description = [{
    Requires: linalg on tensors.

    Ensures: a `tensor.empty` or `linalg.fill` has one use. A fill that two ops
    share (common subexpression elimination makes such) would be bufferised as
    one filled buffer and a copy of it for each op.
  }];
  let dependentDialects = ["tensor::TensorDialect", "linalg::LinalgDialect"];
}

def AttnStackBuffers : Pass<"attn-stack-buffers"> {
  let summary = "Put the small buffers of parallel tasks on the stack";
  let description = [{
    Requires: `scf.forall` on memrefs; nothing is freed yet.

    Ensures: a buffer of a static size of at most `max-bytes` that a task of a
    `scf.forall` allocates is on the thread's stack, as long as those of the
    task take no more than four times that. A call of the allocator for each
    state of each task would cost more than a short tile, and its threads would
    take turns in it.
  }];
  let options = [
    Option<"maxBytes", "max-bytes", "int64_t", "65536",
           "The largest buffer for the stack">,
  ];
  let dependentDialects = ["memref::MemRefDialect"];
}

def AttnFinishOpenMP : Pass<"attn-finish-openmp"> {
  let summary = "Schedule parallel loops dynamically and resolve stack scopes";
  let description = [{
    Requires: `convert-scf-to-openmp` ran, the conversion to control flow not
    yet: a stack scope holds one block.

    Ensures: iterations of parallel loops are handed out one at a time (tiles of
    a sparse pattern differ in their work, and the system may take a core away);
    no `memref.alloca_scope` is left.
  }];
  let dependentDialects = ["omp::OpenMPDialect", "LLVM::LLVMDialect"];
}

def AttnAddDestinations : Pass<"attn-add-destinations", "ModuleOp"> {
  let summary = "Give public functions memory of the caller to return into";
  let description = [{
    Requires: public functions have one block; arguments and results are ranked
    tensors or scalars of a type that has a C equivalent.

    Ensures: every public function returns nothing; each former result is a
    trailing memref argument with free outer strides, into which the result is
    materialised. Tensor arguments are marked as not writable. The original
    types are kept in the attribute `attn.signature`. Beside each function `f`
    stands `__attn_shapes_f`: the part of `f` that computes the sizes of its
    results, so that a caller can allocate them and `f` can check them.

    Example:
    ```mlir
    func.func @f(%a: tensor<?x4xf32>) -> tensor<?x4xf32>
    // becomes
    func.func @f(%a: tensor<?x4xf32> {bufferization.writable = false},
                 %out: memref<?x4xf32, strided<[?, 1], offset: ?>>)
    ```
  }];
  let dependentDialects = ["bufferization::BufferizationDialect",
                           "memref::MemRefDialect", "tensor::TensorDialect",
                           "arith::ArithDialect"];
}

def AttnOneShotBufferize : Pass<"attn-one-shot-bufferize", "ModuleOp"> {
  let summary = "Bufferise with free outer strides on function arguments";
  let description = [{
    Requires: `attn-add-destinations` ran; every op on tensors implements
    BufferizableOpInterface.

    Ensures: no op works on tensors. Arguments are memrefs with inner stride 1
    and free outer strides and offset, so that a caller passes any slice of a
    buffer without a copy.
  }];
  let dependentDialects = ["bufferization::BufferizationDialect",
                           "memref::MemRefDialect"];
}

def AttnEmitCInterface : Pass<"attn-emit-c-interface", "ModuleOp"> {
  let summary = "Wrap compiled functions in plain C and DLPack entry points";
  let description = [{
    Requires: the module is in the LLVM dialect; functions to be called from
    outside carry `attn.signature` (`attn-add-destinations`).

    Ensures: for each such function `f` there are `f`, `f_dlpack` and
    `f_shapes` of the ABI in docs/ABI.md, and nothing else is visible to a
    linker. The wrappers check what the compiled code relies on and return a
    status instead of reading memory out of bounds.
  }];
  let dependentDialects = ["LLVM::LLVMDialect"];
}

#endif // ATTN_TARGET_HOST_PASSES_TD
