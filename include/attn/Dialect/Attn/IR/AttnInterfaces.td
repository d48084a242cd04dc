//===- AttnInterfaces.td - all that passes may ask -----------*- tablegen -*-===//
//
// The two attribute interfaces that carry the dialect. A pass asks these and
// never names an instance.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_INTERFACES_TD
#define ATTN_INTERFACES_TD

include "mlir/IR/Interfaces.td"
include "mlir/IR/AttrTypeBase.td"

def Attn_PatternAttrInterface : AttrInterface<"PatternAttrInterface"> {
  let cppNamespace = "::mlir::attn";
  let constBuilderCall = "$0";
  let description = [{
    A sparse pattern: the set of pairs (q, k) that head h may look at, as a
    boolean formula over quasi-affine atoms. Dimensions: d0 = h, d1 = q
    (absolute: q_offset added), d2 = k. Symbols: s0 = Nq and s1 = Nk (effective
    lengths of the batch entry), s2 = q_offset, s3 and on = the operands that
    the op hands to the pattern, in order.

    The formula need not be clipped to 0 <= k < Nk; shared code does that.
    Bounds, tile verdicts, density and predicates all follow from it
    (attn/Analysis/Presburger).

    An instance may also have a static member
    `static Attribute fit(const PatternFitQuery &)` that recognises the pattern
    in a relation; the caller verifies the answer by equality, so a wrong guess
    costs time and not correctness.
  }];
  let methods = [
    InterfaceMethod<[{
        The relation. `firstOperand` is the number of the symbol that stands for
        this pattern's first operand (3 for a pattern that stands alone).
      }],
      "::mlir::attn::Formula", "getRelation",
      (ins "unsigned":$firstOperand)>,
    InterfaceMethod<[{
        The relation written in other places than the dimensions. A pattern on a
        grid says it in coordinates, where the places know them.
      }],
      "::mlir::attn::Formula", "getRelationAt",
      (ins "const ::mlir::attn::RelationPlaces &":$at,
           "unsigned":$firstOperand), [{}], [{
        return $_attr.getRelation(firstOperand)
            .replace({at.head, at.query.index, at.key.index}, {});
      }]>,
    InterfaceMethod<[{
        Orders of queries and keys in which the visible pairs lie in fewer
        tiles, for q_offset 0. Which one pays, and whether any does, is for the
        caller to find out.
      }],
      "::llvm::SmallVector<::mlir::attn::PatternOrder>", "getOrders",
      (ins "int64_t":$numQueries, "int64_t":$numKeys), [{}], [{ return {}; }]>,
    InterfaceMethod<[{
        How many index operands (`?` parameters) the pattern takes from the op.
      }],
      "unsigned", "getNumPatternOperands", (ins), [{}], [{
        return 0;
      }]>,
    InterfaceMethod<[{
        The pattern with operand `index` fixed to `value`, so that it takes one
        operand less. Null where there is no such pattern: `window<left = -1>`
        means something as an operand but is no static parameter.
      }],
      "::mlir::Attribute", "bindOperand",
      (ins "unsigned":$index, "int64_t":$value), [{}], [{
        return {};
      }]>,
  ];
}

def Attn_NormalizerAttrInterface : AttrInterface<"NormalizerAttrInterface"> {
  let cppNamespace = "::mlir::attn";
  let constBuilderCall = "$0";
  let description = [{
    A normaliser turns a row of scores into weights as a fold. Its state is a
    stabiliser m, a list of scalar accumulators l and the vector accumulator a;
    the empty state is separate and written m = -inf, l = 0, a = 0.

    Laws for finite m, tested by property for every instance:
      1. weight(s, m') = rescale(m, m') * weight(s, m)
      2. rescale(a, c) = rescale(a, b) * rescale(b, c)
      3. finalize and lse do not change when the state moves from m to m'
         (a and l multiplied by rescale(m, m')), but where selectsKey().
    A normaliser without a stabiliser has m = 0 for every row that saw a key.
  }];
  let methods = [
    InterfaceMethod<"Names and shapes of the operands that the op must pass.",
      "::llvm::SmallVector<::mlir::attn::NormalizerParameter>",
      "getParameters", (ins), [{}], [{ return {}; }]>,
    InterfaceMethod<[{
        What of NormalizerContext the functions read besides the parameters:
        a lowering computes no more than that.
      }],
      "::mlir::attn::RowContext", "getRowContext", (ins), [{}],
      [{ return ::mlir::attn::RowContext{}; }]>,
    InterfaceMethod<"Whether scores are shifted by a running maximum.",
      "bool", "hasStabilizer", (ins), [{}],
      [{ return ::mlir::attn::getLastFold($_attr).hasStabilizer(); }]>,
    InterfaceMethod<[{
        Whether weight(s, m) = exp(f s - m), f being scoreFactor(), and
        rescale(m, m') = exp(m - m'), so that a lowering may work in the log2
        domain with a lazy stabiliser.
      }],
      "bool", "isExponential", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<[{
        What an exponential multiplies the scores of a row with; null for 1.
      }],
      "::mlir::attn::Scalar", "scoreFactor",
      (ins "::mlir::attn::ScalarBuilder &":$b,
           "const ::mlir::attn::NormalizerContext &":$context), [{}],
      [{ return ::mlir::attn::Scalar(); }]>,
    InterfaceMethod<[{
        Whether all weight lies on one pair: that with the largest stabiliser
        and, of several, the smallest key. The one accumulator is that key, and
        instead of moving to another stabiliser a state gives way to a pair or
        a state that comes before its own.
      }],
      "bool", "selectsKey", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<"How many scalar accumulators the state carries.",
      "unsigned", "getNumAccumulators", (ins), [{}],
      [{ return ::mlir::attn::getLastFold($_attr).getNumAccumulators(); }]>,
    InterfaceMethod<[{
        The stabiliser that score `s` asks for; the state keeps the largest.
      }],
      "::mlir::attn::Scalar", "stabilizer",
      (ins "::mlir::attn::ScalarBuilder &":$b, "::mlir::attn::Scalar":$s,
           "const ::mlir::attn::NormalizerContext &":$context), [{}],
      [{ return b.constant(0.0); }]>,
    InterfaceMethod<"The weight of a visible pair with score `s`.",
      "::mlir::attn::Scalar", "weight",
      (ins "::mlir::attn::ScalarBuilder &":$b, "::mlir::attn::Scalar":$s,
           "::mlir::attn::Scalar":$m,
           "const ::mlir::attn::NormalizerContext &":$context), [{}],
      [{ return ::mlir::attn::getLastFold($_attr).weight(b, s, m, context); }]>,
    InterfaceMethod<"What the pair adds to each scalar accumulator.",
      "::llvm::SmallVector<::mlir::attn::Scalar>", "contributions",
      (ins "::mlir::attn::ScalarBuilder &":$b, "::mlir::attn::Scalar":$s,
           "::mlir::attn::Scalar":$w,
           "const ::mlir::attn::NormalizerContext &":$context), [{}], [{
        return ::mlir::attn::getLastFold($_attr)
            .contributions(b, s, w, context);
      }]>,
    InterfaceMethod<[{
        The factor on a and l when the stabiliser moves from `from` to `to`.
      }],
      "::mlir::attn::Scalar", "rescale",
      (ins "::mlir::attn::ScalarBuilder &":$b, "::mlir::attn::Scalar":$from,
           "::mlir::attn::Scalar":$to), [{}],
      [{ return b.constant(1.0); }]>,
    InterfaceMethod<[{
        The factor that turns the accumulator a into the output; for a row that
        saw a key. (All normalisers of one pass are linear in a.)
      }],
      "::mlir::attn::Scalar", "finalizeFactor",
      (ins "::mlir::attn::ScalarBuilder &":$b,
           "::llvm::ArrayRef<::mlir::attn::Scalar>":$l,
           "::mlir::attn::Scalar":$m,
           "const ::mlir::attn::NormalizerContext &":$context), [{}], [{
        return ::mlir::attn::getLastFold($_attr)
            .finalizeFactor(b, l, m, context);
      }]>,
    InterfaceMethod<[{
        Whether the normaliser defines a log-sum-exp.
      }], "bool", "hasLse", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<"The natural-log log-sum-exp of a row that saw a key.",
      "::mlir::attn::Scalar", "lse",
      (ins "::mlir::attn::ScalarBuilder &":$b,
           "::llvm::ArrayRef<::mlir::attn::Scalar>":$l,
           "::mlir::attn::Scalar":$m,
           "const ::mlir::attn::NormalizerContext &":$context), [{}],
      [{ return ::mlir::attn::Scalar(); }]>,
    InterfaceMethod<[{
        The sweeps that come before the weights; none unless overridden. With a
        plan the functions of the fold are those of its last one, on the edited
        scores.
      }],
      "::mlir::attn::NormalizerPlan", "getPlan", (ins), [{}],
      [{ return ::mlir::attn::NormalizerPlan{}; }]>,
  ];
  let extraSharedClassDeclaration = [{
    /// Whether it is one fold over the keys of each row, which is what a
    /// streaming kernel does.
    bool isRowFold() const { return !$_attr.getPlan().fold; }
  }];
}

#endif // ATTN_INTERFACES_TD
