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
    by reshapes, transposes and expanded key heads are seen through. What is not
    recognised is left as it was, and a remark at the second product says which
    op stopped the match and why (`report-missed`).
  }];
  let options = [
    Option<"reportMissed", "report-missed", "bool", "false",
           "Emit a remark for every softmax-like product left as it was">,
  ];
  let statistics = [
    Statistic<"numRaised", "num-raised", "attentions made">,
  ];
  let dependentDialects = ["attn::AttnDialect", "arith::ArithDialect",
                           "math::MathDialect", "tensor::TensorDialect",
                           "linalg::LinalgDialect"];
}

#endif // ATTN_TRANSFORMS_PASSES_TD
