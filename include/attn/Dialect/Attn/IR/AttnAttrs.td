//===- AttnAttrs.td - attributes that are no pattern or normaliser -*- tablegen -*-===//

#ifndef ATTN_ATTRS_TD
#define ATTN_ATTRS_TD

include "attn/Dialect/Attn/IR/AttnDialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

def Attn_EmptyRowsZero : I32EnumAttrCase<"Zero", 0, "zero">;
def Attn_EmptyRowsUniform : I32EnumAttrCase<"Uniform", 1, "uniform">;
def Attn_EmptyRows : I32EnumAttr<"EmptyRows",
    "what a row that sees nothing gives",
    [Attn_EmptyRowsZero, Attn_EmptyRowsUniform]> {
  let cppNamespace = "::mlir::attn";
  let genSpecializedAttr = 0;
}
def Attn_EmptyRowsAttr : EnumAttr<Attn_Dialect, Attn_EmptyRows, "empty_rows"> {
  let assemblyFormat = "$value";
}

def Attn_RangeFull : I32EnumAttrCase<"Full", 0, "full">;
def Attn_RangePartial : I32EnumAttrCase<"Partial", 1, "partial">;
def Attn_RangeKind : I32EnumAttr<"RangeKind",
    "whether every row of a tile sees every key of a range",
    [Attn_RangeFull, Attn_RangePartial]> {
  let cppNamespace = "::mlir::attn";
}

def Attn_OrderAttr : AttrDef<Attn_Dialect, "Order"> {
  let mnemonic = "order";
  let summary = "an order of the places of a sequence";
  let description = [{
    The sequence is a row-major grid of the sizes `grid`, with `before` places
    added in front of each axis. Each axis is written in as many digits as
    others, the most significant first; all of them, in the order of
    `permutation`, number the positions. The first `classes` of them number the
    class, the others the position in it. A position that lies in no place of
    the grid holds nothing.

    ```mlir
    // Every fourth token together: class i mod 4, position i floordiv 4.
    #attn.order<grid = [32], before = [0], digits = [8, 4], permutation = [1, 0], classes = 1>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$grid,
                        ArrayRefParameter<"int64_t">:$before,
                        ArrayRefParameter<"int64_t">:$digits,
                        ArrayRefParameter<"int64_t">:$permutation,
                        "int64_t":$classes);
  let assemblyFormat = [{
    `<` `grid` `=` `[` $grid `]` `,` `before` `=` `[` $before `]` `,`
        `digits` `=` `[` $digits `]` `,`
        `permutation` `=` `[` $permutation `]` `,` `classes` `=` $classes `>`
  }];
  let extraClassDeclaration = [{
    int64_t getDigitsPerAxis() const;
    int64_t getNumTokens() const;
    int64_t getNumClasses() const;
    int64_t getClassSize() const;
    /// Places of `axis` with what is added on both sides.
    int64_t getPaddedSize(unsigned axis) const;
    /// The place at `position` of class `cls`, and whether there is one.
    std::pair<::mlir::attn::SequencePlace, ::mlir::attn::Formula>
    getPlace(::mlir::AffineExpr cls, ::mlir::AffineExpr position) const;
    /// The order without classes: positions run through all of them.
    OrderAttr withoutClasses() const;
  }];
  let genVerifyDecl = 1;
}

def Attn_ScheduleAttr : AttrDef<Attn_Dialect, "Schedule"> {
  let mnemonic = "schedule";
  let summary = "how an attention is tiled and by which kernel structure";
  let description = [{
    Written by attn-choose-schedule or by hand, only read by later passes.

    - `structure`: the target's kernel structure, e.g. "lane_query".
    - `tiles`: sizes [batch, head, query, key]; head 1, a GQA group or all.
    - `key_split`: over how many parts the keys of one query tile are split.
    - `packing`: the operands packed ahead of the kernel, e.g. ["q"].
    - `stages`: depth of the software pipeline over key tiles.
  }];
  let parameters = (ins
      StringRefParameter<"kernel structure">:$structure,
      ArrayRefParameter<"int64_t">:$tiles,
      DefaultValuedParameter<"int64_t", "1">:$key_split,
      OptionalArrayRefParameter<"::mlir::StringAttr">:$packing,
      DefaultValuedParameter<"int64_t", "1">:$stages);
  let assemblyFormat = [{
    `<` `structure` `=` $structure `,` `tiles` `=` `[` $tiles `]`
        `` custom<ScheduleOptions>($key_split, $packing, $stages) `` `>`
  }];
  let genVerifyDecl = 1;
}

#endif // ATTN_ATTRS_TD
