//===- Passes.td - passes over the attn dialect --------------*- tablegen -*-===//

#ifndef ATTN_TRANSFORMS_PASSES_TD
#define ATTN_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def AttnRaise : Pass<"attn-raise"> {
  let summary = "Recognise attention in linalg and make attn.attention of it";
  let description = [{
    Requires: linalg on tensors, as torch-mlir emits it.

    Ensures: each matmul / softmax / matmul chain whose score edits could be
    read elementwise is one `attn.attention`; masks that are sets of (h, q, k)
    are its pattern, all else that edits scores is its score region. Heads split
    by reshapes, transposes and expanded key heads are seen through. A sum of
    weights becomes a sum of attentions. Where ops that look at other pairs edit
    scores or weights, the parts become attn.scores, attn.normalize and
    attn.aggregate with those ops between. What is not recognised is left as it
    was. For the last two a remark at the second product says which op stopped
    the match and why (`report-missed`).
  }];
  let options = [
    Option<"reportMissed", "report-missed", "bool", "false",
           "Emit a remark for every softmax-like product left as it was">,
  ];
  let statistics = [
    Statistic<"numRaised", "num-raised", "attentions made">,
    Statistic<"numInParts", "num-in-parts", "attentions made in three parts">,
  ];
  let dependentDialects = ["attn::AttnDialect", "arith::ArithDialect",
                           "cf::ControlFlowDialect", "math::MathDialect",
                           "tensor::TensorDialect", "linalg::LinalgDialect"];
}

def AttnCheckSizes : Pass<"attn-check-sizes", "func::FuncOp"> {
  let summary = "Assert that dynamic sizes which must agree do";
  let description = [{
    Requires: attn and linalg ops on tensors.

    Ensures: before each op of the function's block stand `cf.assert`s that its
    operands' dynamic sizes agree where types do not say so: batch, queries,
    keys and heads of attn ops, loops of linalg ops over the function's
    arguments. A compiled function returns a status where one fails, and reads
    nothing out of bounds.

    ```mlir
    %0 = tensor.dim %k, %c2 : tensor<1x8x?x64xf32>
    %1 = tensor.dim %v, %c2 : tensor<1x8x?x64xf32>
    %2 = arith.cmpi eq, %0, %1 : index
    cf.assert %2, "expected operands of attn.attention to agree on the number of keys"
    ```
  }];
  let dependentDialects = ["arith::ArithDialect", "cf::ControlFlowDialect",
                           "tensor::TensorDialect"];
}

def AttnFuse : Pass<"attn-fuse"> {
  let summary = "Pull what stands around attention into one op";
  let description = [{
    Requires: attn ops and linalg on tensors.

    Ensures: `attn.scores`, elementwise ops on the scores, `attn.normalize` and
    `attn.aggregate` are one `attn.attention`, masks among them patterns;
    constant factors on queries and keys are its scale; transposes, head splits
    and expanded key heads of its operands and transposes of its output are its
    indexing maps. `attn.context_pool` is an attention without queries and keys.
    Parts with something else between (a mix of heads, a convolution over keys)
    stay parts.
  }];
  let dependentDialects = ["attn::AttnDialect", "arith::ArithDialect",
                           "math::MathDialect", "tensor::TensorDialect",
                           "linalg::LinalgDialect"];
}

def AttnExpandPlans : Pass<"attn-expand-plans"> {
  let summary = "Turn normalisers of several passes into sweeps";
  let description = [{
    Requires: attn ops on tensors.

    Ensures: no normaliser of an attn op has a plan of several passes. Each pass
    is an `attn.partial` without values over the rows, or over the columns with
    queries and keys exchanged, whose score region edits scores by what the
    passes before made of rows and columns; scores are computed anew in each.
    The op itself is left with the plan's last fold. Memory for the sweeps is a
    few numbers a row and a column.

    ```mlir
    attn.attention %q, %k, %v normalizer(#attn.slot) : ..
    // becomes
    %a, %m, %l = attn.partial %k, %q, %none pattern(#attn.transposed<#attn.full>) ..
    %g = linalg.generic .. ins(%m, %l) .. // minus the log-sum-exp of each column
    attn.attention %q, %k, %v score(..) { .. tensor.extract %g[%b, %h, %k] .. }
    ```
  }];
  let statistics = [
    Statistic<"numExpanded", "num-expanded", "normalisers turned into sweeps">,
  ];
  let options = [
    Option<"countSweeps", "count-sweeps", "bool", "false",
           "Give each function with such ops one more result: how many sweeps "
           "over the scores each of those in its body makes when it is run">,
  ];
  let dependentDialects = ["attn::AttnDialect", "arith::ArithDialect",
                           "linalg::LinalgDialect", "math::MathDialect",
                           "scf::SCFDialect", "tensor::TensorDialect"];
}

def AttnReorder : Pass<"attn-reorder"> {
  let summary = "Put queries and keys in the order in which a pattern is dense";
  let description = [{
    Requires: attn.attention and attn.partial without a schedule.

    Ensures: where a pattern offers other orders of its queries and keys, sizes
    are static, there are no lengths and no q_offset, and far fewer pairs would
    be computed, the operands are in that order, the pattern is a
    `#attn.reordered`, regions see the indices they saw, and the results are
    put back. Classes of an order become heads. Pairs that the order does not
    suit are an `attn.partial` of their own, merged with the rest.

    ```mlir
    attn.attention %q, %k, %v pattern(#attn.dilated<rate = 4, width = 64>)
      : (tensor<1x8x4096x64xf32>, ..
    // becomes, with four times the heads
    attn.attention %q1, %k1, %v1 pattern(#attn.reordered<#attn.dilated<..>, ..>)
      : (tensor<1x32x1024x64xf32>, ..
    ```
  }];
  let options = [
    Option<"force", "force", "bool", "false",
           "Reorder wherever a pattern offers an order, also if it does not pay "
           "or there is a schedule, which is dropped">,
  ];
  let statistics = [
    Statistic<"numReordered", "num-reordered", "attentions reordered">,
  ];
  let dependentDialects = ["attn::AttnDialect", "arith::ArithDialect",
                           "linalg::LinalgDialect", "tensor::TensorDialect"];
}

def AttnChooseSchedule : Pass<"attn-choose-schedule"> {
  let summary = "Write the target's schedule on each attention";
  let description = [{
    Requires: attn.attention and attn.partial on tensors.

    Ensures: each has a `#attn.schedule`. One that the user wrote stays. `tiles`
    forces the four tile sizes (batch, head, query, key) and leaves the rest to
    the target.
  }];
  let options = [
    Option<"target", "target", "std::string", "\"linalg\"",
           "The target whose cost model chooses">,
    ListOption<"tiles", "tiles", "int64_t",
               "Tile sizes: batch, head, query, key">,
    Option<"vectorBits", "vector-bits", "unsigned", "0",
           "Width of a vector register in bits; 0: the target's default">,
    Option<"numVectorRegisters", "num-vector-registers", "unsigned", "0",
           "Number of vector registers; 0: the target's default">,
  ];
}

def AttnTile : Pass<"attn-tile"> {
  let summary = "Tile attention into tasks over batch, heads and queries";
  let description = [{
    Requires: a schedule on each attn.attention and attn.partial.

    Ensures: neither is left. Each is an `scf.forall` over (batch entry, head
    tile, query tile) whose body folds the whole key range into an empty state
    with one `attn.online_attention` (range: partial [0, Nk)) and finalises it
    into the task's slice of the result. Nothing of extent Nq x Nk is made.

    Operands that are another tensor padded, split, transposed and merged (as
    attn-reorder makes them) are read from that one, as slices with a step or as
    boxes that the task copies, and results that are put back into another
    tensor are written there. Keys whose boxes many tasks would copy are put in
    order as a whole first. A partial that is merged with another state and
    finalised goes on from that state.

    ```mlir
    scf.forall (%b, %h, %q) = (0, 0, 0) to (2, 8, %n) step (1, 1, 192) ... {
      %s:3 = attn.online_attention ins(%qt, %kt, %vt) outs(%a, %m, %l) ...
      %o = attn.finalize ins(%s#0, %s#1, %s#2) outs(%ot) ...
    ```
  }];
  let statistics = [Statistic<"numTiled", "num-tiled", "attentions tiled">];
  let dependentDialects = ["attn::AttnDialect", "affine::AffineDialect",
                           "arith::ArithDialect", "linalg::LinalgDialect",
                           "scf::SCFDialect", "tensor::TensorDialect"];
}

def AttnSparse : Pass<"attn-sparse"> {
  let summary = "Narrow the key ranges of tiles to what their pattern sees";
  let description = [{
    Requires: `attn.online_attention` on tensors.

    Ensures: its ranges are those that the pattern's relation gives for the
    tile's rows, in closed form: keys that no row sees are in no range, keys
    that every row sees are in a `full` one, the rest in `partial` ones, where
    the predicate is evaluated. A pattern beyond the analysis keeps the range it
    had. Where such ranges hold many keys that no row sees, as on a grid, a loop
    over blocks of them judges each block at run time and folds runs of those
    that some row may see. Keys that the score region of every row excludes,
    by -inf where it compares their place with what it reads of the row, are in
    no range either: the tile's bounds are found in a loop over its rows.
  }];
  let statistics = [
    Statistic<"numNarrowed", "num-narrowed", "tile operations narrowed">,
  ];
  let dependentDialects = ["arith::ArithDialect", "math::MathDialect",
                           "scf::SCFDialect", "tensor::TensorDialect"];
}

def AttnVerifyStage : Pass<"attn-verify-stage"> {
  let summary = "Check what holds at the end of a stage";
  let description = [{
    Ensures nothing; fails at the first operation that the stage promises to
    have removed or changed. Stages: graph, fused, scheduled, tiled, sparse,
    bufferized, lowered, llvm.
  }];
  let options = [
    Option<"stage", "stage", "std::string", "\"graph\"", "Name of the stage">,
  ];
}

#endif // ATTN_TRANSFORMS_PASSES_TD
