//===- AttnOpBase.td - what graph and tile ops share ---------*- tablegen -*-===//

#ifndef ATTN_OP_BASE_TD
#define ATTN_OP_BASE_TD

include "attn/Dialect/Attn/IR/AttnAttrs.td"
include "attn/Dialect/Attn/IR/AttnNormalizers.td"
include "attn/Dialect/Attn/IR/AttnPatterns.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Attn_Op<string mnemonic, list<Trait> traits = []>
    : Op<Attn_Dialect, mnemonic, traits>;

// Data: what queries, keys, values and outputs are made of.
def Attn_Float : AnyTypeOf<[F16, BF16, F32, F64]>;
def Attn_Tensor : RankedTensorOf<[Attn_Float]>;
def Attn_IntTensor
    : RankedTensorOf<[I32, I64, Index]>;
// State: the accumulation types.
def Attn_AccTensor : RankedTensorOf<[F32, F64]>;
def Attn_Shaped : AnyTypeOf<[RankedTensorOf<[Attn_Float]>,
                             MemRefRankOf<[Attn_Float], [3, 4]>]>;
def Attn_AccShaped : AnyTypeOf<[RankedTensorOf<[F32, F64]>,
    MemRefRankOf<[F32, F64], [2, 3, 4]>]>;
// Parameters of a normaliser: one value a head, or one value.
def Attn_Param : AnyTypeOf<[RankedTensorOf<[F32, F64]>,
                            MemRefRankOf<[F32, F64], [0, 1]>]>;
def Attn_OffsetLike : AnyTypeOf<[Index, Attn_IntTensor]>;

def Attn_PatternArg : Arg<
    DefaultValuedAttr<Attn_PatternAttrInterface,
      "::mlir::attn::FullPatternAttr::get($_builder.getContext())">,
    "pairs that may look at each other">;
def Attn_NormalizerArg : Arg<
    DefaultValuedAttr<Attn_NormalizerAttrInterface,
      "::mlir::attn::SoftmaxNormalizerAttr::get($_builder.getContext())">,
    "how scores become weights">;

#endif // ATTN_OP_BASE_TD
