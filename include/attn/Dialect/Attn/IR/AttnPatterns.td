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
    : Attn_FittingPattern<"WindowPattern", "window", ["getNumPatternOperands"]> {
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
    : Attn_FittingPattern<"PrefixPattern", "prefix", ["getNumPatternOperands"]> {
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
    : Attn_Pattern<"SinkPattern", "sink", ["getNumPatternOperands"]> {
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

def Attn_DilatedPattern : Attn_Pattern<"DilatedPattern", "dilated"> {
  let summary = "|q - k| < rate * width and (q - k) mod rate == 0";
  let description = [{
    A band of every `rate`-th key, `width` keys to each side counting the query
    itself: the keys q + rate * t for -width < t < width.
  }];
  let parameters = (ins "int64_t":$rate, "int64_t":$width);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Attn_SetPattern : Attn_Pattern<"SetPattern", "set",
                                   ["getNumPatternOperands"]> {
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
                                     ["getNumPatternOperands"]> {
  let summary = "pairs in any of the patterns";
  let description = [{ Operands are handed to the parts in order. }];
  let parameters = (ins
      ArrayRefParameter<"::mlir::attn::PatternAttrInterface">:$patterns);
  let assemblyFormat = "`<` custom<PatternList>($patterns) `>`";
  let genVerifyDecl = 1;
}

def Attn_IntersectPattern : Attn_Pattern<"IntersectPattern", "intersect",
                                         ["getNumPatternOperands"]> {
  let summary = "pairs in all of the patterns";
  let description = [{ Operands are handed to the parts in order. }];
  let parameters = (ins
      ArrayRefParameter<"::mlir::attn::PatternAttrInterface">:$patterns);
  let assemblyFormat = "`<` custom<PatternList>($patterns) `>`";
  let genVerifyDecl = 1;
}

def Attn_ComplementPattern : Attn_Pattern<"ComplementPattern", "complement",
                                          ["getNumPatternOperands"]> {
  let summary = "pairs not in the pattern";
  let parameters = (ins "::mlir::attn::PatternAttrInterface":$pattern);
  let assemblyFormat = "`<` $pattern `>`";
}

#endif // ATTN_PATTERNS_TD
