//===- AttnPatterns.td - one attribute per sparse pattern ----*- tablegen -*-===//
//
// Parameters and prose only; each pattern's C++ is in lib/Dialect/Attn/IR/
// Patterns/<Name>.cpp. q and k are absolute indices (q_offset added to q).
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PATTERNS_TD
#define ATTN_PATTERNS_TD

include "attn/Dialect/Attn/IR/AttnDialect.td"
include "attn/Dialect/Attn/IR/AttnInterfaces.td"
include "mlir/IR/AttrTypeBase.td"

class Attn_Pattern<string name, string mnem,
                   list<string> methods = []>
    : AttrDef<Attn_Dialect, name, [DeclareAttrInterfaceMethods<
          Attn_PatternAttrInterface, methods>]> {
  let mnemonic = mnem;
}

// A pattern that recognises itself declares `fit`; the dialect finds it.
class Attn_FittingPattern<string name, string mnem,
                          list<string> methods = []>
    : Attn_Pattern<name, mnem, methods> {
  code fitDeclaration = [{
    static ::mlir::Attribute fit(const ::mlir::attn::PatternFitQuery &query);
  }];
  let extraClassDeclaration = fitDeclaration;
}

def Attn_FullPattern : Attn_FittingPattern<"FullPattern", "full"> {
  let summary = "every pair";
}

def Attn_CausalPattern : Attn_FittingPattern<"CausalPattern", "causal"> {
  let summary = "k <= q";
}

def Attn_WindowPattern
    : Attn_FittingPattern<"WindowPattern", "window", ["getNumPatternOperands", "bindOperand"]> {
  let summary = "q - left <= k <= q + right";
  let description = [{
    A band of keys around the query. `left` and `right` are whole numbers, at
    least 0, or `?` for an index operand of the op (left's first).

    ```mlir
    pattern(#attn.window<left = 255, right = 0>)
    pattern(#attn.window<left = ?, right = 0>)[%w]
    ```
  }];
  let parameters = (ins "int64_t":$left, "int64_t":$right);
  let assemblyFormat = [{
    `<` `left` `=` custom<DynamicInt>($left) `,`
        `right` `=` custom<DynamicInt>($right) `>`
  }];
  let genVerifyDecl = 1;
}

def Attn_PrefixPattern
    : Attn_FittingPattern<"PrefixPattern", "prefix", ["getNumPatternOperands", "bindOperand"]> {
  let summary = "k < n: a prefix that every query sees";
  let description = [{
    A prefix language model is `#attn.union<[#attn.causal, #attn.prefix<n>]>`.
    `n` may be `?`.
  }];
  let parameters = (ins "int64_t":$n);
  let assemblyFormat = "`<` custom<DynamicInt>($n) `>`";
  let genVerifyDecl = 1;
}

def Attn_SinkPattern
    : Attn_Pattern<"SinkPattern", "sink", ["getNumPatternOperands", "bindOperand"]> {
  let summary = "k < n and k <= q: the first keys, as attention sinks";
  let description = [{
    Meant for unions with a causal window: the first `n` keys stay visible to
    the queries at or after them. `n` may be `?`.
  }];
  let parameters = (ins "int64_t":$n);
  let assemblyFormat = "`<` custom<DynamicInt>($n) `>`";
  let genVerifyDecl = 1;
}

def Attn_BlockLocalPattern
    : Attn_FittingPattern<"BlockLocalPattern", "block_local"> {
  let summary = "q floordiv size == k floordiv size";
  let parameters = (ins "int64_t":$size);
  let assemblyFormat = "`<` $size `>`";
  let genVerifyDecl = 1;
}

def Attn_DilatedPattern : Attn_Pattern<"DilatedPattern", "dilated",
                                       ["getNumPatternOperands", "bindOperand", "getOrders"]> {
  let summary = "|q - k| < rate * width and (q - k) mod rate == 0";
  let description = [{
    A band of every `rate`-th key, `width` keys to each side counting the query
    itself: the keys q + rate * t for -width < t < width. `width` may be `?`.
  }];
  let parameters = (ins "int64_t":$rate, "int64_t":$width);
  let assemblyFormat = [{
    `<` `rate` `=` $rate `,` `width` `=` custom<DynamicInt>($width) `>`
  }];
  let genVerifyDecl = 1;
}

def Attn_StridedPattern : Attn_Pattern<"StridedPattern", "strided",
                                       ["getNumPatternOperands", "bindOperand", "getOrders"]> {
  let summary = "k <= q and (q - k <= local or (q - k) mod stride == 0)";
  let description = [{
    The strided pattern of the Sparse Transformer (arXiv 1904.10509): the last
    `local` keys and, before them, every `stride`-th. `local` may be `?`.
  }];
  let parameters = (ins "int64_t":$stride, "int64_t":$local);
  let assemblyFormat = [{
    `<` `stride` `=` $stride `,` `local` `=` custom<DynamicInt>($local) `>`
  }];
  let genVerifyDecl = 1;
}

def Attn_FixedPattern : Attn_Pattern<"FixedPattern", "fixed",
                                     ["getNumPatternOperands", "bindOperand", "getOrders"]> {
  let summary = "k <= q in the query's block, or at the end of an earlier one";
  let description = [{
    The fixed pattern of the Sparse Transformer (arXiv 1904.10509): k <= q and
    (q floordiv block == k floordiv block or k mod block >= block - summary).
    `summary` may be `?`.
  }];
  let parameters = (ins "int64_t":$block, "int64_t":$summary);
  let assemblyFormat = [{
    `<` `block` `=` $block `,` `summary` `=` custom<DynamicInt>($summary) `>`
  }];
  let genVerifyDecl = 1;
}

def Attn_GlobalPattern : Attn_Pattern<"GlobalPattern", "global",
                                      ["getNumPatternOperands", "bindOperand"]> {
  let summary = "q or k is one of the positions";
  let description = [{
    Tokens that see all and that all see, as in Longformer and BigBird. Each
    position may be `?`.

    ```mlir
    pattern(#attn.union<[#attn.window<left = 64, right = 64>, #attn.global<[0, ?]>]>)[%cls]
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$positions);
  let assemblyFormat = "`<` custom<DynamicInts>($positions) `>`";
  let genVerifyDecl = 1;
}

def Attn_NeighborhoodPattern : Attn_Pattern<"NeighborhoodPattern",
                                            "neighborhood",
                                            ["getRelationAt", "getOrders"]> {
  let summary = "the nearest keys of a grid in 1 to 3 dimensions";
  let description = [{
    Neighbourhood attention (arXiv 2204.07143, 2209.15001). Sequence index i is
    the row-major place in a grid of the sizes `grid`. Along each axis a query
    sees `kernel` keys, `dilation` apart, centred on it and shifted inward at
    the borders, so that every query sees as many. Pairs with a place outside
    of the grid are not visible.

    ```mlir
    pattern(#attn.neighborhood<grid = [90, 90], kernel = [13, 13]>)
    pattern(#attn.neighborhood<grid = [8, 56, 56], kernel = [3, 7, 7], dilation = [1, 2, 2]>)
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$grid,
                        ArrayRefParameter<"int64_t">:$kernel,
                        OptionalArrayRefParameter<"int64_t">:$dilation);
  let assemblyFormat = [{
    `<` `grid` `=` `[` $grid `]` `,` `kernel` `=` `[` $kernel `]`
    (`,` `dilation` `=` `[` $dilation^ `]`)? `>`
  }];
  let genVerifyDecl = 1;
}

def Attn_SwinPattern : Attn_Pattern<"SwinPattern", "swin",
                                    ["getRelationAt", "getOrders"]> {
  let summary = "windows of a grid in 1 to 3 dimensions, shifted";
  let description = [{
    Shifted windows (arXiv 2103.14030). Sequence index i is the row-major place
    in a grid of the sizes `grid`; along each axis place x is in window
    (x - shift) floordiv window, and a query sees the keys of its own window.
    With the sizes multiples of the windows that is Swin's cyclic shift with its
    mask of regions, which splits the window that wraps around. Pairs with a
    place outside of the grid are not visible.

    ```mlir
    pattern(#attn.swin<grid = [56, 56], window = [7, 7], shift = [3, 3]>)
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$grid,
                        ArrayRefParameter<"int64_t">:$window,
                        OptionalArrayRefParameter<"int64_t">:$shift);
  let assemblyFormat = [{
    `<` `grid` `=` `[` $grid `]` `,` `window` `=` `[` $window `]`
    (`,` `shift` `=` `[` $shift^ `]`)? `>`
  }];
  let genVerifyDecl = 1;
}

def Attn_SetPattern : Attn_Pattern<"SetPattern", "set",
                                   ["getNumPatternOperands", "bindOperand"]> {
  let summary = "an affine set written out";
  let description = [{
    The set has the dimensions (q, k) or (h, q, k) and any number of symbols,
    each an index operand of the op. It is written as text, or as the name of an
    `affine_set` (inline, its `>=` would end the attribute for MLIR's parser).

    ```mlir
    pattern(#attn.set<"(q, k)[n] : (q - k >= 0, n - k - 1 >= 0)">)[%n]
    pattern(#attn.set<#my_set>)[%n]
    ```
  }];
  let parameters = (ins "::mlir::IntegerSetAttr":$set);
  let assemblyFormat = "`<` custom<SetText>($set) `>`";
  let genVerifyDecl = 1;
}

def Attn_UnionPattern : Attn_Pattern<"UnionPattern", "union",
                                     ["getNumPatternOperands", "bindOperand",
                               "getRelationAt", "getOrders"]> {
  let summary = "pairs in any of the patterns";
  let description = [{ Operands are handed to the parts in order. }];
  let parameters = (ins
      ArrayRefParameter<"::mlir::attn::PatternAttrInterface">:$patterns);
  let assemblyFormat = "`<` custom<PatternList>($patterns) `>`";
  let genVerifyDecl = 1;
}

def Attn_IntersectPattern : Attn_Pattern<"IntersectPattern", "intersect",
                                         ["getNumPatternOperands", "bindOperand",
                               "getRelationAt", "getOrders"]> {
  let summary = "pairs in all of the patterns";
  let description = [{ Operands are handed to the parts in order. }];
  let parameters = (ins
      ArrayRefParameter<"::mlir::attn::PatternAttrInterface">:$patterns);
  let assemblyFormat = "`<` custom<PatternList>($patterns) `>`";
  let genVerifyDecl = 1;
}

def Attn_ComplementPattern : Attn_Pattern<"ComplementPattern", "complement",
                                          ["getNumPatternOperands", "bindOperand",
                               "getRelationAt", "getOrders"]> {
  let summary = "pairs not in the pattern";
  let parameters = (ins "::mlir::attn::PatternAttrInterface":$pattern);
  let assemblyFormat = "`<` $pattern `>`";
}

def Attn_PerHeadPattern : Attn_Pattern<"PerHeadPattern", "per_head",
                                       ["getNumPatternOperands", "bindOperand",
                               "getRelationAt", "getOrders"]> {
  let summary = "head i sees by the i-th pattern, heads beyond by the last";
  let description = [{
    Operands are handed to the parts in order.

    ```mlir
    pattern(#attn.per_head<[#attn.full, #attn.window<left = 64, right = 0>]>)
    ```
  }];
  let parameters = (ins
      ArrayRefParameter<"::mlir::attn::PatternAttrInterface">:$patterns);
  let assemblyFormat = "`<` custom<PatternList>($patterns) `>`";
  let genVerifyDecl = 1;
}

def Attn_ReorderedPattern : Attn_Pattern<"ReorderedPattern", "reordered",
                                         ["getNumPatternOperands"]> {
  let summary = "a pattern over queries and keys in other orders";
  let description = [{
    What attn-reorder makes of a pattern. q is a position of a class of
    `queries`, k one of `keys`. Classes are among the heads: with C classes of
    queries and `group` query heads a key head, head h stands for head
    (h floordiv (C * group)) * group + h mod group and class
    (h floordiv group) mod C. Keys have as many classes as queries, or those of
    the queries' first digits. Positions that hold nothing see nothing and are
    not seen.
  }];
  let parameters = (ins "::mlir::attn::PatternAttrInterface":$pattern,
                        "::mlir::attn::OrderAttr":$queries,
                        "::mlir::attn::OrderAttr":$keys, "int64_t":$group);
  let assemblyFormat = [{
    `<` $pattern `,` `queries` `=` $queries `,` `keys` `=` $keys `,`
        `group` `=` $group `>`
  }];
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// The places that (h, q, k) stand for, and whether there are such.
    std::pair<::mlir::attn::RelationPlaces, ::mlir::attn::Formula>
    getPlaces(::mlir::AffineExpr head, ::mlir::AffineExpr query,
              ::mlir::AffineExpr key) const;
  }];
}

def Attn_TransposedPattern : Attn_Pattern<"TransposedPattern", "transposed",
    ["getNumPatternOperands", "bindOperand"]> {
  let summary = "a pattern with queries and keys exchanged";
  let description = [{
    The pattern of an attention whose keys are the queries of another one and
    the other way round, with `q_offset` of the opposite sign: row i sees key k
    where row k sees key i in the pattern itself. So it is for sums over the
    queries that see a key.
  }];
  let parameters = (ins "::mlir::attn::PatternAttrInterface":$pattern);
  let assemblyFormat = "`<` $pattern `>`";
}

#endif // ATTN_PATTERNS_TD
