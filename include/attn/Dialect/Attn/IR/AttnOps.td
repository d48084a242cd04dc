//===- AttnOps.td - graph-level operations -------------------*- tablegen -*-===//
//
// Pure operations on tensors. docs/Spec.md is their meaning; the labels in the
// verifiers are its labels.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_OPS_TD
#define ATTN_OPS_TD

include "attn/Dialect/Attn/IR/AttnOpBase.td"

class Attn_GraphOp<string mnemonic, list<Trait> traits = []>
    : Attn_Op<mnemonic, !listconcat([Pure,
        DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
          ["reifyResultShapes"]>], traits)>;

//===----------------------------------------------------------------------===//
// attention and partial
//===----------------------------------------------------------------------===//

// The clauses that `attention` and `partial` have in common.
class Attn_FusedOp<string mnemonic>
    : Attn_GraphOp<mnemonic, [AttrSizedOperandSegments]> {
  let arguments = (ins
    Optional<Attn_Tensor>:$query,
    Optional<Attn_Tensor>:$key,
    Attn_Tensor:$value,
    Variadic<Index>:$pattern_operands,
    Variadic<Attn_Param>:$normalizer_params,
    Optional<Attn_IntTensor>:$lengths,
    Optional<Attn_IntTensor>:$query_lengths,
    Optional<Attn_OffsetLike>:$q_offset,
    Optional<Index>:$num_queries,
    OptionalAttr<F64Attr>:$scale,
    Attn_PatternArg:$pattern,
    Attn_NormalizerArg:$normalizer,
    DefaultValuedAttr<Attn_EmptyRowsAttr,
        "::mlir::attn::EmptyRows::Zero">:$empty_rows,
    OptionalAttr<AffineMapArrayAttr>:$indexing_maps,
    OptionalAttr<Attn_ScheduleAttr>:$schedule);
  let regions = (region AnyRegion:$combine, AnyRegion:$score);
  code fusedDeclaration = [{
    /// The op's dimensions and how they index its operands.
    FailureOr<AttentionShape> getShape(
        function_ref<InFlightDiagnostic()> emitError = nullptr);
    /// The factor on q.k: the `scale` clause or its default.
    double getScaleValue();
    bool hasCombine() { return !getCombine().empty(); }
    bool hasScore() { return !getScore().empty(); }
    bool hasQueryKey() { return static_cast<bool>(getQuery()); }
  }];
  let hasVerifier = 1;
}

def Attn_AttentionOp : Attn_FusedOp<"attention"> {
  let summary = "attention as one fold over visible pairs";
  let description = [{
    For every batch entry b, head h and query q:
    `s = scale * sum_d combine(Q[q,d], K[k,d])` in the accumulation type, then
    the score region, then the pattern excludes pairs, then the normaliser turns
    scores into weights, and the output is the weighted sum over V. Every clause
    is optional; without any the op is softmax(q k^T / sqrt(Dk)) v.

    ```mlir
    %o = attn.attention %q, %k, %v pattern(#attn.causal)
      : (tensor<2x8x?x64xf32>, tensor<2x2x?x64xf32>, tensor<2x2x?x64xf32>)
      -> tensor<2x8x?x64xf32>
    ```

    With one operand (%v alone) there is no q.k term: s starts at 0, and
    `queries(%n)` gives the number of queries where the result type does not.

    The second result is the natural-log log-sum-exp of each row.
  }];
  let results = (outs Attn_Tensor:$output, Optional<Attn_AccTensor>:$lse);
  let assemblyFormat = [{
    custom<Operands>($query, $key, $value)
    (`queries` `(` $num_queries^ `)`)?
    (`scale` `(` $scale^ `)`)?
    (`pattern` `(` $pattern^ `)`)? (`[` $pattern_operands^ `]`)?
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    (`lengths` `(` $lengths^ `:` type($lengths) `)`)?
    (`query_lengths` `(` $query_lengths^ `:` type($query_lengths) `)`)?
    (`q_offset` `(` $q_offset^ `:` type($q_offset) `)`)?
    (`empty_rows` `(` $empty_rows^ `)`)?
    (`maps` `(` $indexing_maps^ `)`)?
    (`schedule` `(` $schedule^ `)`)?
    custom<ScoreRegions>($combine, $score)
    attr-dict `:` custom<AttentionType>(type($query), type($key), type($value),
                                        type($output), type($lse))
  }];
  let builders = [
    OpBuilder<(ins "Value":$query, "Value":$key, "Value":$value,
      CArg<"const AttentionClauses &", "{}">:$clauses,
      CArg<"bool", "false">:$withLse)>];
  let extraClassDeclaration = fusedDeclaration;
  let hasCanonicalizer = 1;
}

def Attn_PartialOp : Attn_FusedOp<"partial"> {
  let summary = "attention that returns its state";
  let description = [{
    As `attn.attention`, but the result is the state of the fold, in the
    accumulation type and in the order (b, h, q): the accumulator
    `B x H x Nq x Dv`, the stabiliser `B x H x Nq` and one `B x H x Nq` for each
    scalar accumulator of the normaliser. States of disjoint key sets are joined
    by `attn.merge` and turned into an output by `attn.finalize`.
    `empty_rows` and the output's indexing map play no part.
  }];
  let results = (outs Attn_AccTensor:$acc, Attn_AccTensor:$stabilizer,
                      Variadic<Attn_AccTensor>:$accumulators);
  let assemblyFormat = [{
    custom<Operands>($query, $key, $value)
    (`queries` `(` $num_queries^ `)`)?
    (`scale` `(` $scale^ `)`)?
    (`pattern` `(` $pattern^ `)`)? (`[` $pattern_operands^ `]`)?
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    (`lengths` `(` $lengths^ `:` type($lengths) `)`)?
    (`query_lengths` `(` $query_lengths^ `:` type($query_lengths) `)`)?
    (`q_offset` `(` $q_offset^ `:` type($q_offset) `)`)?
    (`empty_rows` `(` $empty_rows^ `)`)?
    (`maps` `(` $indexing_maps^ `)`)?
    (`schedule` `(` $schedule^ `)`)?
    custom<ScoreRegions>($combine, $score)
    attr-dict `:` custom<PartialType>(type($query), type($key), type($value),
        type($acc), type($stabilizer), type($accumulators))
  }];
  let builders = [
    OpBuilder<(ins "Value":$query, "Value":$key, "Value":$value,
      CArg<"const AttentionClauses &", "{}">:$clauses)>];
  let extraClassDeclaration = fusedDeclaration;
  let hasCanonicalizer = 1;
}

//===----------------------------------------------------------------------===//
// The parts of an attention
//===----------------------------------------------------------------------===//

def Attn_ScoresOp : Attn_GraphOp<"scores"> {
  let summary = "scores of all pairs, in the accumulation type";
  let description = [{
    `S[b,h,q,k] = score(scale * sum_d combine(Q, K))`, a `B x H x Nq x Nk`
    tensor. No pair is excluded here: the pattern belongs to
    `attn.normalize`. Meant to be fused; a graph that keeps it holds Nq x Nk.
  }];
  let arguments = (ins Attn_Tensor:$query, Attn_Tensor:$key,
    Optional<Attn_OffsetLike>:$q_offset,
    OptionalAttr<F64Attr>:$scale,
    OptionalAttr<AffineMapArrayAttr>:$indexing_maps);
  let regions = (region AnyRegion:$combine, AnyRegion:$score);
  let results = (outs Attn_AccTensor:$scores);
  let assemblyFormat = [{
    $query `,` $key
    (`scale` `(` $scale^ `)`)?
    (`q_offset` `(` $q_offset^ `:` type($q_offset) `)`)?
    (`maps` `(` $indexing_maps^ `)`)?
    custom<ScoreRegions>($combine, $score)
    attr-dict `:` `(` type($query) `,` type($key) `)` `->`
    type($scores)
  }];
  let builders = [
    OpBuilder<(ins "Value":$query, "Value":$key,
      CArg<"const AttentionClauses &", "{}">:$clauses)>];
  let extraClassDeclaration = [{
    FailureOr<AttentionShape> getShape(
        function_ref<InFlightDiagnostic()> emitError = nullptr);
    double getScaleValue();
    bool hasCombine() { return !getCombine().empty(); }
    bool hasScore() { return !getScore().empty(); }
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Attn_NormalizeOp : Attn_GraphOp<"normalize", [AttrSizedOperandSegments]> {
  let summary = "weights from scores, over the visible keys of each row";
  let description = [{
    `P[b,h,q,k]`: the normaliser applied to the scores of the visible pairs,
    0 for the pairs that the pattern excludes. A row that sees nothing is 0, or
    1 / Nk everywhere with `empty_rows(uniform)`. The optional second result is
    the log-sum-exp, `B x H x Nq`.
  }];
  let arguments = (ins Attn_AccTensor:$scores,
    Variadic<Index>:$pattern_operands,
    Variadic<Attn_Param>:$normalizer_params,
    Optional<Attn_IntTensor>:$lengths,
    Optional<Attn_OffsetLike>:$q_offset,
    Attn_PatternArg:$pattern,
    Attn_NormalizerArg:$normalizer,
    DefaultValuedAttr<Attn_EmptyRowsAttr,
        "::mlir::attn::EmptyRows::Zero">:$empty_rows);
  let results = (outs Attn_AccTensor:$weights, Optional<Attn_AccTensor>:$lse);
  let assemblyFormat = [{
    $scores
    (`pattern` `(` $pattern^ `)`)? (`[` $pattern_operands^ `]`)?
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    (`lengths` `(` $lengths^ `:` type($lengths) `)`)?
    (`q_offset` `(` $q_offset^ `:` type($q_offset) `)`)?
    (`empty_rows` `(` $empty_rows^ `)`)?
    attr-dict `:` custom<NormalizeType>(type($scores), type($weights),
                                        type($lse))
  }];
  let builders = [
    OpBuilder<(ins "Value":$scores,
      CArg<"const AttentionClauses &", "{}">:$clauses,
      CArg<"bool", "false">:$withLse)>];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Attn_AggregateOp : Attn_GraphOp<"aggregate"> {
  let summary = "weighted sum of values";
  let description = [{
    `O[b,h,q,e] = sum_k P[b,h,q,k] V[b, h floordiv group, k, e]`, accumulated in
    the type of P and rounded to the type of V.
  }];
  let arguments = (ins Attn_AccTensor:$weights, Attn_Tensor:$value,
    OptionalAttr<AffineMapArrayAttr>:$indexing_maps);
  let results = (outs Attn_Tensor:$output);
  let assemblyFormat = [{
    $weights `,` $value (`maps` `(` $indexing_maps^ `)`)?
    attr-dict `:` functional-type(operands, results)
  }];
  let builders = [
    OpBuilder<(ins "Value":$weights, "Value":$value,
      CArg<"ArrayRef<AffineMap>", "{}">:$maps)>];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// States
//===----------------------------------------------------------------------===//

def Attn_MergeOp : Attn_GraphOp<"merge", [SameVariadicOperandSize]> {
  let summary = "join two states of disjoint key sets";
  let description = [{
    ```mlir
    %a:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1)
      : tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>
    ```
    The empty state (m = -inf) is the identity.
  }];
  let arguments = (ins Variadic<Attn_AccTensor>:$lhs,
                       Variadic<Attn_AccTensor>:$rhs,
                       Attn_NormalizerArg:$normalizer);
  let results = (outs Variadic<Attn_AccTensor>:$merged);
  let assemblyFormat = [{
    `(` $lhs `)` `,` `(` $rhs `)` (`normalizer` `(` $normalizer^ `)`)?
    attr-dict `:` custom<MergeType>(type($lhs), type($rhs), type($merged))
  }];
  let builders = [
    OpBuilder<(ins "ValueRange":$lhs, "ValueRange":$rhs,
      CArg<"NormalizerAttrInterface", "{}">:$normalizer)>];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// context_pool and yield
//===----------------------------------------------------------------------===//

def Attn_PoolWeightSigmoid : I32EnumAttrCase<"Sigmoid", 0, "sigmoid">;
def Attn_PoolWeightExp : I32EnumAttrCase<"Exp", 1, "exp">;
def Attn_PoolWeightSoftplus : I32EnumAttrCase<"Softplus", 2, "softplus">;
def Attn_PoolWeightSoftmax : I32EnumAttrCase<"Softmax", 3, "softmax">;
def Attn_PoolWeightRelu : I32EnumAttrCase<"Relu", 4, "relu">;
def Attn_PoolWeightAct : I32EnumAttr<"PoolWeightAct",
    "how weight logits become weights of at least 0",
    [Attn_PoolWeightSigmoid, Attn_PoolWeightExp, Attn_PoolWeightSoftplus,
     Attn_PoolWeightSoftmax, Attn_PoolWeightRelu]> {
  let cppNamespace = "::mlir::attn";
  let genSpecializedAttr = 0;
}
def Attn_PoolWeightActAttr
    : EnumAttr<Attn_Dialect, Attn_PoolWeightAct, "pool_weight"> {
  let assemblyFormat = "$value";
}
def Attn_PoolSizeSigmoid : I32EnumAttrCase<"Sigmoid", 0, "sigmoid">;
def Attn_PoolSizeSoftplus : I32EnumAttrCase<"Softplus", 1, "softplus">;
def Attn_PoolSizeIdentity : I32EnumAttrCase<"Identity", 2, "identity">;
def Attn_PoolSizeExp : I32EnumAttrCase<"Exp", 3, "exp">;
def Attn_PoolSizeAct : I32EnumAttr<"PoolSizeAct",
    "how size logits become support sizes",
    [Attn_PoolSizeSigmoid, Attn_PoolSizeSoftplus, Attn_PoolSizeIdentity,
     Attn_PoolSizeExp]> {
  let cppNamespace = "::mlir::attn";
  let genSpecializedAttr = 0;
}
def Attn_PoolSizeActAttr
    : EnumAttr<Attn_Dialect, Attn_PoolSizeAct, "pool_size"> {
  let assemblyFormat = "$value";
}
def Attn_PoolNormWeightSum : I32EnumAttrCase<"WeightSum", 0, "weight_sum">;
def Attn_PoolNormLength : I32EnumAttrCase<"Length", 1, "length">;
def Attn_PoolNormNone : I32EnumAttrCase<"None", 2, "none">;
def Attn_PoolNorm : I32EnumAttr<"PoolNorm", "what a pooled sum is divided by",
    [Attn_PoolNormWeightSum, Attn_PoolNormLength, Attn_PoolNormNone]> {
  let cppNamespace = "::mlir::attn";
  let genSpecializedAttr = 0;
}
def Attn_PoolNormAttr : EnumAttr<Attn_Dialect, Attn_PoolNorm, "pool_norm"> {
  let assemblyFormat = "$value";
}

def Attn_ContextPoolOp : Attn_GraphOp<"context_pool",
    [AllTypesMatch<["input", "output"]>]> {
  let summary = "adaptive pooling of neighbouring tokens (ContextPool)";
  let description = [{
    `y_i = sum_j w_j g_i(j) x_j / Z_i` with
    `g_i(j) = exp(-(j-i)^2 / (2 sigma_i^2))`, `w = weight_act(weight_logits)`,
    `sigma_i = max(sigma_min, r * n * size_act(size_logits_i))`, n = N if
    `scale_by_n` else 1, and Z_i the sum of the weights, the number of tokens
    or 1. On a grid the distance is that of the grid. Channels may be in groups
    with weights and sizes of their own. With `radius = c` pairs beyond c
    sigma_i are left out, and the tiles that hold nothing else are not visited.

    With positive weights this is a softmax attention without a q.k term:
    score = log w_j - (i-j)^2 / (2 sigma_i^2), values = x. The predictor of the
    logits stays outside. After Huang et al., ICML 2022, arXiv 2207.01844, whose
    constants are not public: hence the parameters.
  }];
  let arguments = (ins Attn_Tensor:$input, Attn_Tensor:$weight_logits,
    Attn_Tensor:$size_logits, Optional<Attn_IntTensor>:$lengths,
    DefaultValuedAttr<Attn_PoolWeightActAttr,
        "::mlir::attn::PoolWeightAct::Sigmoid">:$weight_act,
    DefaultValuedAttr<Attn_PoolSizeActAttr,
        "::mlir::attn::PoolSizeAct::Sigmoid">:$size_act,
    DefaultValuedAttr<Attn_PoolNormAttr,
        "::mlir::attn::PoolNorm::WeightSum">:$norm,
    DefaultValuedAttr<F64Attr, "0.1">:$r,
    DefaultValuedAttr<BoolAttr, "true">:$scale_by_n,
    DefaultValuedAttr<F64Attr, "1.0e-3">:$sigma_min,
    OptionalAttr<F64Attr>:$radius,
    UnitAttr:$causal);
  let results = (outs Attn_Tensor:$output);
  let assemblyFormat = [{
    $input `,` $weight_logits `,` $size_logits
    (`weight_act` `(` $weight_act^ `)`)?
    (`size_act` `(` $size_act^ `)`)?
    (`norm` `(` $norm^ `)`)?
    (`lengths` `(` $lengths^ `:` type($lengths) `)`)?
    (`causal` $causal^)?
    attr-dict `:` type($input) `,` type($weight_logits) `,` type($size_logits)
  }];
  let builders = [
    OpBuilder<(ins "Value":$input, "Value":$weightLogits, "Value":$sizeLogits,
      CArg<"bool", "false">:$causal)>];
  let extraClassDeclaration = [{
    /// Dimensions of the input that are positions: all but the first and last.
    int64_t getNumAxes() {
      return cast<RankedTensorType>(getInput().getType()).getRank() - 2;
    }
    /// Groups of channels, from the logits' last dimension where they have one.
    int64_t getGroups();
    /// The factor that keeps pairs at the radius itself, whatever rounding does.
    static constexpr double radiusSlack = 1.0 + 1.0 / 65536;
  }];
  let hasVerifier = 1;
}

// yield_c1
def Attn_YieldOp : Attn_Op<"yield", [Pure, Terminator, ReturnLike,
    ParentOneOf<["AttentionOp", "PartialOp", "ScoresOp", "StatisticsOp",
                 "OnlineAttentionOp"]>]> {
  let summary = "the result of a combine or score region";
  let arguments = (ins AnyFloat:$result);
  let assemblyFormat = "$result attr-dict `:` type($result)";
}

#endif // ATTN_OPS_TD
