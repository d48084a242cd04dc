//===- Local.td - an operation, a pattern, a normaliser and a pass --------===//

#ifndef LOCAL_TD
#define LOCAL_TD

include "attn/Dialect/Attn/IR/AttnInterfaces.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "mlir/Pass/PassBase.td"

def Local_Dialect : Dialect {
  let name = "local";
  let cppNamespace = "::local";
  let useDefaultAttributePrinterParser = 1;
}

def Local_LandmarksPattern : AttrDef<Local_Dialect, "LandmarksPattern",
    [DeclareAttrInterfaceMethods<Attn_PatternAttrInterface>]> {
  let mnemonic = "landmarks";
  let summary = "k == q, or k <= q and k mod every == 0";
  let parameters = (ins "int64_t":$every);
  let assemblyFormat = "`<` `every` `=` $every `>`";
}

def Local_SoftplusNormalizer : AttrDef<Local_Dialect, "SoftplusNormalizer",
    [DeclareAttrInterfaceMethods<Attn_NormalizerAttrInterface,
       ["hasStabilizer", "getNumAccumulators", "weight", "contributions",
        "finalizeFactor"]>]> {
  let mnemonic = "softplus";
  let summary = "ln(1 + exp(s)), no division by a sum";
}

def Local_AttentionOp : Op<Local_Dialect, "attention",
    [Pure, AllTypesMatch<["query", "result"]>]> {
  let summary = "attention among neighbours of an odd number of places";
  let arguments = (ins AnyRankedTensor:$query, AnyRankedTensor:$key,
                       AnyRankedTensor:$value, I64Attr:$width);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $query `,` $key `,` $value `width` `=` $width attr-dict
    `:` type($query) `,` type($key) `,` type($value)
  }];
}

def LocalToAttn : Pass<"local-to-attn"> {
  let summary = "Write local.attention of rank 4 as attn.attention";
  let dependentDialects = ["mlir::attn::AttnDialect"];
}

#endif // LOCAL_TD
