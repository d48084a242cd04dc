//===- AttnDialect.td - the attn dialect ---------------------*- tablegen -*-===//
//
// The dialect record and its overview. docs/Spec.md is the meaning of every op.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_DIALECT_TD
#define ATTN_DIALECT_TD

include "mlir/IR/DialectBase.td"

def Attn_Dialect : Dialect {
  let name = "attn";
  let cppNamespace = "::mlir::attn";
  let summary = "attention, sparse patterns and normalisers as operations";
  let description = [{
    Models an attention as a fold over a Presburger set of (query, key) pairs.
    A *pattern* attribute says which pairs a head may look at, a *normaliser*
    attribute says how scores become weights, regions say how scores are made.
    The graph level works on tensors; the tile level carries the state of the
    fold as operands.
  }];
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // ATTN_DIALECT_TD
