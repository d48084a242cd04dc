//===- LinalgPasses.td - the rest of a module as CPU code ----*- tablegen -*-===//

#ifndef ATTN_TARGET_CPU_LINALGPASSES_TD
#define ATTN_TARGET_CPU_LINALGPASSES_TD

include "mlir/Pass/PassBase.td"

def AttnFuseElementwise : Pass<"attn-fuse-elementwise"> {
  let summary = "Fuse elementwise linalg ops into their only consumer";
  let description = [{
    Requires: linalg on tensors.

    Ensures: a chain of elementwise ops, and an elementwise op in front of a
    reduction, is one op; powers with a constant exponent in it are products.
    Reshapes are left alone: moving them through a matrix
    product would hide it from the code that makes products fast.
  }];
  let dependentDialects = ["linalg::LinalgDialect", "affine::AffineDialect",
                           "math::MathDialect", "vector::VectorDialect"];
}

def AttnFoldTransposes : Pass<"attn-fold-transposes"> {
  let summary = "Read transposed operands of products where they are";
  let description = [{
    Requires: linalg on tensors.

    Ensures: a contraction whose operand is a `linalg.transpose` reads the
    transposed tensor through its indexing map, unless the dimension that is
    contiguous there is a batch dimension. Packing an operand can transpose it
    on the way; a transpose of its own is a pass over memory.
  }];
  let dependentDialects = ["linalg::LinalgDialect"];
}

def ConvertLinalgToCPU : Pass<"convert-linalg-to-cpu", "ModuleOp"> {
  let summary = "Lower linalg ops on buffers to parallel loops over vectors";
  let description = [{
    Requires: linalg on memrefs.

    Ensures: contractions are register-blocked products of a packed operand, one
    function for each kind, which the places call; elementwise ops and reductions are loops over one-dimensional vectors with
    masked tails. Loops are `scf.parallel` unless the op is inside a parallel
    loop already. An op that fits neither form stays as it is.

    Example:
    ```mlir
    linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
        ins(%a : memref<64xf32>) outs(%b : memref<64xf32>) { ... math.exp ... }
    // becomes
    scf.for %i = %c0 to %c64 step %c16 {
      %v = vector.load %a[%i] : memref<64xf32>, vector<16xf32>
      %e = math.exp %v : vector<16xf32>
      vector.store %e, %b[%i] : memref<64xf32>, vector<16xf32>
    }
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", /*default=*/"512",
           "Width of a vector register">,
    Option<"numVectorRegisters", "vector-registers", "unsigned",
           /*default=*/"32", "Number of vector registers">,
  ];
  let dependentDialects = ["arith::ArithDialect", "memref::MemRefDialect",
                           "scf::SCFDialect", "vector::VectorDialect",
                           "affine::AffineDialect", "func::FuncDialect"];
}

def AttnApproximateMath : Pass<"attn-approximate-math"> {
  let summary = "Compute math functions of vectors by polynomials";
  let description = [{
    Requires: nothing.

    Ensures: exp, log, tanh, erf and their like on vectors of f32 are straight
    vector code, where LLVM would call the C library once a lane. Scalars are
    left to the C library.
  }];
  let dependentDialects = ["arith::ArithDialect", "math::MathDialect",
                           "vector::VectorDialect"];
}

def AttnLowerVectors : Pass<"attn-lower-vectors"> {
  let summary = "Reduce vector ops to those that LLVM has an equivalent of";
  let description = [{
    Requires: no transfer of more than one dimension.

    Ensures: masks are comparisons; ops on vectors of several dimensions (among
    them contractions, transposes, reductions, casts of shape) are ops on
    one-dimensional vectors. `convert-to-llvm` alone does not have these steps.
  }];
  let dependentDialects = ["arith::ArithDialect", "vector::VectorDialect"];
}

#endif // ATTN_TARGET_CPU_LINALGPASSES_TD
