//===- Passes.td - tile ops to vector code -------------------*- tablegen -*-===//

#ifndef ATTN_TARGET_CPU_PASSES_TD
#define ATTN_TARGET_CPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertAttnToCPU : Pass<"convert-attn-to-cpu", "ModuleOp"> {
  let summary = "Lower tile ops on memrefs to vector code";
  let description = [{
    Requires: tile ops on memrefs, head dimensions static; regions hold ops of
    the closed list of docs/Spec.md, reads of captures as `memref.load`.

    Ensures: the only tile op left is `attn.online_aggregate` with a normaliser
    that is no exponential. Each `attn.online_attention` and each other
    `attn.online_aggregate` became a call of a private function with the vector
    code, so that its scratch leaves the stack with each tile; equal kernels
    share one function.

    Example:
    ```mlir
    attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) ...
    // becomes
    call @attn_kernel_0(%q, %k, %v, %acc, %m, %l, ...)
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "Width of a vector register">,
    Option<"vectorRegisters", "vector-registers", "unsigned", "32",
           "Number of vector registers">,
    Option<"l1Bytes", "l1-bytes", "unsigned", "49152",
           "Size of the first-level data cache">,
    Option<"l2Bytes", "l2-bytes", "unsigned", "2097152",
           "Size of the second-level cache">,
  ];
  let dependentDialects = [
    "arith::ArithDialect", "func::FuncDialect", "LLVM::LLVMDialect",
    "math::MathDialect", "memref::MemRefDialect", "scf::SCFDialect",
    "vector::VectorDialect"];
}

def AttnExpandExponentials : Pass<"attn-expand-exponentials"> {
  let summary = "Compute exp2, exp and tanh of vectors by polynomials";
  let description = [{
    Requires: nothing.

    Ensures: no `math.exp2`, `math.exp` or `math.tanh` on vectors of one
    dimension of f32 or f64. Relative errors: 8e-8 in f32, 3e-16 in f64; of tanh
    1.5 ulp in both. Results of exponentials below the smallest normal number
    are 0; infinities and NaN are as in IEEE.
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "Width of a vector register">,
    Option<"scalef", "scalef", "bool", "true",
           "512-bit vectors have reduce and scalef instructions">,
  ];
  let dependentDialects = ["arith::ArithDialect", "LLVM::LLVMDialect",
                           "math::MathDialect", "vector::VectorDialect"];
}

#endif // ATTN_TARGET_CPU_PASSES_TD
