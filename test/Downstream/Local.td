//===- Local.td - a dialect with one operation, and one pass --------------===//

#ifndef LOCAL_TD
#define LOCAL_TD

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "mlir/Pass/PassBase.td"

def Local_Dialect : Dialect {
  let name = "local";
  let cppNamespace = "::local";
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
