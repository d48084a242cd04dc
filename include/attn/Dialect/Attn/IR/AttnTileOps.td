//===- AttnTileOps.td - tile-level operations ----------------*- tablegen -*-===//
//
// Destination-style operations that carry the state of the fold as operands,
// on tensors before bufferisation and on memrefs after it. Shapes: HT query
// heads of a tile, HK key heads (HT = group * HK), TQ query rows, TK key rows.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TILE_OPS_TD
#define ATTN_TILE_OPS_TD

include "attn/Dialect/Attn/IR/AttnOpBase.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/TilingInterface.td"

class Attn_TileOp<string mnemonic, list<Trait> traits = []>
    : Attn_Op<mnemonic, !listconcat(traits, [
        DestinationStyleOpInterface,
        DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
          ["reifyResultShapes"]>,
        DeclareOpInterfaceMethods<TilingInterface,
          ["getTiledImplementation", "getResultTilePosition",
           "getLoopIteratorTypes", "getIterationDomain"]>,
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>])>;

def Attn_OnlineAttentionOp : Attn_TileOp<"online_attention",
    [AttrSizedOperandSegments]> {
  let summary = "fold key ranges of one tile into the state";
  let description = [{
    ```mlir
    attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
      at(%b, %h, %q0, %k0) sizes(%nq, %nk, %off)
      ranges(full [%a, %b), partial [%c, %d)) scale(0.125) pattern(#attn.causal)
      : (memref<1x192x64xf32>, ...) -> (...)
    ```
    `at`: batch entry, absolute query head of row 0, absolute query index of
    row 0 (q_offset added), absolute key index of key row 0. `sizes`: effective
    Nq and Nk and the q_offset, the symbols of the pattern. `ranges`: disjoint
    half-open intervals of absolute key indices inside the keys given; in a
    `full` one every row sees every key and the pattern is not asked.
    Acc `HT x TQ x Dv`, m and the accumulators `HT x TQ`.
  }];
  let arguments = (ins
    Optional<Attn_Shaped>:$query, Optional<Attn_Shaped>:$key,
    Attn_Shaped:$value,
    Attn_AccShaped:$acc, Attn_AccShaped:$stabilizer,
    Variadic<Attn_AccShaped>:$accumulators,
    Variadic<Index>:$coordinates, Variadic<Index>:$sizes,
    Variadic<Index>:$range_bounds,
    Variadic<Index>:$pattern_operands,
    Variadic<Attn_Param>:$normalizer_params,
    DenseI32ArrayAttr:$range_kinds,
    F64Attr:$scale,
    Attn_PatternArg:$pattern,
    Attn_NormalizerArg:$normalizer,
    OptionalAttr<Attn_ScheduleAttr>:$schedule);
  let regions = (region AnyRegion:$combine, AnyRegion:$score);
  let results = (outs Variadic<Attn_AccTensor>:$state);
  let assemblyFormat = [{
    `ins` `(` custom<Operands>($query, $key, $value) `)`
    `outs` `(` $acc `,` $stabilizer (`,` $accumulators^)? `)`
    `at` `(` $coordinates `)` `sizes` `(` $sizes `)`
    `ranges` `(` custom<Ranges>($range_kinds, $range_bounds) `)`
    `scale` `(` $scale `)`
    (`pattern` `(` $pattern^ `)`)? (`[` $pattern_operands^ `]`)?
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    (`schedule` `(` $schedule^ `)`)?
    custom<ScoreRegions>($combine, $score)
    attr-dict `:` custom<OnlineType>(type($query), type($key), type($value),
      type($acc), type($stabilizer), type($accumulators), type($state))
  }];
  let builders = [
    OpBuilder<(ins "Value":$query, "Value":$key, "Value":$value,
      "ValueRange":$state, "ValueRange":$coordinates, "ValueRange":$sizes,
      "ArrayRef<KeyRange>":$ranges, "double":$scale,
      CArg<"const AttentionClauses &", "{}">:$clauses)>];
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable();
    bool hasCombine() { return !getCombine().empty(); }
    bool hasScore() { return !getScore().empty(); }
    bool hasQueryKey() { return static_cast<bool>(getQuery()); }
    Value getBatch() { return getCoordinates()[0]; }
    Value getHead() { return getCoordinates()[1]; }
    Value getQueryStart() { return getCoordinates()[2]; }
    Value getKeyStart() { return getCoordinates()[3]; }
    unsigned getNumRanges() { return getRangeKinds().size(); }
    RangeKind getRangeKind(unsigned i) {
      return static_cast<RangeKind>(getRangeKinds()[i]);
    }
    Value getRangeLower(unsigned i) { return getRangeBounds()[2 * i]; }
    Value getRangeUpper(unsigned i) { return getRangeBounds()[2 * i + 1]; }
    /// The same operation on other operands (as many, in this order), with
    /// copies of the regions; on tensors the results take the destinations'
    /// types. mlir::clone does not do: it fails on an empty region where the
    /// builder has a listener.
    OnlineAttentionOp cloneWithOperands(OpBuilder &builder,
                                        ValueRange operands);
    /// f32, or f64 for f64 data.
    FloatType getAccType() {
      return cast<FloatType>(getElementTypeOrSelf(getAcc().getType()));
    }
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Attn_OnlineAggregateOp : Attn_TileOp<"online_aggregate",
    [AttrSizedOperandSegments]> {
  let summary = "fold a tile of scores and values into the state";
  let description = [{
    Scores `HT x TQ x TK` in the accumulation type, already through the score
    region; a score of -inf is an excluded pair. The pattern is not asked.
  }];
  let arguments = (ins Attn_AccShaped:$scores, Attn_Shaped:$value,
    Attn_AccShaped:$acc, Attn_AccShaped:$stabilizer,
    Variadic<Attn_AccShaped>:$accumulators,
    Variadic<Index>:$coordinates,
    Variadic<Attn_Param>:$normalizer_params,
    Attn_NormalizerArg:$normalizer);
  let results = (outs Variadic<Attn_AccTensor>:$state);
  let assemblyFormat = [{
    `ins` `(` $scores `,` $value `)`
    `outs` `(` $acc `,` $stabilizer (`,` $accumulators^)? `)`
    `at` `(` $coordinates `)`
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    attr-dict `:` custom<AggregateTileType>(type($scores), type($value),
      type($acc), type($stabilizer), type($accumulators), type($state))
  }];
  let builders = [
    OpBuilder<(ins "Value":$scores, "Value":$value, "ValueRange":$state,
      "ValueRange":$coordinates,
      CArg<"NormalizerAttrInterface", "{}">:$normalizer,
      CArg<"ValueRange", "{}">:$normalizerParams)>];
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable();
    Value getHead() { return getCoordinates()[1]; }
  }];
  let hasVerifier = 1;
}

def Attn_FinalizeOp : Attn_TileOp<"finalize", [AttrSizedOperandSegments]> {
  let summary = "output and log-sum-exp from a state";
  let description = [{
    The state has the shapes `[B x] H x Nq x Dv` and `[B x] H x Nq`; `at(%h)` is
    the absolute head of row 0, for the normaliser's per-head parameters (0
    when absent). A row that saw nothing gives 0 and -inf. The output is rounded
    to its element type.
  }];
  let arguments = (ins Attn_AccShaped:$acc, Attn_AccShaped:$stabilizer,
    Variadic<Attn_AccShaped>:$accumulators,
    Attn_Shaped:$output, Optional<Attn_AccShaped>:$lse,
    Optional<Index>:$head,
    Variadic<Attn_Param>:$normalizer_params,
    Attn_NormalizerArg:$normalizer);
  let results = (outs Variadic<Attn_Tensor>:$results);
  let assemblyFormat = [{
    `ins` `(` $acc `,` $stabilizer (`,` $accumulators^)? `)`
    `outs` `(` $output (`,` `lse` $lse^)? `)`
    (`at` `(` $head^ `)`)?
    (`normalizer` `(` $normalizer^ `)`)?
    custom<NormalizerParams>(ref($normalizer), $normalizer_params,
                             type($normalizer_params))
    attr-dict `:` custom<FinalizeType>(type($acc), type($stabilizer),
      type($accumulators), type($output), type($lse), type($results))
  }];
  let builders = [
    OpBuilder<(ins "ValueRange":$state, "Value":$output,
      CArg<"Value", "{}">:$lse,
      CArg<"NormalizerAttrInterface", "{}">:$normalizer,
      CArg<"ValueRange", "{}">:$normalizerParams,
      CArg<"Value", "{}">:$head)>];
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable();
  }];
  let hasVerifier = 1;
}

#endif // ATTN_TILE_OPS_TD
