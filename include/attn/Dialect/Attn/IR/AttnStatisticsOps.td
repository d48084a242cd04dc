//===- AttnStatisticsOps.td - what the weights of rows say ---*- tablegen -*-===//
//
// Pure operations on tensors, as in AttnOps.td.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_STATISTICS_OPS_TD
#define ATTN_STATISTICS_OPS_TD

include "attn/Dialect/Attn/IR/AttnOps.td"

def Attn_StatisticEntropy : I32EnumAttrCase<"Entropy", 0, "entropy">;
def Attn_StatisticColumnMass
    : I32EnumAttrCase<"ColumnMass", 1, "column_mass">;
def Attn_StatisticWeights : I32EnumAttrCase<"Weights", 2, "weights">;
def Attn_Statistic : I32EnumAttr<"Statistic",
    "what is asked about the weights of an attention",
    [Attn_StatisticEntropy, Attn_StatisticColumnMass, Attn_StatisticWeights]> {
  let cppNamespace = "::mlir::attn";
}

def Attn_StatisticsOp
    : Attn_GraphOp<"statistics", [AttrSizedOperandSegments]> {
  let summary = "entropy of rows, mass of columns, the weights themselves";
  let description = [{
    ```mlir
    %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal) : ...
    %e, %m = attn.statistics(entropy, column_mass) %q, %k
      lse(%lse : tensor<1x8x?xf32>) pattern(#attn.causal)
      : (tensor<1x8x?x64xf32>, tensor<1x2x?x64xf32>)
      -> (tensor<1x8x?xf32>, tensor<1x8x?xf32>)
    ```
    Computes the scores again, and with the log-sum-exp of each row its final
    weights at once: `weight(s, lse)`. Where a normaliser has no log-sum-exp its
    weights are final as they are. Entropy `B x H x Nq`, column mass
    `B x H x Nk`, weights `B x H x Nq x Nk`.
  }];
  let arguments = (ins Attn_Tensor:$query, Attn_Tensor:$key,
    Optional<Attn_AccTensor>:$lse,
    Variadic<Index>:$pattern_operands,
    Variadic<Attn_Param>:$normalizer_params,
    Optional<Attn_IntTensor>:$lengths,
    Optional<Attn_IntTensor>:$query_lengths,
    Optional<Attn_OffsetLike>:$q_offset,
    DenseI32ArrayAttr:$kinds,
    OptionalAttr<F64Attr>:$scale,
    Attn_PatternArg:$pattern,
    Attn_NormalizerArg:$normalizer,
    OptionalAttr<AffineMapArrayAttr>:$indexing_maps);
  let regions = (region AnyRegion:$combine, AnyRegion:$score);
  let results = (outs Variadic<Attn_AccTensor>:$statistics);
  let assemblyFormat = [{
    `(` custom<Statistics>($kinds) `)` $query `,` $key
    (`lse` `(` $lse^ `:` type($lse) `)`)?
    (`scale` `(` $scale^ `)`)?
    (`pattern` `(` $pattern^ `)`)? (`[` $pattern_operands^ `]`)?
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    (`lengths` `(` $lengths^ `:` type($lengths) `)`)?
    (`query_lengths` `(` $query_lengths^ `:` type($query_lengths) `)`)?
    (`q_offset` `(` $q_offset^ `:` type($q_offset) `)`)?
    (`maps` `(` $indexing_maps^ `)`)?
    custom<ScoreRegions>($combine, $score)
    attr-dict `:` `(` type($query) `,` type($key) `)` `->`
    `(` type($statistics) `)`
  }];
  let extraClassDeclaration = [{
    FailureOr<AttentionShape> getShape(
        function_ref<InFlightDiagnostic()> emitError = nullptr);
    double getScaleValue();
    bool hasCombine() { return !getCombine().empty(); }
    bool hasScore() { return !getScore().empty(); }
    Statistic getKind(unsigned i) {
      return static_cast<Statistic>(getKinds()[i]);
    }
    /// f32, or f64 for f64 data.
    FloatType getAccType();
  }];
  let hasVerifier = 1;
}

#endif // ATTN_STATISTICS_OPS_TD
